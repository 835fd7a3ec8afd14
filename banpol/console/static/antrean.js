// Keeps the open queue fresh: the bell rings, the rows are fetched and built as text, never as HTML.
const body = document.querySelector("#antrean tbody");
const shape = document.querySelector("#baris");
const line = document.querySelector("#sambungan");
const known = new Set([...body.querySelectorAll("a")].map((link) => link.textContent));

function tagged(cell, words, name) {
  cell.firstElementChild.textContent = words;
  cell.firstElementChild.classList.add(name);
}

function row(data, isNew) {
  const made = shape.content.cloneNode(true).firstElementChild;
  const [number, urgency, kind, place, unit, status, due, assigned, filed, channel] = made.children;
  made.classList.add(data.urgency);
  if (isNew) made.classList.add("baru-masuk");
  number.firstElementChild.textContent = data.number;
  number.firstElementChild.href = "/laporan/" + encodeURIComponent(data.number);
  tagged(urgency, data.urgency_words, data.urgency);
  tagged(status, data.status_words, "s-" + data.status);
  const words = [[kind, data.kind], [place, data.place], [unit, data.unit], [due, data.due], [assigned, data.assigned], [channel, data.channel]];
  for (const [cell, text] of words) cell.textContent = text;
  if (data.late) due.className = "late";
  filed.firstElementChild.textContent = data.filed;
  filed.firstElementChild.dateTime = data.filed_at;
  filed.firstElementChild.title = data.filed_words;
  return made;
}

let asked = 0;
async function refresh() {
  const mine = ++asked;
  const answer = await fetch("/antrean/data" + location.search);
  if (answer.redirected) return location.assign("/masuk");
  const { rows, counts } = await answer.json();
  if (mine !== asked) return;
  const active = document.activeElement;
  const focused = active?.closest("#antrean") ? active.textContent : "";
  body.replaceChildren(...rows.map((data) => row(data, !known.has(data.number))));
  if (focused) [...body.querySelectorAll("a")].find((link) => link.textContent === focused)?.focus();
  document.querySelector("#kosong").hidden = rows.length > 0;
  for (const tab of document.querySelectorAll("[data-view]")) tab.querySelector("b").textContent = counts[tab.dataset.view];
}

function connection(words, state) {
  line.textContent = words;
  line.className = "live " + state;
}

addEventListener("banpol", (event) => {
  if (event.detail === "terputus") return connection("terputus, mencoba lagi…", "off");
  connection("langsung", "on");
  if (event.detail === "berubah") refresh();
});
// "5 menit" grows old by itself.
setInterval(() => { if (!document.hidden) refresh(); }, 60000);
