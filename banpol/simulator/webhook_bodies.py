"""The JSON that Meta posts to a webhook, and its exact bytes and signature."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any, Callable, Mapping

from banpol.simulator.account import MESSAGING_PRODUCT, Account
from banpol.simulator.graph_errors import TITLES
from banpol.simulator.media import MediaStore
from banpol.simulator.messages import Face, PhoneMessage
from banpol.simulator.phones import Phone

Json = dict[str, Any]
ERRORS_PAGE = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"
MEDIA = ("image", "video", "document", "audio", "voice", "sticker")


def to_bytes(body: Json) -> bytes:
    """As Meta writes JSON: every character above U+007F as \\uXXXX, a slash as \\/, no spaces."""
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def signature(body: bytes, secret: str) -> str:
    """The value of X-Hub-Signature-256 for these very bytes."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def envelope(account: Account, value: Json, number_id: str = "") -> Json:
    """`number_id`: which number of the business it is about; the first one unless it says so."""
    metadata = {
        "display_phone_number": account.display(number_id),
        "phone_number_id": number_id or account.phone_number_id,
    }
    full = {"messaging_product": MESSAGING_PRODUCT, "metadata": metadata, **value}
    change = {"value": full, "field": "messages"}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": account.business_id, "changes": [change]}],
    }


def joined(bodies: list[bytes]) -> Json:
    """The changes of several envelopes of one account in one."""
    first, *others = [json.loads(body) for body in bodies]
    for other in others:
        first["entry"][0]["changes"] += other["entry"][0]["changes"]
    body: Json = first
    return body


def message_value(account: Account, phone: Phone, message: PhoneMessage, store: MediaStore) -> Json:
    """A citizen's message with the contact it belongs to."""
    item: Json = {"id": message.id, "timestamp": _seconds(message.at), "from_user_id": phone.bsuid}
    contact: Json = {"profile": {"name": phone.name}, "user_id": phone.bsuid}
    if not phone.hide_number:
        item["from"] = contact["wa_id"] = phone.number
    if message.face.context_id and message.face.type not in ("reaction", "edit", "revoke"):
        item["context"] = {"from": account.display(message.account), "id": message.face.context_id}
    return {"contacts": [contact], "messages": [{**item, **_content(message.face, store)}]}


def number_changed(phone: Phone, old: str, old_user_id: str, message_id: str, at: datetime) -> Json:
    """What the service is told about a citizen's new number; a notice of the system has no contacts."""
    words = f"User {phone.name} changed from {old} to {phone.number}"
    system = {"type": "user_changed_number", "body": words, "wa_id": phone.number, "user_id": phone.bsuid}
    item = {"id": message_id, "timestamp": _seconds(at), "type": "system", "system": system}
    return {"messages": [{"from": old, "from_user_id": old_user_id, **item}]}


def status_value(phone: Phone, message: PhoneMessage, status: str, at: datetime) -> Json:
    """A status of a message that the business sent; a failed one names no contact."""
    item: Json = {"id": message.id, "status": status, "timestamp": _seconds(at)}
    item["recipient_user_id"] = phone.bsuid
    if not phone.hide_number:
        item["recipient_id"] = phone.number
    if message.opaque:
        item["biz_opaque_callback_data"] = message.opaque
    if status == "failed":
        return {"statuses": [{**item, "errors": [_error(message.error_code or 131000)]}]}
    if status in ("sent", "delivered"):
        category = "utility" if message.face.type == "template" else "service"
        pricing = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": category}
        item["pricing"] = pricing
    contact: Json = {"user_id": phone.bsuid}
    if not phone.hide_number:
        contact["wa_id"] = phone.number
    return {"contacts": [contact], "statuses": [item]}


DETAILS = {
    131026: "Message Undeliverable.",
    131047: "Message failed to send because more than 24 hours have passed since the customer last "
    "replied to this number.",
    131051: "Message type is currently not supported.",
}


def _error(code: int) -> Json:
    title = TITLES.get(code, "Something went wrong")
    details = {"details": DETAILS.get(code, title)}
    return {"code": code, "title": title, "message": title, "error_data": details, "href": ERRORS_PAGE}


def _seconds(moment: datetime) -> str:
    return str(int(moment.timestamp()))


def _content(face: Face, store: MediaStore) -> Json:
    if face.type in MEDIA:
        return _media(face, store)
    return _CONTENTS.get(face.type, _unsupported)(face)


def _media(face: Face, store: MediaStore) -> Json:
    kind = "audio" if face.type == "voice" else face.type
    stored = store.seen(face.media_id)
    body: Json = {"id": face.media_id, "mime_type": face.mime_type}
    if stored:
        body["sha256"] = stored.sha256_base64
    if face.text and kind not in ("audio", "sticker"):
        body["caption"] = face.text
    if kind == "document":
        body["filename"] = face.file_name
    if kind == "audio":
        body["voice"] = face.type == "voice"
    if kind == "sticker":
        body["animated"] = False
    return {"type": kind, kind: body}


def _text(face: Face) -> Json:
    return {"type": "text", "text": {"body": face.text}}


def _location(face: Face) -> Json:
    place: Json = {"latitude": face.latitude, "longitude": face.longitude}
    return {
        "type": "location",
        "location": {**place, **({"name": face.place_name} if face.place_name else {})},
    }


def _reply(kind: str) -> Callable[[Face], Json]:
    def content(face: Face) -> Json:
        reply = {"id": face.chosen_id, "title": face.text}
        if kind == "list_reply" and face.footer:
            reply["description"] = face.footer
        return {"type": "interactive", "interactive": {"type": kind, kind: reply}}

    return content


def _template_button(face: Face) -> Json:
    return {"type": "button", "button": {"payload": face.chosen_id, "text": face.text}}


def _reaction(face: Face) -> Json:
    reaction = {"message_id": face.context_id, **({"emoji": face.emoji} if face.emoji else {})}
    return {"type": "reaction", "reaction": reaction}


def _contacts(face: Face) -> Json:
    name = {"formatted_name": face.text, "first_name": face.text.split()[0]}
    phones = [{"phone": f"+{face.place_name}", "wa_id": face.place_name, "type": "CELL"}]
    return {"type": "contacts", "contacts": [{"name": name, "phones": phones if face.place_name else []}]}


def _edit(face: Face) -> Json:
    kind = face.file_name
    content = {"body": face.text} if kind == "text" else {"caption": face.text}
    edit = {"original_message_id": face.context_id, "message": {"type": kind, kind: content}}
    return {"type": "edit", "edit": edit}


def _revoke(face: Face) -> Json:
    return {"type": "revoke", "revoke": {"original_message_id": face.context_id}}


def _flow_reply(face: Face) -> Json:
    response = json.dumps(face.answers, ensure_ascii=False, separators=(",", ":"))
    reply = {"name": "flow", "body": "Sent", "response_json": response}
    return {"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": reply}}


def _welcome(_face: Face) -> Json:
    return {"type": "request_welcome"}


def _unsupported(face: Face) -> Json:
    kind = {"type": face.text or "unknown"}
    return {"type": "unsupported", "errors": [_error(131051)], "unsupported": kind}


_CONTENTS: Mapping[str, Callable[[Face], Json]] = {
    "text": _text,
    "location": _location,
    "button": _reply("button_reply"),
    "list": _reply("list_reply"),
    "template_button": _template_button,
    "reaction": _reaction,
    "contacts": _contacts,
    "edit": _edit,
    "revoke": _revoke,
    "flow_reply": _flow_reply,
    "request_welcome": _welcome,
}
