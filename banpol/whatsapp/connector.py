"""WhatsApp as a Rasa input channel, for plain `rasa run`: the gateway's intake, sender and fetcher, hosted
by Rasa's server, and a worker that gives each turn to Rasa's agent.

A webhook is stored and answered before Rasa sees it; a turn is taken from the inbox, so nothing depends on an
open connection; replies go into the outbox, so a failing send never costs a turn. What the engine of
`banpol.assistant` adds, one transaction for everything a turn does, stock Rasa cannot give: here an action
behind HTTP commits by itself.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from banpol.assistant.composing import compose
from banpol.assistant.replies import gather
from banpol.crypto import CryptoError
from banpol.database import DatabaseProblem
from banpol.post import outbox, turns
from banpol.post.ids import new_id
from banpol.post.letters import OutgoingMessage
from banpol.post.turns import Bubble, TurnLease
from banpol.post.window import closes_at
from banpol.settings import SettingProblem
from banpol.whatsapp import handshake
from banpol.whatsapp.carrier import Carrier
from banpol.whatsapp.hosting import Hosting, hosting_from
from banpol.whatsapp.intake import MAX_BODY
from banpol.whatsapp.loops import Loop
from banpol.whatsapp.output import WhatsAppOutput
from banpol.whatsapp.parts import CHANNEL, Parts

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.1
AT_ONCE = 4
MAX_ATTEMPTS = 5
BACK_OFF_SECONDS = (0.5, 2.0, 5.0, 10.0)
RENEW_SECONDS = turns.LEASE_SECONDS / 3

Answer = Callable[[UserMessage], Awaitable[Any]]


class CollectedReplies(WhatsAppOutput):
    """Keeps what Rasa says during a turn; never sends and never raises."""

    def __init__(self) -> None:
        self.utterances: list[dict[str, Any]] = []

    async def say(self, recipient_id: str, utterance: dict[str, Any]) -> None:
        self.utterances.append(utterance)


class OutboxReplies(WhatsAppOutput):
    """For what Rasa says outside a turn, such as a reminder: straight into the outbox."""

    def __init__(self, parts: Parts, account: str) -> None:
        self._parts, self._account = parts, account

    async def say(self, recipient_id: str, utterance: dict[str, Any]) -> None:
        messages = gather([utterance])
        await asyncio.to_thread(self._put, recipient_id, messages)

    def _put(self, reporter_id: str, messages: list[OutgoingMessage]) -> None:
        with self._parts.database.write() as session:
            put_all(session, self._parts, reporter_id, self._account, f"rasa-{new_id()}", messages)


class Worker:
    """Takes turns from the inbox and gives them to Rasa, several reporters at once, one turn each."""

    def __init__(self, carrier: Carrier, hosting: Hosting, answer: Answer, ready: Callable[[], bool]) -> None:
        self._parts, self._answer, self._ready = hosting.setup.parts, answer, ready
        self._trouble, self._patience = hosting.trouble, hosting.patience
        self._owner = uuid.uuid4().hex
        self._sent = carrier.wake
        self._loop = Loop("worker", self._round, IDLE_SECONDS, carrier.metrics)

    def start(self) -> None:
        self._loop.start()

    def wake(self) -> None:
        self._loop.wake()

    async def stop(self) -> None:
        await self._loop.stop(turns.LEASE_SECONDS)

    async def _round(self) -> bool:
        # An agent without a model drops messages with one line in the log, so nothing is taken up before.
        if not self._ready() or self._loop.busy >= AT_ONCE:
            return False
        lease = await asyncio.to_thread(self._claim)
        if lease is not None:
            self._loop.spawn(self._run(lease))
        return lease is not None

    def _claim(self) -> TurnLease | None:
        parts = self._parts
        now, now_s = parts.clock.now(), parts.machine_s()
        return turns.take(parts.database, self._owner, now, now_s, self._patience)

    async def _run(self, lease: TurnLease) -> None:
        renewal = asyncio.create_task(self._renew(lease))
        try:
            bubbles = await asyncio.to_thread(self._bubbles, lease)
            said = await self._think(lease, bubbles)
            await asyncio.to_thread(self._finish, lease, bubbles, said)
        except turns.LeaseLost:
            log.warning("turn %s was taken over", lease.turn_id)
        except Exception as fault:
            log.error("turn %s failed: %s", lease.turn_id, type(fault).__name__)
            await asyncio.to_thread(self._give_back, lease)
        finally:
            renewal.cancel()
        self._sent()

    def _bubbles(self, lease: TurnLease) -> list[Bubble]:
        with self._parts.database.read() as session:
            return turns.bubbles_of(session, self._parts.keys.session, lease.turn_id)

    async def _think(self, lease: TurnLease, bubbles: list[Bubble]) -> list[OutgoingMessage]:
        replies = CollectedReplies()
        composed = compose(bubbles, lease.turn_id, CHANNEL, self._parts.clock.now())
        message = UserMessage(
            text=composed.text,
            output_channel=replies,
            sender_id=lease.reporter_id,
            input_channel=CHANNEL,
            message_id=lease.turn_id,
            metadata={**composed.metadata, "window_until": _window_until(bubbles)},
        )
        await self._answer(message)
        # Rasa swallows a failing action and then says nothing; a reporter must never meet silence.
        return gather(replies.utterances) or self._apology()

    def _finish(self, lease: TurnLease, bubbles: list[Bubble], said: list[OutgoingMessage]) -> None:
        with self._parts.database.write() as session:
            turns.finish(session, lease, self._parts.clock.now())
            put_all(session, self._parts, lease.reporter_id, bubbles[-1].account, lease.turn_id, said)

    def _give_back(self, lease: TurnLease) -> None:
        """Another try later; after the last one the message waits for a person and the reporter is told."""
        parts = self._parts
        bubbles = self._bubbles(lease)
        with parts.database.write() as session:
            if lease.attempts + 1 < MAX_ATTEMPTS:
                pause = BACK_OFF_SECONDS[min(lease.attempts, len(BACK_OFF_SECONDS) - 1)]
                turns.postpone(session, lease, parts.machine_s() + pause)
                return
            turns.bury(session, lease, parts.clock.now())
            account = bubbles[-1].account
            put_all(session, parts, lease.reporter_id, account, lease.turn_id, self._apology())

    def _apology(self) -> list[OutgoingMessage]:
        return [OutgoingMessage(self._trouble)] if self._trouble else []

    async def _renew(self, lease: TurnLease) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                await asyncio.to_thread(self._renew_once, lease)
            except Exception as fault:
                log.warning("lease of turn %s not renewed: %s", lease.turn_id, type(fault).__name__)

    def _renew_once(self, lease: TurnLease) -> None:
        with self._parts.database.write() as session:
            turns.renew(session, lease, self._parts.machine_s())


def _window_until(bubbles: list[Bubble]) -> str:
    """Until when anything may be answered; ISO, UTC."""
    return closes_at(max(bubble.sent_at for bubble in bubbles)).isoformat()


class WhatsAppInput(InputChannel):
    """Named in credentials.yml; the routes are /webhooks/whatsapp/, …/webhook, …/ready and …/metrics."""

    def __init__(self, hosting: Hosting) -> None:
        self._hosting = hosting

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WhatsAppInput:
        """Raises RasaException with a sentence when something is missing."""
        try:
            return cls(hosting_from(credentials or {}))
        except (SettingProblem, DatabaseProblem, CryptoError) as problem:
            raise RasaException(f"WhatsApp channel: {problem}") from None

    def get_output_channel(self) -> OutputChannel:
        setup = self._hosting.setup
        return OutboxReplies(setup.parts, setup.settings.phone_number_id)

    def blueprint(self, on_new_message: Answer) -> Blueprint:
        routes = Blueprint("whatsapp_webhook")
        host = _Host(self._hosting, on_new_message)
        routes.listener("after_server_start")(host.start)
        routes.listener("before_server_stop")(host.stop)
        routes.add_route(_function(host.health), "/", methods=["GET"])
        routes.add_route(_function(host.verify), "/webhook", methods=["GET"])
        routes.add_route(_function(host.receive), "/webhook", methods=["POST"], stream=True)
        routes.add_route(_function(host.ready), "/ready", methods=["GET"])
        routes.add_route(_function(host.metrics), "/metrics", methods=["GET"])
        return routes


def _function(method: Callable[[Request], Awaitable[HTTPResponse]]) -> Any:
    """Sanic puts marks on its handlers, which a bound method does not take."""

    async def handler(request: Request) -> HTTPResponse:
        return await method(request)

    handler.__name__ = getattr(method, "__name__", "handler")
    return handler


class _Host:
    """The carrier and the worker inside Rasa's server."""

    def __init__(self, hosting: Hosting, answer: Answer) -> None:
        self._hosting, self._answer = hosting, answer
        self._carrier = Carrier(hosting.setup)
        self._worker: Worker | None = None

    async def start(self, app: Sanic, _loop: Any) -> None:
        def ready() -> bool:
            agent = getattr(app.ctx, "agent", None)
            return agent is not None and bool(agent.is_ready())

        await self._carrier.start()
        self._worker = Worker(self._carrier, self._hosting, self._answer, ready)
        self._worker.start()

    async def stop(self, _app: Sanic, _loop: Any) -> None:
        if self._worker is not None:
            await self._worker.stop()
            await self._carrier.stop()

    async def health(self, _request: Request) -> HTTPResponse:
        return response.json({"status": "ok"})

    async def verify(self, request: Request) -> HTTPResponse:
        query = [(str(name), str(value)) for name, value in request.query_args]
        challenge = handshake.answer(query, self._hosting.setup.settings.verify_token)
        return response.text(challenge or "refused", 200 if challenge else 403)

    async def receive(self, request: Request) -> HTTPResponse:
        assert request.stream is not None
        body = bytearray()
        async for chunk in request.stream:
            body += chunk
            if len(body) > MAX_BODY:
                return response.text("body too long", 413)
        headers = [
            (name.encode(), value.encode("utf-8", "replace")) for name, value in request.headers.items()
        ]
        # Shielded: Sanic cancels a handler whose caller hangs up, and what is being stored must stay.
        result = await asyncio.shield(self._carrier.receive(headers, bytes(body)))
        if result.kept.messages and self._worker is not None:
            self._worker.wake()
        return response.text(result.body, result.status)

    async def ready(self, _request: Request) -> HTTPResponse:
        state = await self._carrier.readiness()
        return response.json({"ready": state.ready}, 200 if state.ready else 503)

    async def metrics(self, _request: Request) -> HTTPResponse:
        return response.raw(self._carrier.metrics.page(), content_type="text/plain; version=0.0.4")


def put_all(
    session: Any, parts: Parts, reporter_id: str, account: str, turn_id: str, said: list[OutgoingMessage]
) -> None:
    """Queues the messages of one turn; a turn that runs twice is said once."""
    for ordinal, message in enumerate(said):
        outbox.put(
            session,
            parts.keys.session,
            reporter_id=reporter_id,
            channel=CHANNEL,
            account=account,
            turn_id=turn_id,
            ordinal=ordinal,
            message=message,
            asks=None,
            now=parts.clock.now(),
        )
