// Makes elements without any markup in strings: what a message says can never become part of the page.

const SVG = "http://www.w3.org/2000/svg";

/** An element with properties (`class`, `on` for listeners, else attributes) and children (nodes or text). */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "on") {
      for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(key, value === true ? "" : String(value));
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

const LINES = {
  send: "M4 12 20 4l-4.5 16-3.8-6.6L4 12Zm7.7 1.4L20 4",
  add: "M12 5v14M5 12h14",
  microphone: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3Zm-6.5 8a6.5 6.5 0 0 0 13 0M12 17.5V21",
  pin: "M12 21c4.5-5 7-8.3 7-11.5A7 7 0 0 0 5 9.5C5 12.7 7.5 16 12 21Zm0-9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  picture: "M4 5h16v14H4Zm0 11 5-5 4 4 3-3 4 4M15.5 9.5h.01",
  film: "M4 6h11v12H4Zm11 4 5-3v10l-5-3",
  paper: "M6 3h8l4 4v14H6ZM14 3v4h4M9 12h6M9 16h6",
  sticker: "M5 4h14v9l-6 7H5Zm8 16v-7h6",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  face: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-3.5 11a4.5 4.5 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
  down: "M12 5v14m-6-6 6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  link: "M10 6H5v13h13v-5M13 5h6v6M19 5l-9 9",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  gone: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-6.4 2.6 12.8 12.8",
  reply: "M10 6 4 12l6 6M4 12h9a7 7 0 0 1 7 7",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8a7.5 7.5 0 0 1 15 0",
};

/** One of our own line drawings; always decoration, never the only name of something. */
export function icon(name) {
  return drawing("0 0 24 24", [LINES[name]], "");
}

const TICKS = { sent: ["M2 7l4 4 7-9"], delivered: ["M1 7l4 4 7-9", "M8 10l1 1 7-9"] };
const TICK_NAMES = { accepted: "menunggu", sent: "terkirim", delivered: "diterima", read: "dibaca" };

/** How far a message of our own has got. */
export function ticks(status) {
  const paths = status === "sent" || status === "accepted" ? TICKS.sent : TICKS.delivered;
  const drawn = drawing("0 0 17 12", paths, TICK_NAMES[status] ?? "");
  drawn.setAttribute("class", `ticks ${status}`);
  return drawn;
}

function drawing(box, paths, name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", box);
  svg.setAttribute("fill", "none");
  svg.setAttribute("stroke", "currentColor");
  svg.setAttribute("stroke-width", "1.8");
  svg.setAttribute("stroke-linecap", "round");
  svg.setAttribute("stroke-linejoin", "round");
  svg.setAttribute(name ? "role" : "aria-hidden", name ? "img" : "true");
  if (name) svg.setAttribute("aria-label", name);
  for (const line of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", line);
    svg.append(path);
  }
  return svg;
}
