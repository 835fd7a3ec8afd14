"""What follows a failed send, one row for each kind of problem."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass

from banpol.whatsapp.circuit import Circuit
from banpol.whatsapp.errors import (
    PairRate,
    Rate,
    SendProblem,
    StopSender,
    Temporary,
    Uncertain,
    WindowClosed,
)

log = logging.getLogger(__name__)
TRIES = 5
UNCERTAIN_TRIES = 3
_LONGEST_EXPONENT = 3
_LONGEST_PAIR_EXPONENT = 4
# Refusals that concern the whole account and that a person should hear of.
ALARMING = (131031, 131048, 131064)


@dataclass(frozen=True)
class Step:
    """`outcome`: retried | stopped | parked | uncertain | failed; `next_try_at` in machine seconds."""

    outcome: str
    code: int | None = None
    next_try_at: float = 0.0


def decide(
    problem: SendProblem, tries_before: int, now_s: float, circuit: Circuit, chance: random.Random
) -> Step:
    """The step for this message; what concerns the whole sender is told to the circuit."""
    if problem.code in ALARMING:
        log.critical("Meta refuses with code %s: look at the account now", problem.code)
    if isinstance(problem, Temporary):
        return _temporary(problem, tries_before, now_s, circuit, chance)
    if isinstance(problem, Uncertain):
        return _uncertain(problem, tries_before, now_s, circuit)
    if isinstance(problem, StopSender):
        circuit.open(now_s, problem.code)
        return Step("stopped", problem.code, now_s)
    circuit.answered()
    return _about_this_message(problem, tries_before, now_s, circuit)


def _temporary(
    problem: SendProblem, tries_before: int, now_s: float, circuit: Circuit, chance: random.Random
) -> Step:
    """1, 4, 16, 64 seconds, then it is given up; while nothing at all gets through it is not the message's
    fault, and nobody's answer is thrown away."""
    circuit.failed(now_s)
    if tries_before + 1 >= TRIES and not circuit.outage:
        return Step("failed", problem.code)
    wait = problem.retry_after_s or 4.0 ** min(tries_before, _LONGEST_EXPONENT)
    if circuit.outage:
        wait = 0.0
    return Step("retried", problem.code, now_s + wait * (1 + 0.25 * chance.random()))


def _uncertain(problem: SendProblem, tries_before: int, now_s: float, circuit: Circuit) -> Step:
    circuit.failed(now_s)
    return Step("failed" if tries_before + 1 >= UNCERTAIN_TRIES else "uncertain", problem.code)


def _about_this_message(problem: SendProblem, tries_before: int, now_s: float, circuit: Circuit) -> Step:
    if isinstance(problem, WindowClosed):
        return Step("parked", problem.code)
    if isinstance(problem, PairRate):
        wait = max(problem.retry_after_s or 0.0, 4.0 ** min(tries_before, _LONGEST_PAIR_EXPONENT))
        return Step("retried", problem.code, now_s + wait)
    if isinstance(problem, Rate):
        wait = problem.retry_after_s or 4.0 ** min(tries_before, _LONGEST_EXPONENT)
        circuit.slow_down(now_s, wait)
        return Step("retried", problem.code, now_s + wait)
    return Step("failed", problem.code)
