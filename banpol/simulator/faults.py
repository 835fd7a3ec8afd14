"""Disturbances on the way of a webhook, as the real world has them; each fault is a small function.

A fault looks at a delivery and returns what it does to it, or None to let it pass.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Mapping

from banpol.simulator.graph_errors import GraphError, refused


@dataclass(frozen=True)
class Delivery:
    """One attempt to deliver: `attempt` counts from 1, `kind` is "message" or "status"."""

    kind: str
    lane: str
    attempt: int
    body: bytes


@dataclass(frozen=True)
class Disturbance:
    """How many copies go out at once, whether the answer gets lost, how long (seconds) it is held back.

    `swap` lets the next one pass first, `batch` puts several into one envelope; both wait for company, at
    most `delay_s`.
    """

    copies: int = 1
    drop_answer: bool = False
    delay_s: float = 0.0
    swap: bool = False
    batch: int = 1

    @property
    def company(self) -> int:
        """How many must be there before this one goes out."""
        return max(self.batch, 2 if self.swap else 1)


Fault = Callable[[Delivery], "Disturbance | None"]
SendFault = Callable[[Mapping[str, Any]], "GraphError | None"]
NOTHING = Disturbance()


def disturbance_for(delivery: Delivery, faults: Iterable[Fault]) -> Disturbance:
    """The first fault that acts decides."""
    for fault in faults:
        disturbance = fault(delivery)
        if disturbance is not None:
            return disturbance
    return NOTHING


def duplicate(copies: int = 2, *, times: int | None = None, share: float = 1.0, seed: int = 0) -> Fault:
    """Delivers several copies at once."""
    return _first_attempts(Disturbance(copies=copies), times, share, seed)


def drop_answer(*, times: int | None = None, share: float = 1.0, seed: int = 0) -> Fault:
    """Loses the 200 of the first attempt, so that the webhook comes again later."""
    return _first_attempts(Disturbance(drop_answer=True), times, share, seed)


def delay(seconds: float, *, times: int | None = None, share: float = 1.0, seed: int = 0) -> Fault:
    """Holds a webhook back, on the simulator's clock."""
    return _first_attempts(Disturbance(delay_s=seconds), times, share, seed)


def reorder(
    seconds: float = 5,
    *,
    times: int | None = None,
    share: float = 1.0,
    seed: int = 0,
    across: bool = False,
) -> Fault:
    """Lets the next webhook of the same phone and kind arrive first, if one comes in these seconds; `across`:
    of any phone."""
    return _first_attempts(Disturbance(swap=True, delay_s=seconds), times, share, seed, across)


def batch(
    size: int = 3,
    seconds: float = 5,
    *,
    times: int | None = None,
    share: float = 1.0,
    seed: int = 0,
    across: bool = False,
) -> Fault:
    """Puts up to `size` updates of one phone and kind, gathered in these seconds, into one envelope;
    `across`: of all phones."""
    return _first_attempts(Disturbance(batch=size, delay_s=seconds), times, share, seed, across)


class AnswerLost(GraphError):
    """The message is accepted, but whoever sent it never learns of it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(504, 2, "The answer got lost.")
        self.seconds = seconds


def accept_then_timeout(seconds: float = 60, *, times: int = 1) -> SendFault:
    """Accepts the next `times` messages, and says 504 only after so many real seconds."""
    return Refusals(lambda: AnswerLost(seconds), times)


def refuse_sending(
    code: int, *, status: int | None = None, times: int = 1, retry_after: int | None = None
) -> SendFault:
    """Answers the next `times` requests to send with this error, by default with the code's usual status."""

    def make() -> GraphError:
        error = refused(code, "Refused by a fault of the simulator.", status)
        error.headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        return error

    return Refusals(make, times)


@dataclass
class Refusals:
    """Refuses as long as `left` is not used up."""

    make: Callable[[], GraphError]
    left: int

    def __call__(self, _body: Mapping[str, Any]) -> GraphError | None:
        if self.left <= 0:
            return None
        self.left -= 1
        return self.make()


def _first_attempts(
    disturbance: Disturbance, times: int | None, share: float, seed: int, across: bool = False
) -> Fault:
    """Acts on a share of first attempts, at most `times` times; retries pass, or nothing would arrive."""
    # Repeatable, and no secret.
    return FirstAttempts(disturbance, times, share, random.Random(seed), across)  # noqa: S311


@dataclass
class FirstAttempts:
    """Acts until `left` is used up; for ever when that is None."""

    disturbance: Disturbance
    left: int | None
    share: float
    dice: random.Random
    across: bool = False  # whether phones share a lane meanwhile

    def __call__(self, delivery: Delivery) -> Disturbance | None:
        if delivery.attempt > 1 or self.left == 0 or self.dice.random() >= self.share:
            return None
        if self.left is not None:
            self.left -= 1
        return self.disturbance
