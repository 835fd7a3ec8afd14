"""Raw webhook bytes → facts. Every item of every entry and change; a bad one never blocks the others.

The shape is Meta's: {object, entry: [{changes: [{field, value: {metadata, contacts, messages, statuses}}]}]}.
Only id, timestamp and type of a message are taken for granted, and not even those are trusted.
"""

from __future__ import annotations

from typing import Any, Iterator

from banpol.whatsapp.payload_contents import about_of, content_of, told_by_content
from banpol.whatsapp.payload_identities import system_notice, user_id_update
from banpol.whatsapp.payload_types import Delivery, InboundMessage, Json, Problem, Sender, StatusUpdate
from banpol.whatsapp.payload_values import (
    Unreadable,
    as_json,
    first_object,
    identifier,
    member,
    moment,
    phone,
    read_json,
    text,
    whole,
)
from banpol.whatsapp.plain_text import one_line
from banpol.whatsapp.reasons import reason_of

OBJECT = "whatsapp_business_account"
FIELDS = ("messages", "user_id_update")
STATUSES = ("sent", "delivered", "read", "played", "failed")


def parse(body: bytes) -> Delivery:
    """Never raises: what cannot be read stands in `problems`, with its bytes."""
    delivery = Delivery()
    try:
        document = read_json(body)
    except Unreadable:
        delivery.problems.append(Problem("not_json", body))
        return delivery
    if not isinstance(document, dict) or not isinstance(document.get("object"), str):
        delivery.problems.append(Problem("shape", body))
    elif document["object"] != OBJECT:
        delivery.ignore("object")
    else:
        _entries(document, delivery)
    return delivery


def _entries(document: Json, delivery: Delivery) -> None:
    for entry in _items(document, "entry", delivery):
        for change in _items(entry, "changes", delivery):
            if change.get("field") not in FIELDS:
                delivery.ignore("field")
            elif not isinstance(change.get("value"), dict):
                delivery.problems.append(Problem("shape", as_json(change)))
            else:
                _value(change["value"], delivery)


def _items(parent: Json, name: str, delivery: Delivery) -> Iterator[Json]:
    """The objects of a list; anything else in its place is a problem of its own, absence is none."""
    value = parent.get(name)
    if value is None:
        return
    if not isinstance(value, list):
        delivery.problems.append(Problem("shape", as_json({name: value})))
        return
    for item in value:
        if isinstance(item, dict):
            yield item
        else:
            delivery.problems.append(Problem("shape", as_json({name: item})))


def _value(value: Json, delivery: Delivery) -> None:
    account = identifier(member(value, "metadata").get("phone_number_id"))
    own_number = phone(member(value, "metadata").get("display_phone_number"))
    contacts = value["contacts"] if isinstance(value.get("contacts"), list) else []
    for item in _items(value, "messages", delivery):
        _message(item, account, own_number, contacts, delivery)
    for item in _items(value, "statuses", delivery):
        _status(item, account, delivery)
    for item in _items(value, "user_id_update", delivery):
        user_id_update(item, account, delivery)
    for item in _items(value, "errors", delivery):
        delivery.problems.append(Problem("channel_error", as_json(item)))


def _message(
    item: Json, account: str, own_number: str | None, contacts: list[Any], delivery: Delivery
) -> None:
    if item.get("type") == "system":
        system_notice(item, account, delivery)
        return
    message_id, sender = identifier(item.get("id")), _sender(item, contacts)
    reason = _refusal(message_id, account, sender, own_number)
    if reason:
        delivery.problems.append(Problem(reason, as_json(item)))
        return
    kind = one_line(item.get("type"), 32) or told_by_content(item)
    if kind == "reaction" and not text(member(item, "reaction"), "emoji"):
        # Taking a reaction back says nothing; an answer to it would only puzzle and cost.
        delivery.ignore("reaction_removed")
        return
    delivery.messages.append(
        InboundMessage(
            message_id,
            account,
            sender,
            moment(item.get("timestamp")),
            kind,
            content_of(item, kind),
            identifier(member(item, "context").get("id")),
            about_of(item),
        )
    )


def _refusal(message_id: str, account: str, sender: Sender, own_number: str | None) -> str:
    """Why a message cannot be answered at all; empty when it can."""
    if not message_id:
        return "message_id"
    if not account:
        return "account"
    if not (sender.phone or sender.user_id):
        return "sender"
    return "own_number" if sender.phone and sender.phone == own_number else ""


def _sender(item: Json, contacts: list[Any]) -> Sender:
    """A contact belongs to a message by number or user id, never by its position."""
    number, user_id = phone(item.get("from")), identifier(item.get("from_user_id")) or None
    for contact in contacts:
        their_number = phone(contact.get("wa_id")) if isinstance(contact, dict) else None
        their_id = identifier(contact.get("user_id")) or None if isinstance(contact, dict) else None
        if (number and number == their_number) or (user_id and user_id == their_id):
            name = one_line(member(contact, "profile").get("name"), 120)
            return Sender(number or their_number, user_id or their_id, name)
    return Sender(number, user_id)


def _status(item: Json, account: str, delivery: Delivery) -> None:
    message_id, status = identifier(item.get("id")), item.get("status")
    if not message_id or not account:
        delivery.problems.append(Problem("status", as_json(item)))
    elif status not in STATUSES:
        delivery.ignore("status")
    else:
        outbox_id = identifier(item.get("biz_opaque_callback_data"))
        delivery.statuses.append(
            StatusUpdate(
                message_id,
                account,
                status,
                moment(item.get("timestamp")),
                outbox_id if 0 < len(outbox_id) <= 64 else None,
                *_first_error(item.get("errors")),
            )
        )


def _first_error(errors: Any) -> tuple[int | None, str]:
    """Code and reason; of several the first, which Meta means."""
    first = first_object(errors)
    code = whole(first.get("code"))
    return code if code is not None and abs(code) < 2**31 else None, reason_of(first)
