"""Search: by number, by plate or phone, by words of the sealed story; newest first, page by page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.register import sight
from banpol.register.actors import Actor
from banpol.register.errors import UnknownChoice
from banpol.register.office import Office
from banpol.register.queue import LINE_COLUMNS, MOST, Line, Page
from banpol.register.search_index import SearchIndex
from banpol.register.sql.tables import report
from banpol.register.sql.team_tables import word_index

_NUMBER = re.compile(r"BP-?(\d{6})-?(\d{4,6})", re.IGNORECASE)
_PLATE = re.compile(r"\b([A-Z]{1,2}) ?(\d{1,4}) ?([A-Z]{1,3})\b", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)(?:\+?62[\- ]?|0)8[\d\- ]{7,13}\d")
MOST_TERMS = 8


@dataclass(frozen=True)
class Query:
    """What was asked for: a report number, or tokens that must all be in a report."""

    number: str | None
    tokens: tuple[int, ...]


def understand(index: SearchIndex | None, text: str) -> Query:
    """Reads a search line. Raises UnknownChoice when there is nothing to look for in it."""
    number = _NUMBER.search(text)
    if number:
        return Query(f"BP-{number[1]}-{number[2]}", ())
    if index is None:
        raise UnknownChoice("without the index key only numbers can be looked for")
    phones = [index.phone(hit[0]) for hit in _PHONE.finditer(text)]
    rest = _PHONE.sub(" ", text)
    plates = [index.plate(hit[0]) for hit in _PLATE.finditer(rest)]
    words = index.words(_PLATE.sub(" ", rest))
    tokens = tuple(dict.fromkeys((*phones, *plates, *words)))[:MOST_TERMS]
    if not tokens:
        raise UnknownChoice(
            "write a report number, a plate, a phone number, or a word of three letters or more"
        )
    return Query(None, tokens)


def find(
    session: Session, office: Office, actor: Actor, text: str, *, after: str = "", limit: int = 50
) -> Page:
    """The reports that this person may see and that hold everything asked for. Raises UnknownChoice."""
    asked = understand(office.index, text)
    size = max(1, min(limit, MOST))
    query = select(*LINE_COLUMNS).where(_matches(asked), sight.condition(actor, office.routing))
    if after:
        query = query.where(report.c.ordinal < _place(after))
    found = [Line(*r) for r in session.execute(query.order_by(report.c.ordinal.desc()).limit(size + 1))]
    last = found[size - 1] if len(found) > size else None
    return Page(tuple(found[:size]), str(last.ordinal) if last else None)


def _matches(asked: Query) -> Any:
    if asked.number:
        return report.c.number == asked.number
    matching = select(word_index.c.ordinal).where(word_index.c.token == asked.tokens[0])
    for token in asked.tokens[1:]:
        other = select(word_index.c.ordinal).where(word_index.c.token == token)
        matching = matching.where(word_index.c.ordinal.in_(other))
    return report.c.ordinal.in_(matching)


def _place(after: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", after):
        raise UnknownChoice("that page does not exist")
    return int(after)
