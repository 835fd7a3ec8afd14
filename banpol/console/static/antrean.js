// Keeps the open queue fresh: the server rings, the rows are fetched and built as text, never as HTML.
const body = document.querySelector("#antrean tbody");
const shape = document.querySelector("#baris");
const line = document.querySelector("#sambungan");
const soundButton = document.querySelector("#suara");
const plainTitle = document.title;
let known = new Set([...body.querySelectorAll("a")].map((link) => link.textContent));
let unseen = 0;
let sound = null;

function row(data, isNew) {
  const made = shape.content.cloneNode(true).firstElementChild;
  const [number, urgency, kind, place, status, filed, channel] = made.children;
  made.classList.add(data.urgency);
  if (isNew) made.classList.add("baru-masuk");
  number.firstElementChild.textContent = data.number;
  number.firstElementChild.href = "/laporan/" + encodeURIComponent(data.number);
  urgency.firstElementChild.textContent = data.urgency_words;
  urgency.firstElementChild.classList.add(data.urgency);
  kind.textContent = data.kind;
  place.textContent = data.place;
  status.firstElementChild.textContent = data.status_words;
  status.firstElementChild.classList.add("s-" + data.status);
  filed.firstElementChild.textContent = data.filed;
  filed.firstElementChild.dateTime = data.filed_at;
  channel.textContent = data.channel;
  return made;
}

function beep() {
  if (!sound) return;
  for (const [start, pitch] of [[0, 880], [0.25, 660], [0.5, 880]]) {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    tone.frequency.value = pitch;
    volume.gain.value = 0.15;
    tone.connect(volume).connect(sound.destination);
    tone.start(sound.currentTime + start);
    tone.stop(sound.currentTime + start + 0.2);
  }
}

function announce(arrivals) {
  const emergencies = arrivals.filter((data) => data.urgency === "darurat").length;
  if (!emergencies) return;
  unseen += emergencies;
  document.title = `(${unseen}) DARURAT · ${plainTitle}`;
  beep();
}

async function refresh() {
  const answer = await fetch("/antrean/data" + location.search);
  if (answer.redirected) return location.assign("/masuk");
  const { rows, counts } = await answer.json();
  const arrivals = rows.filter((data) => !known.has(data.number));
  const focused = document.activeElement?.closest("#antrean")?.textContent && document.activeElement.textContent;
  body.replaceChildren(...rows.map((data) => row(data, arrivals.includes(data))));
  if (focused) [...body.querySelectorAll("a")].find((link) => link.textContent === focused)?.focus();
  document.querySelector("#kosong").hidden = rows.length > 0;
  for (const tab of document.querySelectorAll("[data-view]")) tab.querySelector("b").textContent = counts[tab.dataset.view];
  for (const data of rows) known.add(data.number);
  announce(arrivals);
}

function connection(words, state) {
  line.textContent = words;
  line.className = "live " + state;
}

soundButton.addEventListener("click", () => {
  sound = sound ? null : new AudioContext();
  soundButton.setAttribute("aria-pressed", String(Boolean(sound)));
  soundButton.textContent = sound ? "Matikan bunyi darurat" : "Nyalakan bunyi darurat";
  beep();
});
addEventListener("focus", () => { unseen = 0; document.title = plainTitle; });

const source = new EventSource("/antrean/langsung");
source.addEventListener("open", () => { connection("langsung", "on"); refresh(); });
source.addEventListener("error", () => connection("terputus, mencoba lagi…", "off"));
source.addEventListener("berubah", refresh);
source.addEventListener("keluar", () => { source.close(); location.assign("/masuk"); });
