"""Asks Meta now and then whether the token still opens our numbers, so that no citizen finds out first."""

from __future__ import annotations

from typing import Sequence

from banpol.whatsapp.client import GraphClient
from banpol.whatsapp.errors import SendProblem, StopSender
from banpol.whatsapp.loops import Loop
from banpol.whatsapp.metrics import Metrics

EVERY_SECONDS = 60.0
STOP_GRACE_SECONDS = 1.0
# What Meta answers for an id that this token may not see: unknown object, or no right to it.
UNKNOWN = (100, 33)


class AccountCheck:
    """`state`: unknown (not asked yet, or Meta is out of reach) | ok | refused. Must be made inside a running
    event loop."""

    def __init__(
        self, client: GraphClient, accounts: Sequence[str], metrics: Metrics, every_s: float = EVERY_SECONDS
    ) -> None:
        self._client, self._accounts = client, accounts
        self.state = "unknown"
        self._loop = Loop("account check", self._round, every_s, metrics)

    def start(self) -> None:
        self._loop.start()

    def wake(self) -> None:
        """Ask now."""
        self._loop.wake()

    async def stop(self) -> None:
        await self._loop.stop(STOP_GRACE_SECONDS)

    async def _round(self) -> bool:
        try:
            for account in self._accounts:
                await self._client.look_up_number(account)
        except SendProblem as problem:
            refused = isinstance(problem, StopSender) or problem.code in UNKNOWN
            self.state = "refused" if refused else self.state
        else:
            self.state = "ok"
        return False
