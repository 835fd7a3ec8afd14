"""Guards over the conversation: domain.yml, data/ and the Python that names its parts."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping

import whatsapp_limits
import yaml

# Rasa asks for these by itself, under these very names.
RASA_USES = {"utter_default", "utter_restart", "utter_ask_rephrase"}
RASA_INTENTS = {"nlu_fallback", "out_of_scope", "back", "restart", "session_start"}
_RESPONSE_NAME = re.compile(r"utter_[a-z0-9_]+")
_PAYLOAD_INTENT = re.compile(r"/([a-z_]\w*)")
# Each pattern with the words that make the sentence an honest one after all.
PROMISES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"anonim (sepenuhnya|total|penuh|100)", ()),
    (r"100 ?(%|persen) (anonim|rahasia|aman)", ()),
    (r"\blaporan polisi\b", ("bukan", "belum", "spkt", "datang")),
    (r"\bpasti (di)?(tangkap|proses|temukan|tindak|selesai)", ()),
    (r"\b(polisi|petugas) (akan )?segera (datang|tiba|meluncur)", ()),
    (r"\bkami jamin\b|\bdijamin\b", ("tidak dapat dijamin", "tidak bisa dijamin")),
)


@dataclass(frozen=True)
class Talk:
    """Everything a guard looks at: YAML documents and Python sources by their path from the root."""

    documents: Mapping[str, Any]
    python: Mapping[str, str] = field(default_factory=dict)


def read(root: Path) -> Talk:
    """Reads domain.yml, data/, the test conversations, actions/ and banpol/."""
    yamls = [
        root / "domain.yml",
        *(root / "data").rglob("*.yml"),
        *(root / "tests/conversation").rglob("*.yml"),
    ]
    pythons = [path for room in ("actions", "banpol") for path in (root / room).rglob("*.py")]

    def name(path: Path) -> str:
        return path.relative_to(root).as_posix()

    return Talk(
        {
            name(path): yaml.safe_load(path.read_text("utf-8")) or {}
            for path in sorted(yamls)
            if path.is_file()
        },
        {name(path): path.read_text("utf-8") for path in sorted(pythons)},
    )


def _sections(talk: Talk, key: str) -> Iterator[tuple[str, Any]]:
    """File and content of one top-level section, wherever it occurs."""
    for file, document in talk.documents.items():
        if isinstance(document, dict) and document.get(key):
            yield file, document[key]


def _variations(talk: Talk) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """File, response id and each of its variations."""
    for file, responses in _sections(talk, "responses"):
        for name, variations in responses.items():
            yield from ((file, name, variation) for variation in variations or [])


def responses(talk: Talk) -> list[str]:
    """Ids of all responses, one for each place that defines it."""
    return [name for _, section in _sections(talk, "responses") for name in section]


def intents(talk: Talk) -> set[str]:
    """Names of the intents of the domain."""
    entries = [entry for _, section in _sections(talk, "intents") for entry in section]
    return {next(iter(entry)) if isinstance(entry, dict) else str(entry) for entry in entries}


def _strings(value: Any) -> Iterator[str]:
    """Every string, key or value, inside a YAML document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(key)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _python_strings(talk: Talk) -> Iterator[tuple[str, str, bool]]:
    """File, text and whether it is only a beginning (f"utter_{kind}"), of every string in Python."""
    for file, source in talk.python.items():
        nodes = list(ast.walk(ast.parse(source)))
        pieces = {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
        for node in nodes:
            if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                yield file, str(node.values[0].value), len(node.values) > 1
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
                yield file, node.value, node.value.endswith("_")


def _python_names(talk: Talk) -> Iterator[tuple[str, str, bool]]:
    """File, response id (or its beginning) and whether it is a beginning, as Python names them."""
    for file, text, beginning in _python_strings(talk):
        if _RESPONSE_NAME.fullmatch(text):
            yield file, text, beginning


def _yaml_names(talk: Talk) -> Iterator[tuple[str, str]]:
    """File and response id, as rules, stories, forms and word tables name them."""
    for file, document in talk.documents.items():
        if not isinstance(document, dict):
            continue
        kept = {key: value for key, value in document.items() if key not in ("responses", "actions", "nlu")}
        yield from ((file, text) for text in _strings(kept) if _RESPONSE_NAME.fullmatch(text))


def _form_names(talk: Talk) -> set[str]:
    """The ids that Rasa's forms ask with, for every form and required slot."""
    names: set[str] = set()
    for _, section in _sections(talk, "forms"):
        for form, content in section.items():
            for slot in (content or {}).get("required_slots", []):
                names |= {f"utter_ask_{form}_{slot}", f"utter_ask_{slot}"}
    return names


def double_response_ids(talk: Talk) -> list[str]:
    """Of two responses with one id Rasa keeps one without a word."""
    return [
        f"{name} is defined {times} times" for name, times in Counter(responses(talk)).items() if times > 1
    ]


def unused_responses(talk: Talk) -> list[str]:
    """A sentence that nothing says is never read again, and never corrected."""
    beginnings = tuple(name for _, name, beginning in _python_names(talk) if beginning)
    used = {name for _, name, beginning in _python_names(talk) if not beginning}
    used |= {name for _, name in _yaml_names(talk)} | _form_names(talk) | RASA_USES
    # Notes of the conversation (`noting("ganti_lokasi")`) name a response without its prefix.
    used |= {f"utter_{text}" for _, text, _ in _python_strings(talk) if "_" in text}
    unused = (name for name in responses(talk) if name not in used)
    return [f"{name} is said nowhere" for name in unused if not name.startswith(beginnings or ("\0",))]


def unknown_responses(talk: Talk) -> list[str]:
    """A name without a response leaves the citizen without an answer."""
    known = set(responses(talk))
    wrong = [(file, name) for file, name in _yaml_names(talk) if name not in known]
    for file, name, beginning in _python_names(talk):
        if not (any(known_one.startswith(name) for known_one in known) if beginning else name in known):
            wrong.append((file, name))
    return [f"{file} names {name}, which has no text" for file, name in sorted(set(wrong))]


def unused_intents(talk: Talk) -> list[str]:
    """An intent that nothing answers swallows what people say."""
    used = RASA_INTENTS.copy()
    for key in ("rules", "stories", "forms", "slots"):
        used |= {text.strip("/") for _, section in _sections(talk, key) for text in _strings(section)}
    used |= {text.lstrip("/") for _, text, _ in _python_strings(talk)}
    return [f"intent {name} is answered nowhere" for name in sorted(intents(talk) - used)]


def unknown_intents_in_buttons(talk: Talk) -> list[str]:
    """A button whose payload names no intent does nothing when it is tapped."""
    known = intents(talk) | RASA_INTENTS
    wrong = []
    for file, name, variation in _variations(talk):
        for button in variation.get("buttons") or []:
            match = _PAYLOAD_INTENT.match(str(button.get("payload", "")))
            if not match or match.group(1) not in known:
                wrong.append(f"{file}: {name}, button {button.get('title')!r} leads to no intent")
    return wrong


def double_names(talk: Talk) -> list[str]:
    """Two rules or stories of one name cannot be told apart, nor two test conversations."""
    names: Counter[tuple[str, str]] = Counter()
    for key, item in (("rules", "rule"), ("stories", "story")):
        for file, section in _sections(talk, key):
            names.update((file.split("/")[0], entry.get(item, "")) for entry in section)
    return [f"{times} in {where}/ are named {name!r}" for (where, name), times in names.items() if times > 1]


def over_whatsapp_limits(talk: Talk) -> list[str]:
    """What is longer than WhatsApp allows is refused there, in front of the citizen."""
    return [
        f"{file}: {name}: {complaint}"
        for file, name, variation in _variations(talk)
        for complaint in whatsapp_limits.complaints(variation)
    ]


def forbidden_promises(talk: Talk) -> list[str]:
    """What the police have not promised, and full anonymity, which WhatsApp cannot give."""
    return [
        f"{file}: {name} promises: {sentence!r}"
        for file, name, variation in _variations(talk)
        for sentence in re.split(r"(?<=[.!?])\s+|\n", str(variation.get("text", "")))
        if _promises(re.sub(r"[*_~]", "", sentence).lower())
    ]


def _promises(sentence: str) -> bool:
    return any(
        re.search(pattern, sentence) and not any(word in sentence for word in honest)
        for pattern, honest in PROMISES
    )


GUARDS: tuple[Callable[[Talk], list[str]], ...] = (
    double_response_ids,
    unused_responses,
    unknown_responses,
    unused_intents,
    unknown_intents_in_buttons,
    double_names,
    over_whatsapp_limits,
    forbidden_promises,
)
