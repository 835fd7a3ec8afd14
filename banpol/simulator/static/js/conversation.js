// The list of messages on one phone: grows at its end, keeps its place, knows what has not been seen.

import { bubble } from "./bubble.js";
import { element, icon } from "./elements.js";
import { dayName } from "./times.js";

const NEAR_END = 60;
// They change another message and are none themselves.
const UNSEEN = new Set(["reaction", "edit", "revoke"]);

/** Tells `seen` when the newest message comes into sight; `unread` is how many have not been. */
export class Conversation extends EventTarget {
  unread = 0;
  #acts;
  #messages;
  #shown = new Map();
  #last = null;
  #settled = false;
  #following = true;
  #firstUnread = null;

  constructor(messages, acts) {
    super();
    this.#messages = messages;
    this.#acts = acts;
    this.log = element("div", {
      class: "log",
      role: "log",
      "aria-label": "Percakapan dengan Banpol",
      tabindex: 0,
      on: { scroll: () => this.#scrolled() },
    });
    // A picture gets its height only when it has come; whoever stood at the end stays there.
    this.log.addEventListener("load", () => this.stay(), true);
    this.empty = element("p", { class: "empty" }, "Tulis pesan untuk memulai, misalnya: halo");
    this.log.append(this.empty);
    this.count = element("span", { class: "count" });
    this.toEnd = element(
      "button",
      { class: "to-end", type: "button", "aria-label": "Ke pesan terbaru", hidden: true, on: { click: () => this.end() } },
      this.count,
      icon("down"),
    );
  }

  /** Shows a message, new or changed. */
  show(message) {
    if (UNSEEN.has(message.type)) return;
    const known = this.#shown.get(message.id);
    if (known) {
      this.#change(message, known);
      return;
    }
    this.empty.remove();
    this.#separate(message);
    const drawn = this.#draw(message);
    this.log.append(drawn);
    this.#shown.set(message.id, { drawn, look: look(message), newSpeaker: this.#newSpeaker(message) });
    this.#markChosen(message);
    this.#last = message;
    if (message.direction === "out") this.#received(message, drawn);
    else if (this.#settled) this.end();
  }

  /** All that was there before has been shown: begins with what has not been read yet, or at the end. */
  settle() {
    if (this.#settled) return;
    this.#settled = true;
    if (!this.#firstUnread) {
      this.end();
      return;
    }
    const line = element("p", { class: "unread-line" }, "Pesan belum dibaca");
    this.#firstUnread.before(line);
    line.scrollIntoView({ block: "start" });
    this.#scrolled();
  }

  /** Goes to the newest message again if that is where it was. */
  stay() {
    if (this.#settled && this.#following) this.end();
    else this.#look();
  }

  /** Goes to the newest message. */
  end() {
    this.log.scrollTop = this.log.scrollHeight;
    this.#scrolled();
  }

  /** Shows whether something new came that nobody has looked at yet; called when the phone comes into sight. */
  look() {
    this.#look();
  }

  #received(message, drawn) {
    if (message.status !== "failed" && message.status !== "read") {
      this.unread += 1;
      this.#firstUnread ??= drawn;
    }
    if (this.#settled) this.stay();
  }

  #scrolled() {
    this.#following = this.#atEnd();
    this.#look();
  }

  #change(message, known) {
    if (known.look === look(message)) return;
    known.look = look(message);
    const drawn = this.#draw(message, known.newSpeaker);
    known.drawn.replaceWith(drawn);
    known.drawn = drawn;
  }

  #draw(message, newSpeaker = this.#newSpeaker(message)) {
    const quoted = message.direction === "in" || message.context_id ? this.#messages.get(message.context_id) : null;
    return bubble(message, { quoted, newSpeaker, acts: this.#acts });
  }

  #newSpeaker(message) {
    return this.#last?.direction !== message.direction;
  }

  #separate(message) {
    const day = dayName(message.at);
    if (!this.#last || dayName(this.#last.at) !== day) this.log.append(element("p", { class: "day" }, day));
  }

  #markChosen(message) {
    const target = message.chosen_id && this.#shown.get(message.context_id)?.drawn;
    for (const button of target ? target.querySelectorAll("[data-option]") : []) {
      if (button.dataset.option === message.chosen_id) button.setAttribute("aria-pressed", "true");
    }
  }

  #atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END;
  }

  #look() {
    const visible = document.visibilityState === "visible" && this.log.offsetParent !== null;
    if (visible && this.#settled && this.#atEnd()) {
      this.unread = 0;
      this.dispatchEvent(new Event("seen"));
    }
    this.toEnd.hidden = !visible || this.#atEnd();
    this.count.hidden = !this.unread;
    this.count.textContent = String(this.unread);
    this.dispatchEvent(new Event("unread"));
  }
}

/** What changes the drawing of a message; a received one shows no ticks. */
function look({ status, reaction, direction, text, edited, revoked }) {
  return `${direction === "in" || status === "failed" ? status : ""}|${reaction}|${revoked}|${edited ? text : ""}`;
}
