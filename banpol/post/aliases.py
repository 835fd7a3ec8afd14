"""Who is behind a reporter id: numbers and names stand here only, encrypted, found by blind index.

The reporter id is random. It is never computed from a number, so nothing can be tried out against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from banpol.crypto import BlindIndex, KeyRing, place
from banpol.post.ids import new_id
from banpol.post.inserts import insert_once
from banpol.post.tables import contact_alias


@dataclass(frozen=True)
class Address:
    """Where a reporter can be answered: E.164 digits without +, or the channel's own user id."""

    phone: str | None = None
    user_id: str | None = None


class NobodyThere(Exception):
    """A message without any sender, or a reporter without any address."""


def reporter_for(
    session: Session,
    ring: KeyRing,
    blind: BlindIndex,
    channel: str,
    *,
    phone: str | None,
    user_id: str | None,
    now: datetime,
) -> str:
    """The reporter id behind these, made when they are new; what was unknown of them is added.

    Raises NobodyThere when both are empty.
    """
    given = [(kind, value) for kind, value in (("phone", phone), ("user_id", user_id)) if value]
    if not given:
        raise NobodyThere("a message came without a sender")
    known = [_find(session, blind, channel, kind, value) for kind, value in given]
    reporter_id = next((found for found in known if found), None) or new_id()
    for (kind, value), found in zip(given, known, strict=True):
        if found is None:
            _add(session, ring, blind, channel, reporter_id, kind, value, now)
    # Two first messages at once: the other one may have won the race for the same number.
    return _find(session, blind, channel, *given[0]) or reporter_id


def move(
    session: Session,
    ring: KeyRing,
    blind: BlindIndex,
    channel: str,
    kind: str,
    old: str,
    new: str,
    now: datetime,
) -> None:
    """A reporter has a new number or user id; the old one leads nowhere from now on."""
    reporter_id = _find(session, blind, channel, kind, old)
    if reporter_id is None or old == new:
        return
    session.execute(
        update(contact_alias)
        .where(
            contact_alias.c.blind_index.in_([_index(blind, channel, kind, value) for value in (old, new)]),
            contact_alias.c.valid_to.is_(None),
        )
        .values(valid_to=now)
    )
    _add(session, ring, blind, channel, reporter_id, kind, new, now)


def address_of(session: Session, ring: KeyRing, reporter_id: str, channel: str) -> Address:
    """Raises NobodyThere when nothing is known any more."""
    rows = session.execute(
        select(contact_alias)
        .where(
            contact_alias.c.reporter_id == reporter_id,
            contact_alias.c.channel == channel,
            contact_alias.c.valid_to.is_(None),
        )
        .order_by(contact_alias.c.valid_from)
    ).all()
    found = {row.kind: ring.open(row.sealed, _where(row.id)).decode() for row in rows}
    if not found:
        raise NobodyThere("this reporter has no address")
    return Address(found.get("phone"), found.get("user_id"))


def _add(
    session: Session,
    ring: KeyRing,
    blind: BlindIndex,
    channel: str,
    reporter_id: str,
    kind: str,
    value: str,
    now: datetime,
) -> None:
    alias_id = new_id()
    row = {
        "id": alias_id,
        "reporter_id": reporter_id,
        "channel": channel,
        "kind": kind,
        "blind_index": _index(blind, channel, kind, value),
        "sealed": ring.seal(value.encode(), _where(alias_id)),
        "valid_from": now,
    }
    insert_once(session, contact_alias, row)


def _find(session: Session, blind: BlindIndex, channel: str, kind: str, value: str) -> str | None:
    return session.execute(
        select(contact_alias.c.reporter_id).where(
            contact_alias.c.blind_index == _index(blind, channel, kind, value),
            contact_alias.c.valid_to.is_(None),
        )
    ).scalar_one_or_none()


def _index(blind: BlindIndex, channel: str, kind: str, value: str) -> str:
    return blind.of(f"{channel}|{kind}", value)


def _where(alias_id: str) -> str:
    return place("contact_alias", "sealed", alias_id)
