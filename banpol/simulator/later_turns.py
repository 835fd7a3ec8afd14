"""What somebody does to what they wrote before, or to who they are: edits, takes back, answers a form, moves.

Meta sends edits and revokes to some numbers only; the simulator always does, since a service must stand them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Mapping

from banpol.simulator.messages import FROM_CITIZEN, Face, PhoneMessage
from banpol.simulator.phones import Phone
from banpol.simulator.turn_values import TEXT_MOST, Turn, TurnRefused, needed, string

EDIT_LIFE, REVOKE_LIFE = timedelta(minutes=15), timedelta(days=2)
CHANGEABLE = ("text", "image", "video", "document")
MOST_ANSWERS = 50


def edit(turn: Turn, phone: Phone, now: datetime) -> Face:
    """New words for a message of the last 15 minutes; the newest one, unless `message_id` says which."""
    content = needed(turn)
    if len(content) > TEXT_MOST:
        raise TurnRefused(400, f"a text has at most {TEXT_MOST} characters, this one {len(content)}")
    target = _own(turn, phone, now, EDIT_LIFE, CHANGEABLE)
    return Face("edit", content, file_name=target.face.type, context_id=target.id)


def revoke(turn: Turn, phone: Phone, now: datetime) -> Face:
    """Takes a message of the last two days back."""
    return Face("revoke", context_id=_own(turn, phone, now, REVOKE_LIFE, ()).id)


def flow(turn: Turn, phone: Phone, _now: datetime) -> Face:
    """Answers the newest form: `answers` is what was filled in."""
    asked = next((message for message in phone.received() if message.face.type == "flow"), None)
    if asked is None:
        raise TurnRefused(409, "there is no form on this phone")
    answers = turn.get("answers")
    if not isinstance(answers, Mapping) or not 0 < len(answers) <= MOST_ANSWERS:
        raise TurnRefused(400, f"answers must be an object of 1 to {MOST_ANSWERS} fields")
    said: dict[str, Any] = {"flow_token": asked.face.chosen_id, **answers}
    return Face("flow_reply", "Terkirim", answers=said, context_id=asked.id)


def welcome(_turn: Turn, _phone: Phone, _now: datetime) -> Face:
    """The conversation is opened for the first time; nothing was written yet."""
    return Face("request_welcome")


def _own(turn: Turn, phone: Phone, now: datetime, life: timedelta, kinds: tuple[str, ...]) -> PhoneMessage:
    wanted = string(turn, "message_id")
    for message in reversed(phone.messages):
        fits = message.direction == FROM_CITIZEN and message.face.type not in ("reaction", "edit", "revoke")
        if not fits or (wanted and message.id != wanted) or message.revoked:
            continue
        if kinds and message.face.type not in kinds:
            continue
        if now - message.at > life:
            raise TurnRefused(409, "this message is too old to be changed")
        return message
    raise TurnRefused(409, "there is no such message of this phone")
