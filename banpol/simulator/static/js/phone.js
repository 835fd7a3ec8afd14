// One phone: its head, its conversation, and what its owner can do.

import { markRead, Problem, sendTurn } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { element } from "./elements.js";
import { changeSheet, formSheet } from "./own_sheets.js";
import { listSheet, placeSheet, reactionSheet } from "./sheets.js";
import { phoneNumber } from "./times.js";

const TYPING_MS = 25000;

/** `keep` notes a message that the simulator has accepted. */
export class PhoneView {
  #id;
  #keep;
  #messages;
  #unseen = false;
  #typingEnds = 0;

  constructor(facts, messages, keep) {
    this.#id = facts.id;
    this.#keep = keep;
    this.#messages = messages;
    this.element = element("section", { class: "phone", id: `phone-${facts.id}`, "aria-label": `Telepon ${facts.name}` });
    const sendPlace = () => placeSheet(this.element, (place) => this.#send({ type: "location", ...place }));
    this.conversation = new Conversation(messages, {
      tap: (message, option) => this.#tap(message, option),
      openList: (message) => listSheet(this.element, message, (option) => this.#tap(message, option)),
      react: (message) => this.#react(message),
      change: (message) => this.#change(message),
      openForm: (message) => formSheet(this.element, message, (answers) => this.#send({ type: "flow", answers })),
      sendNumber: () => this.#send({ type: "contacts", content: facts.name, number: facts.number }),
      sendPlace,
    });
    this.conversation.addEventListener("seen", () => this.#seen());
    this.composer = new Composer(this.element, { send: (turn) => this.#send(turn), sendPlace });
    this.bill = element("small", { class: "head-bill", title: "Pesan layanan yang masuk tagihan Meta" });
    this.line = element("p", { class: "head-line", "aria-live": "polite" });
    this.element.append(
      this.#head(facts),
      this.conversation.log,
      this.conversation.toEnd,
      this.composer.answering,
      this.composer.problem,
      this.composer.form,
    );
    this.update(facts);
    this.#count();
  }

  get id() {
    return this.#id;
  }

  /** Shows whether the service is typing; that ends by itself, as at WhatsApp. */
  update(facts) {
    clearTimeout(this.#typingEnds);
    this.line.textContent = facts.typing ? "sedang mengetik…" : "Layanan laporan";
    if (facts.typing) this.#typingEnds = setTimeout(() => this.update({ ...facts, typing: false }), TYPING_MS);
  }

  show(message) {
    this.conversation.show(message);
    this.#count();
    if (message.direction === "out" && message.status === "delivered") {
      this.#unseen = true;
      this.conversation.look();
    }
  }

  #head(facts) {
    const number = facts.hide_number ? "tanpa nomor" : phoneNumber(facts.number);
    return element(
      "header",
      { class: "head" },
      element("img", { class: "head-icon", src: "/static/icon.svg", alt: "" }),
      element("div", { class: "head-names" }, element("h2", { class: "head-name" }, "Banpol"), this.line),
      element("p", { class: "head-owner" }, element("b", {}, facts.name), number, this.bill),
    );
  }

  #count() {
    const billable = [...this.#messages.values()].filter((message) => message.billable).length;
    this.bill.textContent = `${billable} pesan berbayar`;
  }

  #tap(message, option) {
    const ids = { message_id: message.id, option_id: option.id };
    return this.#send({ type: option.kind === "button" ? "button" : "list", content: option.title, ...ids });
  }

  #react(message) {
    const react = (emoji) => this.#send({ type: "reaction", content: emoji, message_id: message.id });
    reactionSheet(this.element, message.reaction, react, () => {
      this.composer.answer(message);
      this.conversation.stay();
    });
  }

  #change(message) {
    const target = { message_id: message.id };
    changeSheet(this.element, message, {
      edit: (content) => this.#send({ type: "edit", content, ...target }),
      revoke: () => this.#send({ type: "revoke", ...target }),
    });
  }

  /** Whether the simulator took it. */
  async #send(turn) {
    try {
      this.#keep(await sendTurn(this.#id, turn));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.composer.complain(problem.message);
      return false;
    }
    this.composer.complain("");
    return true;
  }

  #seen() {
    if (!this.#unseen) return;
    this.#unseen = false;
    markRead(this.#id).catch(() => {
      this.#unseen = true;
    });
  }
}
