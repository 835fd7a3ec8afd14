"""The webhooks of a storm as bytes: batches of messages, statuses of our answers, and forgeries."""

from __future__ import annotations

import json
from typing import Any, Sequence

from banpol.whatsapp.signature import sign
from benchmarks.storm.people import Said
from benchmarks.storm.plan import Planned

Json = dict[str, Any]


def phone(sender: int) -> str:
    """An invented number."""
    return f"62812000{sender:05d}"


def message_item(message: Planned, said: Said, began: int) -> Json:
    """As Meta writes it; stamps of one sender are a second apart."""
    item: Json = {"from": phone(message.sender), "id": message.id, "timestamp": str(began + message.position)}
    if said.kind == "photo":
        return {**item, "type": "image", "image": {"id": f"m{message.id}", "mime_type": "image/jpeg"}}
    if said.kind == "tap":
        reply = {"type": "button_reply", "button_reply": {"id": said.reply_id, "title": said.text}}
        return {**item, "type": "interactive", "interactive": reply}
    return {**item, "type": "text", "text": {"body": said.text}}


def webhook(account: str, messages: Sequence[Json] = (), statuses: Sequence[Json] = ()) -> bytes:
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "6281200009999", "phone_number_id": account},
        "messages": list(messages),
        "statuses": list(statuses),
    }
    change = {"field": "messages", "value": value}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    ).encode()


def headers(body: bytes, secret: str) -> dict[str, str]:
    return {"Content-Type": "application/json", "X-Hub-Signature-256": sign(body, secret).decode()}
