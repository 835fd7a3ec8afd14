"""Templates, and the few ways in which a page writes codes and moments."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from banpol.clock import WIB, to_utc
from banpol.language.kinds import kind_table

HERE = Path(__file__).parent
_BOLD = re.compile(r"(^|[\s(])\*(\S(?:[^*\n]*\S)?)\*(?=$|[\s).,:;!?])", re.MULTILINE)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


@lru_cache(maxsize=1)
def labels() -> Mapping[str, Mapping[str, str]]:
    """Group → code → words, from labels.yml; kinds bring their own from the dictionary."""
    read = yaml.safe_load((HERE / "labels.yml").read_text("utf-8"))
    return {**read, "jenis": {name: kind.label for name, kind in kind_table().items()}}


def label(code: str | None, group: str) -> str:
    """A code that has no words yet is shown as it is."""
    return "–" if code is None else labels()[group].get(code, code)


def when(moment: datetime | None) -> str:
    """24 Nov 2026 21.05 WIB"""
    if moment is None:
        return "–"
    here = to_utc(moment).astimezone(WIB)
    return f"{here.day} {_MONTHS[here.month - 1]} {here.year} {here:%H.%M} WIB"


def span(passed: timedelta) -> str:
    """A length of time in its largest fitting unit."""
    minutes = int(passed.total_seconds()) // 60
    if minutes < 60:
        return f"{max(minutes, 1)} menit"
    return f"{minutes // 60} jam" if minutes < 48 * 60 else f"{minutes // 1440} hari"


def span_of_seconds(seconds: float | None) -> str:
    return "–" if seconds is None else span(timedelta(seconds=seconds))


def ago(moment: datetime, now: datetime) -> str:
    """How long ago; a clock that ran ahead counts as now."""
    passed = now - moment
    return "baru saja" if passed < timedelta(minutes=1) else span(passed)


def left(due: datetime | None, now: datetime) -> str:
    """How long until a deadline, or since it."""
    if due is None:
        return "–"
    return f"lewat {span(now - due)}" if due < now else f"sisa {span(due - now)}"


def size(count: int | None) -> str:
    if count is None:
        return "–"
    if count < 1_000_000:
        return f"{count // 1000 + 1} KB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


def number(count: float | None) -> str:
    """1.234"""
    return "–" if count is None else f"{count:,.0f}".replace(",", ".")


def percent(share: float | None) -> str:
    """12,5: tenths of a percent"""
    return "–" if share is None else f"{share:.1f}".replace(".", ",")


def day(of: date) -> str:
    """24 Nov 2026"""
    return f"{of.day} {_MONTHS[of.month - 1]} {of.year}"


def chat(text: str) -> Markup:
    """*bold* of WhatsApp as a reader sees it; everything else escaped."""
    return Markup(_BOLD.sub(r"\1<b>\2</b>", str(escape(text))))  # noqa: S704  (escaped before)


class Pages:
    """Fills templates; everything is escaped, and a name that a template misspells is an error."""

    def __init__(self) -> None:
        self._shapes = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._shapes.filters.update(
            label=label, when=when, size=size, num=number, pct=percent, day=day, chat=chat
        )
        self._shapes.globals.update(ago=ago, left=left)

    def fill(self, name: str, **values: Any) -> str:
        return self._shapes.get_template(name).render(**values)
