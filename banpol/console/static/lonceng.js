// On every page: rings for a new emergency, and keeps the count beside "Antrean".
// One open tab holds the connection and tells the others; a browser allows only six to one server.
const SEEN = "banpol-darurat";
const plainTitle = document.title;
const channel = new BroadcastChannel("banpol-lonceng");
let unseen = 0;
let sound = null;

function known() {
  const kept = sessionStorage.getItem(SEEN);
  return kept === null ? null : new Set(JSON.parse(kept));
}

function beep() {
  if (!sound || sound.state !== "running") return;
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

function announce(count) {
  if (!count) return;
  unseen += count;
  document.title = `(${unseen}) DARURAT · ${plainTitle}`;
  beep();
}

async function look() {
  const answer = await fetch("/antrean/alarm");
  if (answer.redirected) return location.assign("/masuk");
  const { counts, emergencies } = await answer.json();
  for (const badge of document.querySelectorAll("[data-count]")) {
    const count = counts[badge.dataset.count] ?? "0";
    badge.hidden = count === "0";
    badge.textContent = count;
    badge.setAttribute("aria-label", count + " " + badge.dataset.count);
  }
  const before = known();
  sessionStorage.setItem(SEEN, JSON.stringify(emergencies));
  if (before) announce(emergencies.filter((number) => !before.has(number)).length);
}

function heard(news) {
  if (news === "berubah") look();
  if (news === "keluar") location.assign("/masuk");
  dispatchEvent(new CustomEvent("banpol", { detail: news }));
}

function hold() {
  return new Promise((over) => {
    const source = new EventSource("/antrean/langsung");
    const tell = (news) => { heard(news); channel.postMessage(news); };
    source.addEventListener("open", () => { tell("tersambung"); tell("berubah"); });
    source.addEventListener("error", () => tell("terputus"));
    source.addEventListener("berubah", () => tell("berubah"));
    source.addEventListener("keluar", () => { source.close(); tell("keluar"); over(); });
  });
}

// The sound is a choice of this tab; a browser lets it sound only after a first click or key.
const button = document.querySelector("#suara");
function showSound() {
  if (!button) return;
  const state = !sound ? "mati" : sound.state === "running" ? "nyala" : "tertahan";
  button.setAttribute("aria-pressed", String(state === "nyala"));
  button.textContent = button.dataset[state];
}
function listen() {
  sound = new AudioContext();
  sound.addEventListener("statechange", showSound);
  for (const kind of ["click", "keydown"]) addEventListener(kind, () => sound?.resume(), { once: true });
  showSound();
}
button?.addEventListener("click", () => {
  if (sound && sound.state !== "running") return void sound.resume();
  if (sound) { sound.close(); sound = null; } else { listen(); beep(); }
  sessionStorage.setItem("banpol-bunyi", sound ? "ya" : "");
  showSound();
});
if (sessionStorage.getItem("banpol-bunyi")) listen();

addEventListener("focus", () => { unseen = 0; document.title = plainTitle; });
channel.addEventListener("message", (event) => heard(event.data));
look();
navigator.locks.request("banpol-lonceng", hold);
