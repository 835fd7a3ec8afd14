"""A webhook's headers and bytes → an answer. 200 is said only after everything in it is safely stored.

401 unsigned · 413 too long · 503 not stored, send it again · 200 stored, known already, or not for us.
A signed body that nobody can read is stored for a person and answered with 200: any other answer would bring
it back for days.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Callable, Iterable

from sqlalchemy.orm import Session

from banpol.settings import WhatsAppSettings
from banpol.whatsapp import signature
from banpol.whatsapp.group_commit import GroupCommit, NotAccepting
from banpol.whatsapp.keeping import NOTHING, Keeper, Kept
from banpol.whatsapp.metrics import Metrics
from banpol.whatsapp.parts import Parts
from banpol.whatsapp.payload_types import Delivery
from banpol.whatsapp.payloads import parse
from banpol.whatsapp.shelf import Shelf

log = logging.getLogger(__name__)
MAX_BODY = 3 * 1024 * 1024
Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True)
class IntakeResult:
    """What to answer; `kept` says whether anything new is there to be worked on."""

    status: int
    body: str = ""
    kept: Kept = NOTHING


@dataclass(frozen=True)
class _Waiting:
    delivery: Delivery
    at: datetime


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
        keeper = Keeper(parts, shelf, urgent, metrics, settings.tell_name)

        def write(session: Session, waiting: _Waiting) -> Kept:
            return keeper.keep(session, waiting.delivery, waiting.at)

        def write_alone(session: Session, waiting: _Waiting) -> Kept:
            return keeper.keep(session, waiting.delivery, waiting.at, careful=True)

        self._commit: GroupCommit[_Waiting, Kept] = GroupCommit(parts.database, write, write_alone)

    def start(self) -> None:
        self._commit.start()

    def stop(self) -> None:
        self._commit.stop()

    @property
    def waiting(self) -> int:
        return self._commit.waiting

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
            future = self._commit.submit(_Waiting(delivery, self._parts.clock.now()))
            kept = await asyncio.wrap_future(future)
        except NotAccepting:
            return NOT_STORED
        except Exception as fault:
            log.error("a webhook could not be stored: %s", type(fault).__name__)
            self._metrics.faults.labels("intake").inc()
            return NOT_STORED
        return IntakeResult(200, "stored", kept)

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
