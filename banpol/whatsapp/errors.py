"""What Meta's answers mean for the message that was being sent.

SendProblem
├── Temporary       try again soon
├── PairRate        too many to this reporter: hold this recipient
├── Rate            too many altogether: slow the whole sender
├── WindowClosed    the reporter has been silent for a day: as a template, or park until they write
│   └── TemplateRefused  that did not go either: park
├── Undeliverable   this reporter cannot be reached
├── OurPayload      the message itself is refused: once more as plain text
├── Blocked         refused for this reporter or message for good
├── StopSender      token, permission, policy or payment: stop sending, keep everything
└── Uncertain       the request was written and no answer came: it may have been sent

Build on the code, not on titles or HTTP statuses; Meta changes those.
"""

from __future__ import annotations

import json
from typing import Any, Mapping

from banpol.whatsapp.reasons import reason_of

RETRY_AFTER_LIMIT_SECONDS = 3600.0
WINDOW_CLOSED, UNDELIVERABLE = 131047, 131026


class SendProblem(Exception):
    """Family of everything that keeps a message from leaving; carries Meta's code and words where there are
    any, the words without personal data."""

    def __init__(self, code: int | None = None, retry_after_s: float | None = None, reason: str = "") -> None:
        super().__init__(f"{type(self).__name__} {code if code is not None else ''}".strip())
        self.code = code
        self.retry_after_s = retry_after_s
        self.reason = reason


class Temporary(SendProblem): ...


class PairRate(SendProblem): ...


class Rate(SendProblem): ...


class WindowClosed(SendProblem): ...


class TemplateRefused(WindowClosed): ...


class Undeliverable(SendProblem): ...


class OurPayload(SendProblem): ...


class Blocked(SendProblem): ...


class StopSender(SendProblem): ...


class Uncertain(SendProblem): ...


_ROWS: tuple[tuple[type[SendProblem], tuple[int, ...]], ...] = (
    (Temporary, (1, 2, 131000, 131016, 133004, 131057)),
    (PairRate, (131056,)),
    (Rate, (130429, 4, 80007)),
    (WindowClosed, (WINDOW_CLOSED,)),
    (Undeliverable, (UNDELIVERABLE,)),
    (OurPayload, (131051, 100, 131008, 131009, 33, *range(132000, 132017), 131052, 131053)),
    (Blocked, (130403, 131021, 131030, 130497, 131048, 131049, 131050, 131062, 131064)),
    (StopSender, (0, 190, 3, 10, *range(200, 300), 131005, 131031, 368, 131042, 131045, 133010)),
)
BY_CODE: Mapping[int, type[SendProblem]] = {code: kind for kind, codes in _ROWS for code in codes}


def judge(status: int, body: bytes, headers: Mapping[str, str]) -> SendProblem:
    """The decision for an answer that is not a success."""
    error = _error(body)
    code = error.get("code") if isinstance(error.get("code"), int) else None
    wait = _retry_after(headers)
    known = BY_CODE.get(code) if code is not None else None
    problem = known(code, wait) if known else _by_status(status, error, code, wait)
    problem.reason = reason_of(error)
    return problem


def _by_status(status: int, error: Mapping[str, Any], code: int | None, wait: float | None) -> SendProblem:
    """For codes that the table does not know, and for answers without any."""
    if status == 429:
        return Rate(code, wait)
    if status in (401, 403):
        return StopSender(code)
    if status >= 500 or error.get("is_transient") is True:
        return Temporary(code, wait)
    return OurPayload(code)


def _error(body: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    error = document.get("error") if isinstance(document, dict) else None
    return error if isinstance(error, dict) else {}


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait: Retry-After, or Meta's own header, which counts minutes."""
    waits = [*_seconds(headers.get("Retry-After", "")), *_usage_minutes(headers)]
    return min(max(waits), RETRY_AFTER_LIMIT_SECONDS) if waits else None


def _seconds(value: str) -> list[float]:
    return [float(value)] if value.isascii() and value.isdigit() else []


def _usage_minutes(headers: Mapping[str, str]) -> list[float]:
    try:
        usage = json.loads(headers.get("X-Business-Use-Case-Usage", "{}"))
        rows = [row for rows in usage.values() for row in rows]
        minutes = [float(row.get("estimated_time_to_regain_access", 0)) for row in rows]
    except (ValueError, AttributeError, TypeError, RecursionError):
        return []
    return [60 * value for value in minutes if value > 0]
