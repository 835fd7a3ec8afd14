// One message as it is seen in the conversation.

import { fileAddress } from "./api.js";
import { element, icon, ticks } from "./elements.js";
import { formatted, link } from "./formatting.js";
import { clockTime, phoneNumber } from "./times.js";

/** The message's element. `quoted` is the message it answers; `acts` are the phone's doings. */
export function bubble(message, { quoted, newSpeaker, acts }) {
  const own = message.direction === "in";
  if (message.status === "failed") return failed(message);
  if (message.revoked) return revoked(message, own, newSpeaker);
  const classes = ["turn", message.type, own && "own", newSpeaker && "new-speaker", message.reaction && "reacted"];
  const body = element(
    "div",
    { class: "bubble" },
    element("span", { class: "hidden-text" }, own ? "Anda: " : "Banpol: "),
    quoted ? quote(quoted) : null,
    header(message),
    ...content(message),
    message.footer && !own ? element("p", { class: "bubble-footer" }, message.footer) : null,
    meta(message, own),
    message.reaction ? element("span", { class: "reaction", "aria-label": "reaksi" }, message.reaction) : null,
  );
  return element(
    "div",
    { class: classes.filter(Boolean).join(" "), "data-id": message.id },
    body,
    own ? changeButton(message, acts) : reactButton(message, acts),
    choices(message, acts),
  );
}

/** What was taken back leaves a line in its place. */
function revoked(message, own, newSpeaker) {
  const words = own ? "Anda menghapus pesan ini" : "Pesan ini telah dihapus";
  const line = element("p", { class: "words gone" }, icon("gone"), words);
  const classes = ["turn", own && "own", newSpeaker && "new-speaker"].filter(Boolean).join(" ");
  return element("div", { class: classes, "data-id": message.id }, element("div", { class: "bubble" }, line, meta(message, own)));
}

function failed(message) {
  const reason = message.error_code === 131047 ? "lewat 24 jam sejak pesan terakhir warga" : "ditolak";
  const words = `Pesan layanan tidak sampai: ${reason} (${message.error_code})`;
  return element("p", { class: "lost", "data-id": message.id }, words);
}

function quote(message) {
  const words = message.text || message.location?.name || QUOTED[message.type] || "Pesan";
  const who = element("b", {}, message.direction === "in" ? "Anda" : "Banpol");
  return element("div", { class: "quote" }, who, element("p", {}, ...formatted(words.split("\n")[0])));
}

const QUOTED = { image: "Foto", video: "Video", voice: "Pesan suara", audio: "Suara", document: "Dokumen", sticker: "Stiker", location: "Lokasi" };

function header({ header, header_kind: kind, header_media: media }) {
  if (!header) return null;
  const kept = media && !media.startsWith("http");
  if (kind === "image" && kept) return element("img", { class: "picture", src: fileAddress(media), alt: "Gambar" });
  if (kind) return card(...HEADERS[kind], kept ? fileAddress(media) : media);
  return element("p", { class: "bubble-header" }, header);
}

const HEADERS = { image: ["picture", "Gambar", ""], video: ["film", "Video", ""], document: ["paper", "Dokumen", ""] };

function meta(message, own) {
  const time = element("time", { datetime: message.at }, clockTime(message.at));
  const edited = message.edited ? element("span", {}, "Diedit") : null;
  return element("p", { class: "meta" }, edited, time, own ? ticks(message.status) : null);
}

function content(message) {
  const words = message.text ? element("p", { class: "words" }, ...formatted(message.text)) : null;
  const shape = SHAPES[message.type];
  return shape ? [shape(message), TEXT_IN_CARD.has(message.type) ? null : words] : [words];
}

