// Sheets for what one wrote oneself: change it, take it back, fill in a form.

import { element } from "./elements.js";
import { field, openSheet, sheetRow } from "./sheet.js";

const CHANGEABLE = new Set(["text", "image", "video", "document"]);

/** For a message of one's own; `acts` are `edit` (gets the new words) and `revoke`. */
export function changeSheet(anchor, message, acts) {
  openSheet(anchor, "Pesan Anda", (close) => {
    const remove = sheetRow("Hapus untuk semua orang", "", "gone", () => {
      close();
      acts.revoke();
    });
    return CHANGEABLE.has(message.type) ? [editForm(message, close, acts.edit), remove] : [remove];
  });
}

function editForm(message, close, edit) {
  const form = element(
    "form",
    { class: "sheet-form" },
    field("Tulis ulang", { name: "words", wide: true, required: true, maxlength: 4096, value: message.text }),
    element("button", { class: "wide", type: "submit" }, "Simpan perubahan"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    close();
    edit(new FormData(form).get("words"));
  });
  return form;
}

/** A form of the service. Its pages are at Meta; what is typed here goes back as one field. */
export function formSheet(anchor, message, send) {
  openSheet(anchor, message.link_label || "Formulir", (close) => {
    const form = element(
      "form",
      { class: "sheet-form" },
      field("Isian", { name: "isian", wide: true, required: true, maxlength: 1000 }),
      element("button", { class: "wide", type: "submit" }, "Kirim formulir"),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      close();
      send({ isian: new FormData(form).get("isian") });
    });
    return [element("p", { class: "sheet-note" }, "Halaman formulir yang asli ada di Meta."), form];
  });
}
