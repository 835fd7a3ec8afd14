"""Each row of Meta's error table leads to the step the table demands."""

from __future__ import annotations

import json
import random

import pytest

from banpol.whatsapp.circuit import Circuit
from banpol.whatsapp.decisions import Step, decide
from banpol.whatsapp.errors import (
    BY_CODE,
    Blocked,
    OurPayload,
    PairRate,
    Rate,
    SendProblem,
    StopSender,
    Temporary,
    Uncertain,
    Undeliverable,
    WindowClosed,
    judge,
)


def _error(code: int | None, **more: object) -> bytes:
    body = {"message": "x", "type": "OAuthException", **more}
    return json.dumps({"error": body if code is None else {**body, "code": code}}).encode()


CASES: list[tuple[int, int | None, type[SendProblem]]] = [
    *((500, code, Temporary) for code in (1, 2, 131000, 131016, 133004, 131057)),
    (400, 131056, PairRate),
    *((400, code, Rate) for code in (130429, 4, 80007)),
    (400, 131047, WindowClosed),
    (400, 131026, Undeliverable),
    *(
        (400, code, OurPayload)
        for code in (131051, 100, 131008, 131009, 33, 132000, 132001, 132015, 132016, 131053)
    ),
    *((400, code, Blocked) for code in (130403, 131021, 131030, 130497, 131048, 131049, 131050)),
    *((400, code, Blocked) for code in (131062, 131064)),
    *(
        (401, code, StopSender)
        for code in (190, 3, 10, 200, 299, 131005, 131031, 368, 131042, 131045, 133010)
    ),
    (400, 0, StopSender),
    (503, None, Temporary),
    (429, None, Rate),
    (401, None, StopSender),
    (400, 999999, OurPayload),
    (502, 999999, Temporary),
]


@pytest.mark.parametrize(("status", "code", "kind"), CASES)
def test_answer_is_judged_by_its_code(status: int, code: int | None, kind: type[SendProblem]) -> None:
    """The code decides; the HTTP status only where the code is unknown."""
    problem = judge(status, _error(code), {})
    assert type(problem) is kind
    assert problem.code == code


def test_transient_flag_counts_where_the_code_is_unknown() -> None:
    """Meta marks what will pass."""
    assert type(judge(400, _error(999999, is_transient=True), {})) is Temporary


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": 5}', b'{"error": {"code": "190"}}'])
def test_answers_without_a_readable_error_are_judged_by_status(body: bytes) -> None:
    """A proxy's page instead of JSON is no reason to fall over."""
    assert type(judge(502, body, {})) is Temporary
    assert type(judge(400, body, {})) is OurPayload


def test_waits_that_meta_asks_for() -> None:
    """Retry-After in seconds, Meta's own header in minutes, never more than an hour, never nonsense."""
    usage = json.dumps({"1": [{"estimated_time_to_regain_access": 2}]})
    assert judge(429, b"", {"Retry-After": "7"}).retry_after_s == 7
    assert judge(429, b"", {"X-Business-Use-Case-Usage": usage}).retry_after_s == 120
    assert judge(429, b"", {"Retry-After": "999999"}).retry_after_s == 3600
    for nonsense in ("soon", "-5", "٣"):
        assert judge(429, b"", {"Retry-After": nonsense}).retry_after_s is None
    assert judge(429, b"", {"X-Business-Use-Case-Usage": '{"a": 5}'}).retry_after_s is None


def _decide(problem: SendProblem, tries: int = 0, circuit: Circuit | None = None) -> Step:
    return decide(problem, tries, 1000.0, circuit or Circuit(), random.Random(1))


def test_temporary_waits_longer_each_time_and_is_given_up_after_five_tries() -> None:
    """1, 4, 16, 64 seconds with up to a quarter on top."""
    for tries, seconds in enumerate((1, 4, 16, 64)):
        step = _decide(Temporary(131000), tries)
        assert step.outcome == "retried"
        assert seconds <= step.next_try_at - 1000 <= seconds * 1.25
    assert _decide(Temporary(131000), 4) == Step("failed", 131000)


def test_nothing_is_given_up_while_nothing_gets_through() -> None:
    """An outage of Meta throws nobody's answer away, and is probed instead of hammered."""
    circuit = Circuit()
    for _ in range(3):
        _decide(Temporary(131000), 9, circuit)
    assert _decide(Temporary(131000), 9, circuit).outcome == "retried"
    assert circuit.room(1001.0, 16) == 0
    assert circuit.room(1006.0, 16) == 1
    circuit.worked()
    assert circuit.room(1006.0, 16) == 16
    assert _decide(Temporary(131000), 9, circuit).outcome == "failed"


def test_pair_rate_holds_this_message_and_nobody_else() -> None:
    """4^X seconds for this recipient; the sender goes on."""
    circuit = Circuit()
    waits = [_decide(PairRate(131056), tries, circuit).next_try_at - 1000 for tries in range(4)]
    assert waits == [1, 4, 16, 64]
    assert circuit.room(1000.0, 16) == 16


def test_rate_slows_the_whole_sender() -> None:
    """Nobody is sent to until the wait is over."""
    circuit = Circuit()
    step = _decide(Rate(130429, 30.0), 0, circuit)
    assert step == Step("retried", 130429, 1030.0)
    assert circuit.room(1029.0, 16) == 0
    assert circuit.room(1031.0, 16) == 16


def test_closed_window_parks_and_never_loops() -> None:
    """No time is set for another try."""
    assert _decide(WindowClosed(131047)) == Step("parked", 131047)


@pytest.mark.parametrize("problem", [Undeliverable(131026), Blocked(131048), OurPayload(100)])
def test_what_cannot_succeed_is_not_tried_again(problem: SendProblem) -> None:
    """Final for this message, without touching the sender."""
    circuit = Circuit()
    assert _decide(problem, 0, circuit) == Step("failed", problem.code)
    assert circuit.is_closed


def test_a_revoked_token_stops_the_sender_and_keeps_the_message() -> None:
    """Everything stays queued; one message a minute probes."""
    circuit = Circuit()
    assert _decide(StopSender(190), 0, circuit) == Step("stopped", 190, 1000.0)
    assert not circuit.is_closed and circuit.refusal == 190
    assert circuit.room(1059.0, 16) == 0
    assert circuit.room(1061.0, 16) == 1
    circuit.worked()
    assert circuit.is_closed


def test_unknown_fate_waits_and_is_not_repeated_for_ever() -> None:
    """Two more tries at most, each after a wait for Meta's status."""
    assert _decide(Uncertain(), 0).outcome == "uncertain"
    assert _decide(Uncertain(), 2).outcome == "failed"


def test_no_code_stands_in_two_rows() -> None:
    """The table is unambiguous: what one row says, no other contradicts."""
    from banpol.whatsapp import errors

    codes = [code for _, row in errors._ROWS for code in row]
    assert len(codes) == len(set(codes)) == len(BY_CODE)
