// Sheets: the browser's own modal dialog keeps the focus inside and closes on Escape.

import { element, icon } from "./elements.js";

/** Opens a sheet at the lower edge of `anchor`; `fill` gets the function that closes it and returns nodes. */
export function openSheet(anchor, title, fill) {
  const opener = document.activeElement;
  const close = () => dialog.close();
  const heading = element("h2", { class: "sheet-title", id: "sheet-title" }, title);
  const cross = element(
    "button",
    { class: "round", type: "button", "aria-label": "Tutup", on: { click: close } },
    icon("close"),
  );
  const head = element("div", { class: "sheet-head" }, heading, cross);
  const dialog = element("dialog", { class: "sheet", "aria-labelledby": "sheet-title" }, head, ...fill(close));
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (opener?.isConnected) opener.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  place(dialog, anchor);
  dialog.showModal();
  dialog.querySelector("[autofocus], .sheet-row, input")?.focus();
}

function place(dialog, anchor) {
  const { left, bottom, width } = anchor.getBoundingClientRect();
  dialog.style.left = `${left}px`;
  dialog.style.width = `${width}px`;
  dialog.style.bottom = `${Math.max(0, window.innerHeight - bottom)}px`;
}

/** One line of a sheet that can be chosen. */
export function sheetRow(title, description, iconName, chosen) {
  const lines = element("span", {}, title, description ? element("small", {}, description) : null);
  const drawn = iconName ? icon(iconName) : null;
  return element("button", { class: "sheet-row", type: "button", on: { click: chosen } }, drawn, lines);
}

/** An input with its label above. */
export function field(label, properties) {
  const { wide, ...rest } = properties;
  return element("label", wide ? { class: "wide" } : {}, label, element("input", { autocomplete: "off", ...rest }));
}
