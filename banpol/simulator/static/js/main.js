// Starts the page: phones as they come, one in front on a narrow window, all of them on a wide one.

import { addPhone, Problem } from "./api.js";
import { element } from "./elements.js";
import { faultSheet } from "./faults.js";
import { PhoneView } from "./phone.js";
import { newPhoneSheet } from "./sheets.js";
import { Store } from "./store.js";

const KEY = "banpol-telepon";
const SHOWN_MS = 4000;
const wanted = localStorage.getItem(KEY);
const store = new Store();
const views = new Map();
const tabs = document.getElementById("tabs");
const phones = document.getElementById("phones");
const state = document.getElementById("state");

store.addEventListener("phone", ({ detail }) => {
  const { facts, messages } = store.phones.get(detail.phone);
  const known = views.get(facts.id);
  if (known) known.view.update(facts);
  else open(facts, messages);
});
store.addEventListener("message", ({ detail }) => views.get(detail.phone)?.view.show(detail.message));
store.addEventListener("moved", ({ detail }) => {
  // A number names its phone everywhere on the page; beginning anew is the surest way to rename it.
  if (localStorage.getItem(KEY) === detail.old) localStorage.setItem(KEY, detail.phone);
  location.reload();
});
store.addEventListener("online", () => {
  state.textContent = "";
  views.forEach(({ view }) => view.conversation.settle());
  if (!views.size) create({});
});
store.addEventListener("offline", () => {
  state.textContent = "Sambungan terputus, mencoba lagi…";
});
document.addEventListener("visibilitychange", () => front()?.view.conversation.look());
window.addEventListener("resize", () => views.forEach(({ view }) => view.conversation.stay()));
document.getElementById("add-phone").addEventListener("click", (event) => {
  const anchor = front()?.view.element ?? event.currentTarget;
  newPhoneSheet(anchor, create);
});
document.getElementById("faults").addEventListener("click", () => {
  const view = front();
  if (!view) return;
  faultSheet(view.view.element, view.view.id, sayBriefly);
});
tabs.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step) stepTab(step);
});
store.connect();

function open(facts, messages) {
  const view = new PhoneView(facts, messages, (message) => store.keepMessage(facts.id, message));
  const count = element("span", { class: "count", hidden: true });
  const tab = element(
    "button",
    { class: "tab", type: "button", role: "tab", "aria-controls": `phone-${facts.id}`, on: { click: () => choose(facts.id) } },
    element("span", {}, facts.name),
    count,
  );
  views.set(facts.id, { view, tab, count });
  view.conversation.addEventListener("unread", () => {
    count.hidden = !view.conversation.unread;
    count.textContent = String(view.conversation.unread);
  });
  tabs.append(tab);
  phones.append(view.element);
  if (views.size === 1 || facts.id === wanted) bringForward(facts.id);
}

/** The same, and remembered for the next visit. */
function choose(id) {
  localStorage.setItem(KEY, id);
  bringForward(id);
}

function bringForward(id) {
  for (const [each, { view, tab }] of views) {
    const chosen = each === id;
    view.element.classList.toggle("shown", chosen);
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
  }
  const { view, tab } = views.get(id);
  tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  view.conversation.stay();
}

function stepTab(step) {
  const ids = [...views.keys()];
  const position = ids.findIndex((id) => views.get(id).tab.tabIndex === 0);
  const next = ids[(position + step + ids.length) % ids.length];
  choose(next);
  views.get(next).tab.focus();
}

function sayBriefly(sentence) {
  state.textContent = sentence;
  setTimeout(() => {
    if (state.textContent === sentence) state.textContent = "";
  }, SHOWN_MS);
}

function front() {
  return [...views.values()].find(({ view }) => view.element.classList.contains("shown"));
}

async function create(facts) {
  try {
    const made = await addPhone(facts);
    store.keepPhone(made);
    choose(made.id);
    views.get(made.id).view.conversation.settle();
    views.get(made.id).view.element.scrollIntoView({ inline: "nearest" });
    views.get(made.id).view.composer.write.focus();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    front()?.view.composer.complain(problem.message);
    if (!front()) state.textContent = problem.message;
  }
}
