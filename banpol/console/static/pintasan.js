// Keys for the whole console; silent while somebody types.
const EXTRA = { d: "/antrean?tampilan=darurat", t: "/antrean?tampilan=melewati_tenggat", m: "/antrean?tampilan=milik_saya" };
function way(key) {
  return document.querySelector(`.bar [data-key="${CSS.escape(key)}"]`)?.href ?? EXTRA[key];
}
let afterG = false;

// On a narrow screen the entries scroll; the one that is open is in sight.
document.querySelector(".bar nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
// A talk opens at its newest line.
for (const talk of document.querySelectorAll(".talk")) talk.scrollTop = talk.scrollHeight;

function move(step) {
  const links = [...document.querySelectorAll("#antrean tbody a")];
  if (!links.length) return;
  const here = links.indexOf(document.activeElement);
  const next = here < 0 ? 0 : Math.min(Math.max(here + step, 0), links.length - 1);
  links[next].focus();
}

function reach(target, event) {
  event.preventDefault();
  const step = target.closest("details");
  if (step) step.open = true;
  const field = step?.querySelector("select, textarea, input:not([type=hidden]), button.main") ?? target;
  field.focus();
}

// Two quick clicks on an old PC are one deed.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) return event.preventDefault();
  const form = event.target;
  form.dataset.sent = "ya";
  // A form that answers with a file leaves its page standing, to be sent again later.
  setTimeout(() => delete form.dataset.sent, 5000);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const signedIn = document.querySelector(".bar");
  if (!signedIn) return;
  if (afterG && way(event.key)) return location.assign(way(event.key));
  afterG = event.key === "g";
  const target = document.querySelector(`main [data-key="${CSS.escape(event.key)}"]`);
  if (target) return reach(target, event);
  if (event.key === "j") move(1);
  if (event.key === "k") move(-1);
  if (event.key === "?") location.assign("/pintasan");
});
