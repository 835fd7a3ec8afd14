// What the page knows; the simulator is the truth, and everything is loaded again after a lost connection.

import { allMessages, allPhones } from "./api.js";

const RANKS = ["accepted", "sent", "delivered", "read", "failed"];
const rank = (message) => (message ? RANKS.indexOf(message.status) : -1);

/**
 * Tells `phone` (a new or changed one), `message` (with its phone), `moved` (a phone has another number),
 * `online` and `offline` to its listeners.
 */
export class Store extends EventTarget {
  phones = new Map();
  #waiting = null;

  /** Listens to the simulator from now on. */
  connect() {
    const source = new EventSource("/sim/events");
    source.addEventListener("ready", () => this.#load());
    source.addEventListener("error", () => this.#tell("offline"));
    source.addEventListener("message", (event) => this.#take(JSON.parse(event.data)));
  }

  /** Notes a phone and tells about it. */
  keepPhone(facts) {
    const known = this.phones.get(facts.id);
    this.phones.set(facts.id, { messages: new Map(), ...known, facts });
    this.#tell("phone", { phone: facts.id });
  }

  /** Notes a message and tells about it. */
  keepMessage(phone, message) {
    const messages = this.phones.get(phone)?.messages;
    // An answer to our own request may come after the news of what happened next.
    if (!messages || rank(message) < rank(messages.get(message.id))) return;
    messages.set(message.id, message);
    this.#tell("message", { phone, message });
  }

  async #load() {
    // What is told while we load is newer than what we load, so it is applied afterwards.
    this.#waiting = [];
    try {
      for (const facts of await allPhones()) {
        this.keepPhone(facts);
        for (const message of await allMessages(facts.id)) this.keepMessage(facts.id, message);
      }
    } catch {
      this.#tell("offline");
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting.forEach((event) => this.#take(event));
    this.#tell("online");
  }

  #take(event) {
    if (this.#waiting) {
      this.#waiting.push(event);
    } else if (event.kind === "message") {
      this.keepMessage(event.phone, event.message);
    } else if (event.kind === "phone") {
      this.keepPhone(event.facts);
    } else if (event.kind === "moved") {
      this.#tell("moved", { old: event.old, phone: event.phone });
    } else if (event.kind === "typing" && this.phones.has(event.phone)) {
      this.keepPhone({ ...this.phones.get(event.phone).facts, typing: event.on });
    }
  }

  #tell(kind, detail = {}) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}
