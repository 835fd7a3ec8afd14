"""What Meta would send: message and status objects, many of them in one signed body."""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass, field
from typing import Any

ACCOUNT_NAME = "6281200009999"


@dataclass
class Item:
    """One message or status; `sender` keeps its own in order, `posted` counts the deliveries answered 200."""

    sender: str
    body: dict[str, Any]
    kind: str = "messages"
    posted: int = field(default=0, compare=False)


def text_item(phone: str, message_id: str, text: str) -> Item:
    body = {
        "from": phone,
        "id": message_id,
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": text},
    }
    return Item(phone, body)


def status_item(phone: str, message_id: str, outbox_id: str) -> Item:
    body = {
        "id": message_id,
        "status": "sent",
        "timestamp": str(int(time.time())),
        "recipient_id": phone,
        "biz_opaque_callback_data": outbox_id,
    }
    return Item(phone, body, "statuses")


def envelope(items: list[Item], account: str) -> bytes:
    """All of them in one body, in several changes as Meta may do."""
    metadata = {"display_phone_number": ACCOUNT_NAME, "phone_number_id": account}
    changes = []
    for start in range(0, len(items), 7):
        some = items[start : start + 7]
        value: dict[str, Any] = {"messaging_product": "whatsapp", "metadata": metadata}
        for kind in ("messages", "statuses"):
            if bodies := [item.body for item in some if item.kind == kind]:
                value[kind] = bodies
        changes.append({"field": "messages", "value": value})
    document = {"object": "whatsapp_business_account", "entry": [{"id": "2", "changes": changes}]}
    return json.dumps(document).encode()


def shuffled(items: list[Item], chance: random.Random) -> list[Item]:
    """In any order, except that the messages of one sender stay as they were."""
    places = list(range(len(items)))
    chance.shuffle(places)
    mixed = [items[place] for place in places]
    for sender in {item.sender for item in items}:
        own = iter([item for item in items if item.sender == sender])
        mixed = [next(own) if item.sender == sender else item for item in mixed]
    return mixed
