"""Writes what a webhook brought, inside a transaction that somebody else opens and commits."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Callable

from sqlalchemy import insert
from sqlalchemy.orm import Session

from banpol.crypto import place
from banpol.post import aliases, deliveries, inbox, outbox, pins, reachability
from banpol.post.ids import new_id
from banpol.post.inbox import Arrival
from banpol.post.letters import Letter
from banpol.post.outbox import Parcel
from banpol.post.tables import quarantine
from banpol.whatsapp.availability import is_unavailable
from banpol.whatsapp.errors import BY_CODE, UNDELIVERABLE, WINDOW_CLOSED, OurPayload
from banpol.whatsapp.hooks import FailedMessage
from banpol.whatsapp.metrics import Metrics
from banpol.whatsapp.outgoing import Outgoing, numbered_choice
from banpol.whatsapp.parts import CHANNEL, Parts
from banpol.whatsapp.payload_types import Delivery, IdentityChange, InboundMessage, Problem, StatusUpdate
from banpol.whatsapp.payload_values import as_json
from banpol.whatsapp.shelf import Shelf
from banpol.whatsapp.templates import may_fall_back
from banpol.whatsapp.watcher import NOTICE_MARK

log = logging.getLogger(__name__)
# Meta repeats for up to a week; a stamp outside these bounds is a mistake and would close the window.
OLDEST, NEWEST = timedelta(days=30), timedelta(minutes=5)
WELCOME_PAYLOAD = "/sapa"
LONGEST_NUMBER = 12


@dataclass(frozen=True)
class Arrived:
    """A new message that may be marked as read; Meta's own id, for this process's memory only."""

    reporter_id: str
    account: str
    message_id: str


@dataclass(frozen=True)
class Kept:
    """How much of a delivery was new."""

    messages: int = 0
    files: int = 0
    arrived: tuple[Arrived, ...] = ()
    failed: tuple[FailedMessage, ...] = ()

    def __add__(self, other: Kept) -> Kept:
        return Kept(
            self.messages + other.messages,
            self.files + other.files,
            (*self.arrived, *other.arrived),
            (*self.failed, *other.failed),
        )


NOTHING = Kept()
Item = IdentityChange | InboundMessage | StatusUpdate


class Keeper:
    """`urgent` tells whether a text speaks of danger; a fault in it never costs a message."""

    def __init__(
        self,
        parts: Parts,
        shelf: Shelf,
        urgent: Callable[[str], bool],
        metrics: Metrics,
        tell_name: bool = False,
    ) -> None:
        self._tell_name = tell_name
        self._parts, self._shelf, self._urgent, self._metrics = parts, shelf, urgent, metrics
        self._ring = parts.keys.session
        self._buttons = parts.button_ids()
        self._outgoing = Outgoing(self._buttons)

    def keep(self, session: Session, delivery: Delivery, now: datetime, careful: bool = False) -> Kept:
        """Everything of one webhook. `careful` gives each item a savepoint of its own, so that one that
        cannot be stored goes to the quarantine alone."""
        store = self._carefully if careful else self._one
        total = NOTHING
        items: list[Item] = [*delivery.changes, *delivery.messages, *delivery.statuses]
        for item in items:
            total += store(session, item, now)
        for problem in delivery.problems:
            self.put_aside(session, problem, now)
        return total

    def put_aside(self, session: Session, problem: Problem, now: datetime) -> None:
        """Keeps what nobody can read, sealed, for a person to look at."""
        log.error("quarantined an item: %s", problem.reason)
        self._metrics.quarantined.labels(problem.reason).inc()
        row_id = new_id()
        sealed = self._ring.seal(problem.raw, place("quarantine", "sealed", row_id))
        session.execute(
            insert(quarantine).values(id=row_id, reason=problem.reason, sealed=sealed, received_at=now)
        )

    def _one(self, session: Session, item: Item, now: datetime) -> Kept:
        if isinstance(item, InboundMessage):
            return self._message(session, item, now)
        if isinstance(item, StatusUpdate):
            return self._status(session, item, now)
        self._move(session, item, now)
        return NOTHING

    def _carefully(self, session: Session, item: Item, now: datetime) -> Kept:
        try:
            with session.begin_nested():
                return self._one(session, item, now)
        except Exception as fault:
            if is_unavailable(fault):
                raise
            reason = f"fault:{type(fault).__name__}"[:64]
            self.put_aside(session, Problem(reason, as_json(repr(item))), now)
            return NOTHING

    def _message(self, session: Session, message: InboundMessage, now: datetime) -> Kept:
        reporter_id = self._reporter(session, message, now)
        file_id = new_id() if message.content.media else ""
        letter = self._numbered(session, self._letter(message, reporter_id, file_id), reporter_id)
        letter = pins.hide(session, letter, reporter_id, self._parts.keys.blind)
        arrival = Arrival(
            self._parts.known_as(message.id),
            reporter_id,
            CHANNEL,
            message.account,
            letter,
            sent_at=_believable(message.sent_at, now),
            received_at=now,
            urgent=self._is_urgent(letter.text),
        )
        if not inbox.receive(session, self._ring, [arrival]):
            self._metrics.duplicates.inc()
            return NOTHING
        self._metrics.messages.labels(letter.kind).inc()
        reachability.clear(session, reporter_id)
        outbox.unpark(session, reporter_id)
        if file_id:
            self._expect_file(session, message, reporter_id, file_id, now)
        return Kept(1, 1 if file_id else 0, (Arrived(reporter_id, message.account, message.id),))

    def _reporter(self, session: Session, message: InboundMessage, now: datetime) -> str:
        keys, sender = self._parts.keys, message.sender
        return aliases.reporter_for(
            session, keys.contact, keys.blind, CHANNEL, phone=sender.phone, user_id=sender.user_id, now=now
        )

    def _letter(self, message: InboundMessage, reporter_id: str, file_id: str) -> Letter:
        content, details = message.content, self._details(message)
        if content.kind == "welcome":
            return Letter("choice", payload=WELCOME_PAYLOAD, raw_type=message.raw_type)
        if content.kind == "reply":
            payload = self._buttons.payload_of(content.reply_id, reporter_id)
            # An id that we did not issue to this reporter counts as if its title had been typed.
            kind = "choice" if payload else "text" if content.text else "unsupported"
            return Letter(kind, content.text, payload or "", raw_type=message.raw_type, details=details)
        return Letter(
            content.kind,
            content.text,
            latitude=content.latitude,
            longitude=content.longitude,
            place_name=content.place_name,
            evidence_id=file_id,
            media_type=content.media.kind if content.media else "",
            raw_type=message.raw_type,
            details=details,
        )

    def _details(self, message: InboundMessage) -> dict[str, Any]:
        """Facts beside the content. Ids of messages are hidden as everywhere: they carry the number."""
        details = {**message.content.details, **message.about}
        if self._tell_name and message.sender.name:
            details["profile_name"] = message.sender.name
        if message.answers:
            details["answers"] = message.answers
        for name in ("answers", "refers_to"):
            if name in details:
                details[name] = self._parts.known_as(details[name])
        return details

    def _numbered(self, session: Session, letter: Letter, reporter_id: str) -> Letter:
        """A typed number becomes the choice it stands for, if the last message asked for one."""
        if letter.kind != "text" or len(letter.text) > LONGEST_NUMBER:
            return letter
        if not any(sign.isdigit() for sign in letter.text):
            return letter
        asked = outbox.newest(session, self._ring, reporter_id, NOTICE_MARK)
        if asked is None:
            return letter
        refused = asked.error_code is not None and BY_CODE.get(asked.error_code) is OurPayload
        choice = numbered_choice(asked.message, letter.text)
        if choice is None or not (refused or self._outgoing.is_numbered(asked.message)):
            return letter
        return replace(letter, kind="choice", payload=choice.payload)

    def _expect_file(
        self, session: Session, message: InboundMessage, reporter_id: str, file_id: str, now: datetime
    ) -> None:
        media = message.content.media
        assert media is not None
        source = {
            "account": message.account,
            "reporter_id": reporter_id,
            "media_id": media.id,
            "kind": media.kind,
            "sha256": media.sha256,
            "file_name": media.file_name,
        }
        declared = media.mime_type or media.kind
        known_as = self._parts.known_as(message.id)
        self._shelf.expect(session, file_id, reporter_id, known_as, declared, source, now)

    def _is_urgent(self, text: str) -> bool:
        try:
            return bool(text) and self._urgent(text)
        except Exception as fault:
            log.error("danger words could not be looked for: %s", type(fault).__name__)
            self._metrics.faults.labels("urgent").inc()
            return False

    def _status(self, session: Session, status: StatusUpdate, now: datetime) -> Kept:
        self._metrics.statuses.labels(status.status).inc()
        at = _believable(status.at, now)
        known_as = self._parts.known_as(status.message_id)
        before = outbox.look_at(session, self._ring, status.outbox_id) if status.outbox_id else None
        code, reason = status.error_code, status.reason
        new = deliveries.note(session, known_as, status.status, status.outbox_id, code, at, reason)
        if status.status != "failed":
            return NOTHING
        self._metrics.failures.labels(str(code)).inc()
        if not (new and before):
            return NOTHING
        if code == WINDOW_CLOSED:
            _outside_the_window(session, before)
            return NOTHING
        if code == UNDELIVERABLE:
            _nobody_there(session, before, at)
        return Kept(failed=(FailedMessage(before.id, before.reporter_id, before.account, code, reason),))

    def _move(self, session: Session, change: IdentityChange, now: datetime) -> None:
        keys = self._parts.keys
        aliases.move(session, keys.contact, keys.blind, CHANNEL, change.kind, change.old, change.new, now)


def _outside_the_window(session: Session, refused: Parcel) -> None:
    """Meta accepts first and refuses later. What may leave as a template is tried so once; everything else,
    and a template that was refused as well, waits until the reporter writes."""
    again = refused.error_code != WINDOW_CLOSED and may_fall_back(refused.message)
    outbox.refused_later(session, refused.id, WINDOW_CLOSED, again)


def _nobody_there(session: Session, refused: Parcel, at: datetime) -> None:
    """Unless the reporter has written meanwhile: Meta may take a while to give up."""
    last = inbox.last_inbound_at(session, refused.reporter_id, refused.account)
    if last is None or last <= at:
        reachability.mark(session, refused.reporter_id, refused.channel, UNDELIVERABLE, at)


def _believable(stamp: datetime | None, now: datetime) -> datetime:
    return stamp if stamp and now - OLDEST <= stamp <= now + NEWEST else now
