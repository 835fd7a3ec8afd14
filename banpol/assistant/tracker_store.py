"""Rasa's memory of a talk: sealed, appended to, never rewritten; and cheap however long the talk gets.

The live tracker of each recent talk stays in memory, so nothing is replayed. Past 60 events it is rebuilt
from its state at a user message and the events after that one; a sealed checkpoint row holds that form, so
that a cold start reads from there on. Inside the engine new events only join the turn's unit of work.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Iterable, Sequence

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.events import deserialise_events as _deserialise
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from banpol import wiring
from banpol.assistant.replies import replace_tokens
from banpol.assistant.tables import tracker_event
from banpol.assistant.turn import current_turn
from banpol.clock import Clock
from banpol.crypto import KeyRing, place
from banpol.database import Database

CHECKPOINT = "checkpoint"
COMPACT_ABOVE = 60
KEEP_EVENTS = 20
LIVE_TALKS = 1000


@dataclass
class LiveTalk:
    """A tracker in memory, how many of its events are stored, and the number of the next row."""

    tracker: DialogueStateTracker
    stored: int
    next_seq: int


class SealedTrackerStore(TrackerStore):
    """Every error is raised: going on in memory, as Rasa's FailSafeTrackerStore does, would lose the talk."""

    def __init__(
        self,
        domain: Domain | None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        *,
        store: Database | None = None,
        ring: KeyRing | None = None,
        clock: Clock | None = None,
    ) -> None:
        """The first three arguments are those that Rasa gives to a store named in endpoints.yml."""
        super().__init__(domain, event_broker)
        self._store = store or wiring.database()
        self._ring = ring or wiring.keys().ring("session.key")
        self._clock = clock or wiring.clock()
        self._live: OrderedDict[str, LiveTalk] = OrderedDict()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        talk = self._live.get(sender_id) or self._load(sender_id)
        if talk is None:
            return None
        self._remember(sender_id, talk)
        return talk.tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        talk = self._live.get(tracker.sender_id)
        if talk is None or talk.tracker is not tracker:
            talk = LiveTalk(tracker, 0, self._rows(tracker.sender_id))
            self._remember(tracker.sender_id, talk)
        turn = current_turn.get()
        if turn is not None:
            turn.saved = True
            return
        self._save_now(tracker.sender_id)

    def _save_now(self, sender_id: str) -> None:
        try:
            with self._store.write() as session:
                self.append(session, sender_id, self._clock.now(), {})
        except Exception:
            self.evict(sender_id)
            raise
        self.settle(sender_id)

    async def keys(self) -> Iterable[str]:
        with self._store.read() as session:
            return list(session.execute(select(tracker_event.c.sender_id).distinct()).scalars())

    def live(self, sender_id: str) -> DialogueStateTracker | None:
        talk = self._live.get(sender_id)
        return talk.tracker if talk else None

    def append(self, session: Session, sender_id: str, now: datetime, found: dict[str, str]) -> None:
        """Writes the events not stored yet, stamped by our clock; `found` replaces the turn's tokens."""
        talk = self._live[sender_id]
        fresh = list(islice(talk.tracker.events, talk.stored, None))
        for position, event in enumerate(fresh):
            event.timestamp = now.timestamp() + position / 1000
        bodies = [(event.type_name, event.as_dict()) for event in fresh]
        if len(talk.tracker.events) > COMPACT_ABOVE:
            talk.tracker = self._compact(talk.tracker)
            bodies.append((CHECKPOINT, [event.as_dict() for event in talk.tracker.events]))
        rows = [
            self._row(sender_id, talk.next_seq + position, kind, body, now, found)
            for position, (kind, body) in enumerate(bodies)
        ]
        if rows:
            session.execute(insert(tracker_event), rows)
        talk.next_seq += len(rows)

    def settle(self, sender_id: str) -> None:
        """The transaction is through: what the tracker holds now is stored."""
        talk = self._live[sender_id]
        talk.stored = len(talk.tracker.events)

    def evict(self, sender_id: str) -> None:
        """The turn failed: the live tracker holds what was never written."""
        self._live.pop(sender_id, None)

    def forget(self, session: Session, sender_id: str) -> None:
        session.execute(delete(tracker_event).where(tracker_event.c.sender_id == sender_id))

    def _remember(self, sender_id: str, talk: LiveTalk) -> None:
        self._live[sender_id] = talk
        self._live.move_to_end(sender_id)
        while len(self._live) > LIVE_TALKS:
            self._live.popitem(last=False)

    def _rows(self, sender_id: str) -> int:
        with self._store.read() as session:
            last = select(func.max(tracker_event.c.seq)).where(tracker_event.c.sender_id == sender_id)
            found = session.execute(last).scalar_one_or_none()
        return 0 if found is None else found + 1

    def _load(self, sender_id: str) -> LiveTalk | None:
        with self._store.read() as session:
            checkpoint = select(func.max(tracker_event.c.seq)).where(
                tracker_event.c.sender_id == sender_id, tracker_event.c.type == CHECKPOINT
            )
            start = session.execute(checkpoint).scalar_one_or_none() or 0
            rows = session.execute(
                select(tracker_event)
                .where(tracker_event.c.sender_id == sender_id, tracker_event.c.seq >= start)
                .order_by(tracker_event.c.seq)
            ).all()
        if not rows:
            return None
        tracker = self._tracker(sender_id, self._events(rows))
        return LiveTalk(tracker, len(tracker.events), rows[-1].seq + 1)

    def _events(self, rows: Sequence[Any]) -> list[Event]:
        bodies: list[dict[str, Any]] = []
        for row in rows:
            body = json.loads(self._ring.open(row.sealed, _where(row.sender_id, row.seq)))
            bodies.extend(body if row.type == CHECKPOINT else [body])
        return list(_deserialise(bodies))

    def _tracker(self, sender_id: str, events: list[Event]) -> DialogueStateTracker:
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots, domain=self.domain)

    def _compact(self, tracker: DialogueStateTracker) -> DialogueStateTracker:
        events = list(tracker.events)
        cut = _last_user_message_before(events, len(events) - KEEP_EVENTS)
        if cut == 0:
            return tracker
        past = self._tracker(tracker.sender_id, events[:cut])
        return self._tracker(tracker.sender_id, [*_state_events(past), *events[cut:]])

    def _row(
        self, sender_id: str, seq: int, kind: str, body: Any, now: datetime, found: dict[str, str]
    ) -> dict[str, Any]:
        text = replace_tokens(json.dumps(body, ensure_ascii=False), found)
        return {
            "sender_id": sender_id,
            "seq": seq,
            "type": kind,
            "sealed": self._ring.seal(text.encode("utf-8", "replace"), _where(sender_id, seq)),
            "at": now,
        }


def _last_user_message_before(events: Sequence[Event], position: int) -> int:
    for index in range(max(position, 0), 0, -1):
        if isinstance(events[index], UserUttered):
            return index
    return 0


def _state_events(past: DialogueStateTracker) -> list[Event]:
    """The shortest talk that ends in the same state: slots, active form, listening."""
    slots = [SlotSet(name, slot.value) for name, slot in past.slots.items() if slot.value is not None]
    loop = [ActiveLoop(past.active_loop_name)] if past.active_loop_name else []
    return [ActionExecuted("action_session_start"), SessionStarted(), *slots, *loop, *_listening()]


def _listening() -> list[Event]:
    return [ActionExecuted(ACTION_LISTEN_NAME)]


def _where(sender_id: str, seq: int) -> str:
    return place("tracker_event", "sealed", f"{sender_id}|{seq}")
