// On a report's page: ticks that move, a word when somebody changed the report, holding it while one writes.
const head = document.querySelector("#laporan");
const address = "/laporan/" + encodeURIComponent(head.dataset.number);
let holding = false;

async function look() {
  if (document.hidden) return;
  const answer = await fetch(address + "/keadaan");
  if (answer.redirected) return location.assign("/masuk");
  if (!answer.ok) return;
  const { version, lines, ticks } = await answer.json();
  const changed = String(version) !== head.dataset.version || String(lines) !== head.dataset.lines;
  document.querySelector("#berubah").hidden = !changed;
  for (const mark of document.querySelectorAll("[data-line]")) {
    const tick = ticks[mark.dataset.line];
    if (!tick) continue;
    const [state, sign, words] = tick;
    mark.className = "tick " + state;
    mark.title = words;
    mark.firstElementChild.textContent = sign;
    mark.lastElementChild.textContent = words;
  }
}

// The hold is a courtesy: the version is what protects, so a hold that fails is not worth a word.
async function hold(event) {
  if (holding || !event.target.closest("[data-hold]")) return;
  holding = true;
  const form = new URLSearchParams({ csrf: head.dataset.csrf });
  await fetch(address + "/pegang", { method: "POST", body: form, redirect: "manual" });
  setTimeout(() => { holding = false; }, 4 * 60000);
}

const canned = document.querySelector("#siap");
canned?.addEventListener("change", () => {
  const text = canned.selectedOptions[0].dataset.text;
  const field = document.querySelector("#balasan");
  if (!text) return;
  field.value = field.value.trim() ? field.value.trimEnd() + "\n" + text : text;
  canned.value = "";
  field.focus();
});

const window24 = document.querySelector("#jendela");
function countdown() {
  const left = Math.floor((new Date(window24.dataset.until) - Date.now()) / 60000);
  const words = window24.querySelector("b");
  if (words && left > 0) words.textContent = left < 60 ? `sisa ${left} menit` : `sisa ${Math.floor(left / 60)} jam ${left % 60} menit`;
}
if (window24) { countdown(); setInterval(countdown, 30000); }

const talk = document.querySelector(".talk");
talk.scrollTop = talk.scrollHeight;
addEventListener("input", hold);
addEventListener("banpol", look);
setInterval(look, 3000);
