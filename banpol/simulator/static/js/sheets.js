// What the sheets offer: places, attachments, reactions, the rows of a list, a new phone.

import { element } from "./elements.js";
import { PLACES } from "./places.js";
import { field, openSheet, sheetRow } from "./sheet.js";

const EMOJIS = [
  ["👍", "jempol"],
  ["❤️", "hati"],
  ["🙏", "terima kasih"],
  ["😂", "tertawa"],
  ["😮", "terkejut"],
  ["😢", "sedih"],
];

/** The rows of a list message; `choose` gets the row. */
export function listSheet(anchor, message, choose) {
  openSheet(anchor, message.list_label, (close) =>
    message.options.flatMap((option, position) => {
      const begins = option.section && option.section !== message.options[position - 1]?.section;
      const row = sheetRow(option.title, option.description, null, () => {
        close();
        choose(option);
      });
      return begins ? [element("h3", { class: "sheet-section" }, option.section), row] : [row];
    }),
  );
}

/** Known places and free coordinates; `choose` gets {lat, lon, name}. */
export function placeSheet(anchor, choose) {
  openSheet(anchor, "Kirim lokasi", (close) => {
    const send = (place) => {
      close();
      choose(place);
    };
    const rows = PLACES.map((place) =>
      sheetRow(place.name, `${place.lat.toFixed(4)}, ${place.lon.toFixed(4)}`, "pin", () => send(place)),
    );
    return [
      ...rows,
      element("h3", { class: "sheet-section" }, "Titik lain"),
      coordinateForm(send),
    ];
  });
}

function coordinateForm(send) {
  const number = { required: true, type: "number", step: "any", inputmode: "text" };
  const form = element(
    "form",
    { class: "sheet-form" },
    field("Lintang (latitude)", { ...number, name: "lat", min: -90, max: 90, placeholder: "-2.9917" }),
    field("Bujur (longitude)", { ...number, name: "lon", min: -180, max: 180, placeholder: "104.7636" }),
    element("button", { class: "wide", type: "submit" }, "Kirim titik ini"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new FormData(form);
    send({ lat: Number(given.get("lat")), lon: Number(given.get("lon")), name: "" });
  });
  return form;
}

/** What can be attached; each choice is one of the `actions`. */
export function attachSheet(anchor, actions) {
  const rows = [
    ["Lokasi", "", "pin", "place"],
    ["Foto dari perangkat ini", "", "picture", "photo"],
    ["Contoh foto", "gambar kecil buatan simulator", "picture", "samplePhoto"],
    ["Contoh video", "", "film", "sampleVideo"],
    ["Contoh pesan suara", "beberapa detik hening", "microphone", "sampleVoice"],
    ["Dokumen dari perangkat ini", "", "paper", "document"],
    ["Contoh dokumen", "PDF satu halaman", "paper", "sampleDocument"],
    ["Contoh stiker", "", "sticker", "sampleSticker"],
    ["Contoh kontak", "nama dan nomor rekaan", "person", "sampleContact"],
  ];
  openSheet(anchor, "Lampirkan", (close) => [
    element("p", { class: "sheet-note" }, "Teks yang sudah diketik menjadi keterangan foto, video, atau dokumen."),
    ...rows.map(([title, description, drawn, action]) =>
      sheetRow(title, description, drawn, () => {
        close();
        actions[action]();
      }),
    ),
  ]);
}

/** A reaction, or a reply; `choose` gets the emoji, or "" to take it back. */
export function reactionSheet(anchor, current, choose, answer) {
  openSheet(anchor, "Beri reaksi", (close) => {
    const pick = (emoji) => () => {
      close();
      choose(emoji);
    };
    const buttons = EMOJIS.map(([emoji, name]) =>
      element("button", { type: "button", "aria-label": name, on: { click: pick(emoji) } }, emoji),
    );
    const row = element("div", { class: "emojis" }, ...buttons);
    const reply = sheetRow("Balas pesan ini", "", "reply", () => {
      close();
      answer();
    });
    return current ? [row, sheetRow(`Hapus reaksi ${current}`, "", "close", pick("")), reply] : [row, reply];
  });
}

/** A new phone; `choose` gets {name, number, hide_number}. */
export function newPhoneSheet(anchor, choose) {
  openSheet(anchor, "Tambah telepon", (close) => {
    const hidden = element("input", { type: "checkbox", name: "hide_number" });
    const form = element(
      "form",
      { class: "sheet-form" },
      field("Nama", { name: "name", wide: true, maxlength: 60, placeholder: "Warga", autofocus: true }),
      field("Nomor (kosongkan untuk nomor rekaan)", { name: "number", wide: true, type: "tel", placeholder: "0812-0000-0002" }),
      element("label", { class: "wide tick-box" }, hidden, "Tanpa nomor, hanya nama pengguna"),
      element("button", { class: "wide", type: "submit" }, "Tambah"),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = new FormData(form);
      close();
      choose({ name: given.get("name"), number: given.get("number"), hide_number: hidden.checked });
    });
    return [form];
  });
}
