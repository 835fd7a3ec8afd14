// Keys for the whole console; silent while somebody types.
const EXTRA = { d: "/antrean?tampilan=darurat", t: "/antrean?tampilan=melewati_tenggat", m: "/antrean?tampilan=milik_saya" };
function way(key) {
  return document.querySelector(`.bar nav [data-key="${CSS.escape(key)}"]`)?.href ?? EXTRA[key];
}
let afterG = false;

function move(step) {
  const links = [...document.querySelectorAll("#antrean tbody a")];
  if (!links.length) return;
  const here = links.indexOf(document.activeElement);
  const next = here < 0 ? 0 : Math.min(Math.max(here + step, 0), links.length - 1);
  links[next].focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const signedIn = document.querySelector(".bar");
  if (!signedIn) return;
  if (afterG && way(event.key)) return location.assign(way(event.key));
  afterG = event.key === "g";
  if (event.key === "j") move(1);
  if (event.key === "k") move(-1);
  if (event.key === "?") location.assign("/pintasan");
});
