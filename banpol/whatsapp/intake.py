"""A webhook's headers and bytes → an answer. 200 is said only after everything in it is safely stored.

401 unsigned · 413 too long · 503 not stored, send it again · 200 stored, known already, or not for us.
A signed body that nobody can read is stored for a person and answered with 200: any other answer would bring
it back for days.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Callable, Iterable

from banpol.settings import WhatsAppSettings
from banpol.whatsapp import signature
from banpol.whatsapp.group_commit import NotAccepting
from banpol.whatsapp.keeping import NOTHING, Keeper, Kept
from banpol.whatsapp.metrics import Metrics
from banpol.whatsapp.parts import Parts
from banpol.whatsapp.payload_types import Delivery
from banpol.whatsapp.payloads import parse
from banpol.whatsapp.shelf import Shelf

log = logging.getLogger(__name__)
MAX_BODY = 3 * 1024 * 1024
MOST_WAITING = 4096
Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True)
class IntakeResult:
    """What to answer; `kept` says whether anything new is there to be worked on."""

    status: int
    body: str = ""
    kept: Kept = NOTHING


TOO_LONG = IntakeResult(413, "body too long")
UNSIGNED = IntakeResult(401, "signature missing or wrong")
NOT_STORED = IntakeResult(503, "not stored, send again")


class Intake:
    """Start it before the first webhook, stop it after the last."""

    def __init__(
        self,
        parts: Parts,
        settings: WhatsAppSettings,
        shelf: Shelf,
        urgent: Callable[[str], bool],
        metrics: Metrics,
    ) -> None:
        self._parts, self._settings, self._metrics = parts, settings, metrics
        self._keeper = Keeper(parts, shelf, urgent, metrics, settings.tell_name)
        self._accepting = False

    def start(self) -> None:
        self._parts.writer.open()
        self._accepting = True

    def stop(self) -> None:
        """Takes nothing more, finishes what waits."""
        if self._accepting:
            self._accepting = False
            self._parts.writer.close()

    @property
    def waiting(self) -> int:
        return self._parts.writer.waiting

    async def receive(self, headers: Headers, body: bytes) -> IntakeResult:
        """The whole way of one webhook."""
        result = self._refusal(headers, body) or await self._accept(body)
        self._metrics.webhooks.labels(str(result.status)).inc()
        return result

    def _refusal(self, headers: Headers, body: bytes) -> IntakeResult | None:
        if len(body) > MAX_BODY:
            return TOO_LONG
        marks = [value for name, value in headers if name.lower() == signature.HEADER]
        # Two signatures: nobody can say which one counts, so neither does.
        given = marks[0] if len(marks) == 1 else None
        return None if signature.verify(body, given, self._settings.app_secrets) else UNSIGNED

    async def _accept(self, body: bytes) -> IntakeResult:
        delivery = self._ours(parse(body))
        if not (delivery.messages or delivery.statuses or delivery.changes or delivery.problems):
            return IntakeResult(200, "nothing to keep")
        try:
            kept = await asyncio.wrap_future(self._store(delivery, self._parts.clock.now()))
        except NotAccepting:
            return NOT_STORED
        except Exception as fault:
            log.error("a webhook could not be stored: %s", type(fault).__name__)
            self._metrics.faults.labels("intake").inc()
            return NOT_STORED
        return IntakeResult(200, "stored", kept)

    def _store(self, delivery: Delivery, at: datetime) -> Future[Kept]:
        """Raises NotAccepting."""
        if not self._accepting or self.waiting >= MOST_WAITING:
            raise NotAccepting
        keep = self._keeper.keep
        return self._parts.writer.submit(
            lambda session: keep(session, delivery, at),
            lambda session: keep(session, delivery, at, careful=True),
        )

    def _ours(self, delivery: Delivery) -> Delivery:
        """Without what was meant for other numbers of the same app."""
        ours = self._settings.accounts
        for items in (delivery.messages, delivery.statuses, delivery.changes):
            for item in [item for item in items if item.account not in ours]:
                items.remove(item)  # type: ignore[arg-type]
                delivery.ignore("account")
        for reason, count in delivery.ignored.items():
            self._metrics.ignored.labels(reason).inc(count)
        return delivery
