// Where one writes: Enter sends, Shift+Enter begins a new line; without words the button sends a sample of speech.

import { upload, Problem } from "./api.js";
import { element, icon } from "./elements.js";
import { formatted } from "./formatting.js";
import { asPhoto } from "./photo.js";
import { attachSheet } from "./sheets.js";

/** The form at the foot of a phone. `phone` is its element, `send` takes a turn, `sendPlace` asks for a place. */
export class Composer {
  #phone;
  #send;
  #answered = null;

  constructor(phone, { send, sendPlace }) {
    this.#phone = phone;
    this.#send = send;
    this.write = element("textarea", {
      class: "write",
      rows: 1,
      maxlength: 4096,
      placeholder: "Ketik pesan",
      "aria-label": "Ketik pesan",
      on: { input: () => this.#fit(), keydown: (event) => this.#key(event) },
    });
    this.answering = element("div", { class: "answering", hidden: true });
    this.problem = element("p", { class: "problem", role: "alert", hidden: true });
    this.button = element("button", { class: "round strong", type: "submit" });
    const attach = this.#round("Lampirkan", "add", () => attachSheet(this.#phone, this.#attachments(sendPlace)));
    this.form = element(
      "form",
      { class: "composer", on: { submit: (event) => this.#submit(event) } },
      element("div", { class: "field" }, attach, this.write),
      this.button,
    );
    this.#fit();
  }

  /** The next text answers this message; null for none. */
  answer(message) {
    this.#answered = message?.id ?? null;
    this.answering.replaceChildren();
    this.answering.hidden = !message;
    if (!message) return;
    const drop = this.#round("Batal membalas", "close", () => this.answer(null));
    const words = (message.text || "Pesan").split("\n")[0];
    this.answering.append(element("span", {}, element("b", {}, "Membalas Banpol"), element("small", {}, ...formatted(words))), drop);
    this.write.focus();
  }

  /** Shows why something did not work; an empty sentence takes it away. */
  complain(sentence) {
    this.problem.textContent = sentence;
    this.problem.hidden = !sentence;
  }

  #round(label, drawn, click) {
    return element("button", { class: "round", type: "button", "aria-label": label, on: { click } }, icon(drawn));
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (this.write.value.trim()) this.form.requestSubmit();
    }
  }

  async #submit(event) {
    event.preventDefault();
    const content = this.write.value.trim();
    if (!content) {
      await this.#send({ type: "audio", content: "pesan suara" });
      return;
    }
    const quoted = this.#answered ? { reply_to: this.#answered } : {};
    this.answer(null);
    this.#empty();
    // What could not be sent stands in the field again, unless something new was begun.
    if (!(await this.#send({ type: "text", content, ...quoted })) && !this.write.value) {
      this.write.value = content;
      this.#fit();
    }
  }

  #empty() {
    const words = this.write.value.trim();
    this.write.value = "";
    this.#fit();
    return words;
  }

  #fit() {
    this.write.style.height = "auto";
    this.write.style.height = `${this.write.scrollHeight}px`;
    const words = Boolean(this.write.value.trim());
    this.button.setAttribute("aria-label", words ? "Kirim" : "Kirim contoh pesan suara");
    this.button.replaceChildren(icon(words ? "send" : "microphone"));
  }

  #attachments(sendPlace) {
    const sample = (type, content) => () => this.#send({ type, content, caption: this.#empty() });
    return {
      place: sendPlace,
      photo: () => this.#choose("image/*", async (file) => this.#upload("image", await asPhoto(file))),
      document: () => this.#choose("", (file) => this.#upload("document", file)),
      samplePhoto: sample("image", `contoh foto ${Date.now()}`),
      sampleVideo: sample("video", "contoh video"),
      sampleVoice: () => this.#send({ type: "audio", content: "contoh pesan suara" }),
      sampleDocument: sample("document", "contoh dokumen"),
      sampleSticker: () => this.#send({ type: "sticker", content: "stiker" }),
      sampleContact: () => this.#send({ type: "contacts", content: "Budi Contoh", number: "081200000099" }),
    };
  }

  #choose(accept, taken) {
    const input = element("input", { type: "file", accept, hidden: true, "data-choose": accept || "any" });
    input.addEventListener("change", () => {
      const file = input.files[0];
      input.remove();
      if (file) taken(file);
    });
    input.addEventListener("cancel", () => input.remove());
    this.#phone.append(input);
    input.click();
  }

  async #upload(type, file) {
    try {
      if (!file) throw new Problem("Berkas ini bukan foto yang dapat dibaca.");
      const id = await upload(file, file.name);
      await this.#send({ type, file: id, name: file.name, caption: this.#empty() });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.complain(problem.message);
    }
  }
}
