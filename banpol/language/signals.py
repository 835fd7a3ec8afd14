"""Words that tell a team something by themselves: platforms, drugs, weapons, bank accounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from banpol.language.words import Canon, canon, words

_TABLE = Path(__file__).parent / "tables" / "tanda.yml"
_JOINT = re.compile(r"(?: (?:sama|sm|samo|dan|dn|atau|maupun|serta)|,|/) ?$")
_LABELS = ("narkotika", "senjata", "platform")
_NUMBER = r"\d{8,18}|\d{3,6}(?:[ .-]\d{2,6}){2,5}(?:[.-]\d(?!\d))?"


@dataclass(frozen=True)
class Signal:
    """A labelled stretch of the raw text: platform, narkotika, senjata or rekening."""

    label: str
    span: tuple[int, int]


@dataclass(frozen=True)
class _Patterns:
    words: dict[str, re.Pattern[str]]
    household: re.Pattern[str]
    doubtful: dict[str, frozenset[str]]
    before: dict[str, re.Pattern[str]]
    account: re.Pattern[str]


def find_accounts(text: str) -> list[Signal]:
    """Account numbers with the bank's name, or after a word for an account."""
    plain = canon(words(text))
    matches = _patterns().account.finditer(plain.text)
    spans = (match.span("all" if match["all"] else "all2") for match in matches)
    return [Signal("rekening", plain.span(*span)) for span in spans]


def find_signals(text: str) -> list[Signal]:
    """Every platform, drug and weapon in `text`, in reading order."""
    plain, table = canon(words(text)), _patterns()
    found: list[Signal] = []
    for label in _LABELS:
        for match in table.words[label].finditer(plain.text):
            if _meant(label, match, plain, table) or _listed(label, match, plain, found):
                found.append(Signal(label, plain.span(match.start("all"), match.end("all"))))
    found += [
        Signal("senjata", plain.span(*match.span("all"))) for match in table.household.finditer(plain.text)
    ]
    return sorted(found, key=lambda signal: signal.span)


def _meant(label: str, match: re.Match[str], plain: Canon, table: _Patterns) -> bool:
    """Whether an everyday word ("dana", "obeng") stands where it means the platform or the weapon."""
    if match["name"] not in table.doubtful.get(label, frozenset()):
        return True
    return bool(table.before[label].search(plain.text[: match.start()]))


def _listed(label: str, match: re.Match[str], plain: Canon, found: list[Signal]) -> bool:
    """Whether it is told in one breath with a platform just before: "di tiktok sama ig"."""
    if label != "platform" or not (joint := _JOINT.search(plain.text, 0, match.start())):
        return False
    before = plain.span(max(0, joint.start() - 1), max(1, joint.start()))
    return any(f.label == label and f.span[1] == before[1] for f in found)


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    raw: dict[str, Any] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    unit = _any(raw["satuan_narkotika"])
    many = (
        r"(?:\d{1,4}(?:[.,]\d)?|setengah|satu|sikok|dua|duo|tiga|tigo|empat|lima|limo|enam|tujuh|sepuluh|se)"
    )
    amount = {"narkotika": rf"(?: {many} ?{unit}\b)?"}
    labelled = ("platform", "senjata")
    return _Patterns(
        {
            label: re.compile(rf"\b(?P<all>(?P<name>{_any(raw[label])})\b{amount.get(label, '')})")
            for label in _LABELS
        },
        re.compile(
            rf"\b{_any(raw['memukul'])} (?:[a-z]+ ){{0,3}}?{_any(raw['dengan_alat'])} "
            rf"(?P<all>{_any(raw['alat_rumah'])})\b"
        ),
        {label: frozenset(raw[f"{label}_ragu"]) for label in labelled},
        {label: re.compile(rf"\b{_any(raw[f'{label}_setelah'])} $") for label in labelled},
        _account(_any(raw["bank"])),
    )


def _account(bank: str) -> re.Pattern[str]:
    """A bank and a number, or a number after "rekening"; not an e-wallet with a phone number."""
    lead = (
        r"\b(?:rek|rekening|norek)(?: ?(?:nya|nyo))?(?:[ .:=]{1,3}(?:tujuan|penipu|pelaku|dia|itu|ini|bank|no"
        r"|nomor|nomer))*[ .:=]{1,3}"
    )
    named = rf"{bank}(?:[ .:=-]{{1,3}}(?:no|nomor|norek|rek|rekening))*[ .:=-]{{1,3}}"
    return re.compile(
        rf"(?:{lead}(?P<all>(?:{named})?(?:{_NUMBER}))|\b(?P<all2>{named}(?!0 ?8|62 ?8)(?:{_NUMBER})))(?!\d)"
    )


def _any(names: list[str]) -> str:
    longest = sorted({str(name) for name in names}, key=lambda name: (-len(name), name))
    return "(?:" + "|".join(re.escape(name).replace(r"\ ", "[ -]") for name in longest) + ")"
