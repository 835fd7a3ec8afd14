"""Runs turns: leases one, lets Rasa think, writes all it did in one short transaction, or nothing of it."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Callable

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from banpol import wiring
from banpol.assistant.channel import CollectingChannel
from banpol.assistant.composing import ComposedMessage, compose
from banpol.assistant.lookout import Lookout
from banpol.assistant.repeating import MOST_ALIKE, hint_of, vary
from banpol.assistant.replies import fill_in, gather, pause_of
from banpol.assistant.steering import awaits_pin
from banpol.assistant.tracker_store import SealedTrackerStore
from banpol.assistant.transcribing import listen, transcribe
from banpol.assistant.turn import RunningTurn, current_turn
from banpol.clock import Clock
from banpol.crypto import KeyRing
from banpol.database import Database
from banpol.post import inbox, outbox, pins, turns
from banpol.post.letters import OutgoingMessage
from banpol.register import alerts, handovers
from banpol.register.desk import Desk, RegisterKeys

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
BACK_OFF_SECONDS = (0.5, 2.0, 5.0, 10.0)
IDLE_SECONDS = 0.05
RENEW_SECONDS = turns.LEASE_SECONDS / 3
AT_ONCE = 4


class TurnFailed(Exception):
    """The turn did not come through whole; nothing of it was written."""


@dataclass(frozen=True)
class EngineParts:
    """Everything an engine works with."""

    agent: Agent
    trackers: SealedTrackerStore
    store: Database
    session_ring: KeyRing
    register_keys: RegisterKeys
    clock: Clock
    patience: turns.Patience
    owner: str
    machine_seconds: Callable[[], float] = time.time
    # By how much held-back answers wait; 0 where nobody is there to wait, as in played conversations.
    slowness: float = 1.0


class Engine:
    """Several reporters at once, one turn at a time for each of them."""

    def __init__(self, parts: EngineParts) -> None:
        self._parts = parts
        self._lookout = Lookout(parts.store)
        self._stopping = asyncio.Event()
        self.trouble: str | None = None

    async def run(self) -> None:
        """Works until `stop`; then the turns under way are finished. Only one task looks for work, so that an
        idle assistant costs next to nothing."""
        free, under_way = asyncio.Semaphore(AT_ONCE), set[asyncio.Task[None]]()
        while not self._stopping.is_set():
            await free.acquire()
            self._lookout.changed()  # noted before the tables are read: what is written later still wakes us
            lease = None if self._stopping.is_set() else await self._lease()
            if lease is None:
                free.release()
                await self._lookout.wait(IDLE_SECONDS, self._stopping)
                continue
            task = asyncio.create_task(self._attempt(lease))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
            task.add_done_callback(lambda _: free.release())
        await asyncio.gather(*under_way)
        self._lookout.close()

    def stop(self) -> None:
        self._stopping.set()

    async def _pause(self, seconds: float) -> None:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def step(self) -> bool:
        """Runs one turn if one is due. False when there was nothing to do or the database is away."""
        lease = await self._lease()
        if lease is None:
            return False
        await self._attempt(lease)
        return True

    async def _lease(self) -> turns.TurnLease | None:
        try:
            lease = await asyncio.to_thread(self._claim)
        except SQLAlchemyError as error:
            self._complain("database", error)
            await self._pause(1.0)
            return None
        self.trouble = None
        return lease

    def _claim(self) -> turns.TurnLease | None:
        parts = self._parts
        now, now_s = parts.clock.now(), parts.machine_seconds()
        return turns.take(parts.store, parts.owner, now, now_s, parts.patience)

    async def _attempt(self, lease: turns.TurnLease) -> None:
        renewal = asyncio.create_task(self._renew(lease))
        try:
            await self._run_turn(lease)
        except turns.LeaseLost:
            log.warning("turn %s was taken over by another worker", lease.turn_id)
            self._parts.trackers.evict(lease.reporter_id)
        except Exception as error:  # whatever it was, the turn is tried again or handed to a person
            self._complain(f"turn {lease.turn_id}", error)
            self._parts.trackers.evict(lease.reporter_id)
            await self._give_back(lease)
        finally:
            renewal.cancel()

    def _complain(self, what: str, error: Exception) -> None:
        # The exception's own words may quote a citizen; its kind may be logged.
        self.trouble = f"{what}: {type(error).__name__}"
        log.error("%s failed: %s", what, type(error).__name__)
        log.debug("details of the failure", exc_info=error)

    async def _renew(self, lease: turns.TurnLease) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                await asyncio.to_thread(self._renew_once, lease)
            except (turns.LeaseLost, SQLAlchemyError) as error:
                log.warning("lease of turn %s not renewed: %s", lease.turn_id, type(error).__name__)

    def _renew_once(self, lease: turns.TurnLease) -> None:
        with self._parts.store.write() as session:
            turns.renew(session, lease, self._parts.machine_seconds())

    async def _run_turn(self, lease: turns.TurnLease) -> None:
        turn = await asyncio.to_thread(self._open, lease)
        if turn.held and await asyncio.to_thread(self._listen, turn):
            return
        message = compose(turn.bubbles, lease.turn_id, turn.channel, turn.now)
        await self._think(turn, message)
        if not turn.succeeded:
            raise TurnFailed(", ".join(turn.failures) or "the tracker was not saved")
        await asyncio.to_thread(self._write, turn)
        self._parts.trackers.settle(lease.reporter_id)

    def _open(self, lease: turns.TurnLease) -> RunningTurn:
        parts = self._parts
        with parts.store.read() as session:
            bubbles = turns.bubbles_of(session, parts.session_ring, lease.turn_id)
            held = handovers.holder(session, lease.reporter_id) is not None
        return RunningTurn(lease, bubbles, parts.clock.now(), parts.store, held=held)

    def _listen(self, turn: RunningTurn) -> bool:
        with self._parts.store.write() as session:
            warning = self._warning()
            if not listen(session, self._parts.register_keys.sealer, turn, warning):
                return False
            if turn.in_danger:
                self._put(session, turn, [warning], None)
            return True

    def _warning(self) -> OutgoingMessage:
        """What a reporter in danger hears while an officer has the talk."""
        responses = self._parts.agent.domain.responses if self._parts.agent.domain else {}
        return OutgoingMessage(str((responses.get("utter_petugas_bahaya") or [{"text": "110"}])[0]["text"]))

    async def _think(self, turn: RunningTurn, message: ComposedMessage) -> None:
        turn_token = current_turn.set(turn)
        desk_token = wiring.current_desk.set(self._desk(turn))
        try:
            await self._parts.agent.handle_message(
                UserMessage(
                    text=message.text,
                    output_channel=CollectingChannel(turn),
                    sender_id=turn.lease.reporter_id,
                    input_channel=turn.channel,
                    message_id=turn.lease.turn_id,
                    metadata=message.metadata,
                )
            )
        finally:
            wiring.current_desk.reset(desk_token)
            current_turn.reset(turn_token)

    def _desk(self, turn: RunningTurn) -> Desk:
        return Desk(
            turn,
            self._parts.register_keys,
            reporter_id=turn.lease.reporter_id,
            turn_id=turn.lease.turn_id,
            channel=turn.channel,
            now=turn.now,
            letters=tuple(bubble.letter for bubble in turn.bubbles),
        )

    def _write(self, turn: RunningTurn) -> None:
        """The one transaction of a turn: deeds, talk, replies, transcript, and the inbox rows done."""
        parts, lease = self._parts, turn.lease
        with parts.store.write() as session:
            turns.finish(session, lease, turn.now)
            found = turn.carry_out(session)
            before = outbox.last_texts(session, parts.session_ring, lease.reporter_id, MOST_ALIKE)
            messages = fill_in(gather(turn.utterances), found)
            messages = vary(messages, before, hint_of(parts.agent.domain))
            self._put(session, turn, messages, self._asked(lease.reporter_id))
            transcribe(session, parts.register_keys.sealer, turn, messages)
            parts.trackers.append(session, lease.reporter_id, turn.now, found)

    def _asked(self, reporter_id: str) -> str | None:
        tracker = self._parts.trackers.live(reporter_id)
        if tracker is None:
            return None
        if not tracker.active_loop_name:
            return pins.ASKS if awaits_pin(tracker) else None
        asked = tracker.get_slot("requested_slot")
        return str(asked) if asked else None

    def _not_before(self, session: Session, turn: RunningTurn) -> float:
        """A held-back answer's moment; every other answer takes what was held back along."""
        pause = self._parts.slowness * pause_of(turn.utterances)
        if pause:
            return self._parts.machine_seconds() + pause
        outbox.hurry(session, turn.lease.reporter_id)
        return 0.0

    def _put(
        self, session: Session, turn: RunningTurn, messages: list[OutgoingMessage], asked: str | None
    ) -> None:
        not_before = self._not_before(session, turn)
        for ordinal, message in enumerate(messages):
            outbox.put(
                session,
                self._parts.session_ring,
                reporter_id=turn.lease.reporter_id,
                channel=turn.channel,
                account=turn.account,
                turn_id=turn.lease.turn_id,
                ordinal=ordinal,
                message=message,
                asks=asked if ordinal == len(messages) - 1 else None,
                now=turn.now,
                not_before=not_before,
            )

    async def _give_back(self, lease: turns.TurnLease) -> None:
        try:
            await asyncio.to_thread(self._give_back_now, lease)
        except (turns.LeaseLost, SQLAlchemyError) as error:
            # The lease ends by itself, so the turn is tried again whatever happened here.
            log.warning("turn %s not given back: %s", lease.turn_id, type(error).__name__)

    def _give_back_now(self, lease: turns.TurnLease) -> None:
        parts = self._parts
        with parts.store.write() as session:
            if lease.attempts + 1 >= MAX_ATTEMPTS:
                self._hand_to_a_person(session, lease)
            else:
                pause = BACK_OFF_SECONDS[min(lease.attempts, len(BACK_OFF_SECONDS) - 1)]
                turns.postpone(session, lease, parts.machine_seconds() + pause)

    def _hand_to_a_person(self, session: Session, lease: turns.TurnLease) -> None:
        """The turn waits for the team, and the reporter hears so, with 110."""
        parts, now = self._parts, self._parts.clock.now()
        bubbles = turns.bubbles_of(session, parts.session_ring, lease.turn_id)
        turns.bury(session, lease, now)
        alerts.raise_alert(session, "giliran_gagal", "mendesak", lease.turn_id, None, now)
        text = apology(parts.agent)
        turn = RunningTurn(lease, bubbles, now, parts.store)
        self._put(session, turn, [OutgoingMessage(text)], None)
        transcribe(session, parts.register_keys.sealer, turn, [OutgoingMessage(text)])


def apology(agent: Agent) -> str:
    """The sentence for a message that could not be worked on; it names 110 (data/responses)."""
    responses = agent.domain.responses if agent.domain else {}
    variants = responses.get("utter_gangguan") or [{"text": "110"}]
    return str(variants[0]["text"])


def busy(store: Database) -> bool:
    """Whether any message still waits for its turn to end."""
    with store.read() as session:
        return inbox.waiting(session) > 0 or turns.busy(session)


def patience(quiet_seconds: float, longest_seconds: float) -> turns.Patience:
    return turns.Patience(timedelta(seconds=quiet_seconds), timedelta(seconds=longest_seconds))
