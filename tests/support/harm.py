"""What in a page could run or lead away, found by parsing it as a browser would."""

from __future__ import annotations

import re
from html.parser import HTMLParser

ADDRESSES = ("href", "src", "action", "formaction", "data", "srcdoc", "style", "xlink:href")
_FOREIGN = ("iframe", "object", "embed", "base", "style", "math", "animate", "marquee")


class Harm(HTMLParser):
    """Collects whatever in a page could run or lead away in `found`."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _FOREIGN:
            self.found.append(tag)
        if tag == "template" and given != {"id": "baris"}:  # the queue has this one of its own
            self.found.append(tag)
        if tag == "script" and not re.fullmatch(r"/statis/[a-z_]+\.js", given.get("src", "")):
            self.found.append(f"script {given}")
        self.found += [f"{tag} {name}" for name in given if name.startswith("on")]
        for name in ADDRESSES:
            away = name in given and not re.match(r"[/#?]", given[name] or "#")
            if away or given.get(name, "").startswith("//"):
                self.found.append(f"{tag} {name}={given[name]}")
