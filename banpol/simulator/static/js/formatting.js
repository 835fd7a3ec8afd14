// WhatsApp's marks (*bold* _italic_ ~strike~ `mono` ```block```) and web addresses → nodes.

import { element } from "./elements.js";

const EDGE = "[\\p{L}\\p{N}]";
const STYLES = [
  { name: "code", mark: "`{3}", inside: "[\\s\\S]+?", deep: false },
  { name: "code", mark: "`", inside: "[^`\\n]+?", deep: false },
  { name: "strong", mark: "\\*", inside: "[^*\\n]+?", deep: true },
  { name: "em", mark: "_", inside: "[^_\\n]+?", deep: true },
  { name: "s", mark: "~", inside: "[^~\\n]+?", deep: true },
].map((style) => ({
  ...style,
  // A mark counts only at the edge of a word: 2*3*4 and nama_berkas_ini stay as they are.
  pattern: new RegExp(`(?<!${EDGE})${style.mark}(?!\\s)(${style.inside})(?<!\\s)${style.mark}(?!${EDGE})`, "u"),
}));
const ADDRESS = /\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/u;

/** The text as a list of nodes. */
export function formatted(text) {
  const found = first(text);
  if (!found) return text ? [document.createTextNode(text)] : [];
  const { index, length, node } = found;
  return [...formatted(text.slice(0, index)), node(), ...formatted(text.slice(index + length))];
}

function first(text) {
  const candidates = STYLES.map((style) => styled(style, text));
  const address = ADDRESS.exec(text);
  if (address) {
    candidates.push({ index: address.index, length: address[0].length, node: () => link(address[0]) });
  }
  return candidates.filter(Boolean).sort((one, other) => one.index - other.index)[0];
}

function styled(style, text) {
  const match = style.pattern.exec(text);
  if (!match) return null;
  const inside = match[1];
  const node = () => element(style.name, {}, ...(style.deep ? formatted(inside) : [inside]));
  return { index: match.index, length: match[0].length, node };
}

/** A link that opens elsewhere and tells nothing about this page. */
export function link(address, label = address, properties = {}) {
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer", ...properties }, label);
}