const TEXT_IN_CARD = new Set(["contacts", "unsupported", "flow_reply", "request_welcome"]);
const SHAPES = {
  image: (message) => picture(message, "picture", message.text ? `Foto: ${message.text}` : "Foto"),
  sticker: (message) => picture(message, "picture sticker", "Stiker"),
  voice: sound,
  audio: sound,
  video: (message) => card("film", "Video", message.media?.name, address(message)),
  document: (message) => card("paper", message.media?.name || "Dokumen", typeName(message.media), address(message)),
  location: place,
  contacts: (message) => card("person", message.text, message.contact_number ? phoneNumber(message.contact_number) : "Kontak"),
  flow_reply: (message) => card("list", "Formulir terkirim", filledIn(message)),
  request_welcome: () => element("p", { class: "words gone" }, "Percakapan dibuka"),
  unsupported: (message) => card("close", "Jenis pesan lain", `tidak diteruskan WhatsApp (${message.text})`),
};

const address = (message) => (message.media ? fileAddress(message.media.id) : message.link?.url);

const filledIn = ({ answers }) =>
  Object.entries(answers).flatMap(([name, value]) => (name === "flow_token" ? [] : [String(value)])).join(" · ");

function picture(message, name, description) {
  if (!message.media) return card("picture", description, message.link?.url, message.link?.url);
  return element("img", { class: name, src: address(message), alt: description });
}

function sound(message) {
  if (!message.media) return card("microphone", "Suara", message.link?.url, message.link?.url);
  const label = message.type === "voice" ? "Pesan suara" : "Suara";
  return element("audio", { class: "sound", controls: true, preload: "metadata", src: address(message), "aria-label": label });
}

/** No map is fetched from anywhere; the streets are only drawn. */
function place({ location }) {
  const coordinates = `${location.lat.toFixed(5)}, ${location.lon.toFixed(5)}`;
  const lines = element("span", { class: "card-lines" }, location.name || "Lokasi", element("small", {}, coordinates));
  const streets = element("div", { class: "streets" }, icon("pin"));
  return element("div", { class: "place" }, streets, lines);
}

const typeName = (media) => (media?.name?.includes(".") ? media.name.split(".").pop().toUpperCase() : media?.mime_type);

function card(drawn, title, description, href) {
  const lines = element("span", { class: "card-lines" }, title, description ? element("small", {}, description) : null);
  const properties = { class: "card" };
  if (!href) return element("div", properties, icon(drawn), lines);
  const linked = link(href, "", properties);
  linked.append(icon(drawn), lines);
  return linked;
}

function reactButton(message, acts) {
  const click = () => acts.react(message);
  return element(
    "button",
    { class: "react", type: "button", "aria-label": "Beri reaksi pada pesan ini", on: { click } },
    icon("face"),
  );
}

/** A citizen can answer nothing of their own, but change it and take it back. */
function changeButton(message, acts) {
  const click = () => acts.change(message);
  return element(
    "button",
    { class: "react", type: "button", "aria-label": "Ubah atau hapus pesan ini", on: { click } },
    icon("more"),
  );
}

function choices(message, acts) {
  const buttons = [];
  if (message.list_label) {
    buttons.push(choice(message.list_label, "list", () => acts.openList(message)));
  } else {
    for (const option of message.options) {
      buttons.push(choice(option.title, null, () => acts.tap(message, option), option.id));
    }
  }
  if (message.type === "location_request") buttons.push(choice("Kirim lokasi", "pin", acts.sendPlace));
  if (message.type === "contact_request") buttons.push(choice("Bagikan nomor", "person", acts.sendNumber));
  if (message.type === "flow") buttons.push(choice(message.link_label || "Buka formulir", "list", () => acts.openForm(message)));
  if (message.link && message.type === "interactive") buttons.push(linkChoice(message.link));
  if (!buttons.length) return null;
  return element("div", { class: "choices", role: "group", "aria-label": "Pilihan" }, ...buttons);
}

function choice(title, drawn, click, id) {
  const properties = { class: "choice", type: "button", "data-option": id, on: { click } };
  return element("button", properties, drawn ? icon(drawn) : null, element("span", {}, title));
}

function linkChoice({ url, label }) {
  const linked = link(url, "", { class: "choice" });
  linked.append(icon("link"), label);
  return linked;
}
