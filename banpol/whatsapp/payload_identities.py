"""Who somebody was and who they are now: changed numbers and user ids, in every form Meta has for it."""

from __future__ import annotations

import re
from typing import Iterator

from banpol.whatsapp.payload_types import Delivery, IdentityChange, Json, Problem
from banpol.whatsapp.payload_values import as_json, identifier, member, phone, text

_USER_ID = re.compile(r"\b[A-Z]{2}\.(?:ENT\.)?[0-9A-Za-z]{1,128}\b")
Pair = tuple[str, str | None, str | None]


def system_notice(item: Json, account: str, delivery: Delivery) -> None:
    """A message of type `system`; other notices than a change of identity need no answer."""
    system = member(item, "system")
    pairs: tuple[Pair, ...] = (
        (
            "phone",
            phone(item.get("from")) or phone(system.get("customer")),
            phone(system.get("wa_id")) or phone(system.get("new_wa_id")),
        ),
        ("user_id", _user_id_before(item, system), identifier(system.get("user_id"))),
    )
    _note(pairs, item, account, delivery)


def user_id_update(item: Json, account: str, delivery: Delivery) -> None:
    """An item of the webhook field of that name."""
    both = member(item, "user_id")
    before = both.get("previous") if both else item.get("previous_user_id")
    now = both.get("current") if both else item.get("user_id")
    _note((("user_id", identifier(before), identifier(now)),), item, account, delivery)


def _user_id_before(item: Json, system: Json) -> str:
    """Where it is not given by itself, it stands in the sentence, before the new one."""
    given = identifier(item.get("from_user_id")) or identifier(system.get("previous_user_id"))
    now = identifier(system.get("user_id"))
    if not now or (given and given != now):
        return given
    told = _USER_ID.findall(text(system, "body"))
    return told[0] if len(told) == 2 and told[1] == now else given


def _note(pairs: tuple[Pair, ...], item: Json, account: str, delivery: Delivery) -> None:
    changes = list(_changes(pairs, account))
    if not account:
        delivery.problems.append(Problem("account", as_json(item)))
    elif not changes:
        delivery.ignore("system")
    else:
        delivery.changes.extend(changes)


def _changes(pairs: tuple[Pair, ...], account: str) -> Iterator[IdentityChange]:
    for kind, old, new in pairs:
        if old and new and old != new:
            yield IdentityChange(account, kind, old, new)
