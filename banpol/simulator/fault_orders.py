"""Faults as other programs order them: a JSON object → a fault that acts, and how much of it is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Mapping

from banpol.simulator.faults import (
    Fault,
    SendFault,
    accept_then_timeout,
    batch,
    delay,
    drop_answer,
    duplicate,
    refuse_sending,
    reorder,
)

SHARED = ("kind", "times", "share", "seed")


class OrderRefused(Exception):
    """An order that makes no sense; the sentence says why."""

    status = 400


@dataclass(frozen=True)
class Order:
    """`facts` is the order with everything that was left out; `sends` is a fault of sending."""

    facts: Mapping[str, Any]
    fault: Any
    sends: bool

    def join(self, faults: list[Fault], send_faults: list[SendFault]) -> None:
        """Takes its place behind those that were ordered before."""
        (send_faults if self.sends else faults).append(self.fault)

    def as_dict(self) -> dict[str, Any]:
        return {**self.facts, "left": self.fault.left}


def ordered(wanted: Mapping[str, Any]) -> Order:
    """The fault that {kind, times, …} asks for. Raises OrderRefused."""
    kind = wanted.get("kind")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise OrderRefused(f"kind must be one of {', '.join(_KINDS)}")
    reader, known, sends = _KINDS[kind]
    for name in wanted:
        if name not in known:
            raise OrderRefused(f"{kind} has no {name}; it has {', '.join(known[1:])}")
    facts, fault = reader(wanted)
    return Order({"kind": kind, **facts}, fault, sends)


Made = tuple[dict[str, Any], Any]


def _carried(
    make: Callable[..., Fault], mixes: bool = False, **defaults: int
) -> Callable[[Mapping[str, Any]], Made]:
    """The reader of one fault of delivery; `defaults` are the numbers it has besides the shared ones, `mixes`
    says that it can work across phones."""

    def read(wanted: Mapping[str, Any]) -> Made:
        own = {name: _count(wanted, name, usual) for name, usual in defaults.items()}
        shared = {"times": _count(wanted, "times", 1), "share": _share(wanted)}
        shared["seed"] = _count(wanted, "seed", 0)
        if mixes:
            shared["across"] = _flag(wanted, "across")
        return {**own, **shared}, make(*own.values(), **shared)

    return read


def _refusal(wanted: Mapping[str, Any]) -> Made:
    facts = {"code": _count(wanted, "code", 131000), "times": _count(wanted, "times", 1)}
    for name in ("status", "retry_after"):
        if wanted.get(name) is not None:
            facts[name] = _count(wanted, name, 0)
    if not 400 <= facts.get("status", 400) <= 599:
        raise OrderRefused("status must be 400 to 599")
    more = {name: value for name, value in facts.items() if name != "code"}
    return facts, refuse_sending(facts["code"], **more)


def _timeout(wanted: Mapping[str, Any]) -> Made:
    facts = {"seconds": _count(wanted, "seconds", 60), "times": _count(wanted, "times", 1)}
    return facts, accept_then_timeout(facts["seconds"], times=facts["times"])


_KINDS: Mapping[str, tuple[Callable[[Mapping[str, Any]], Made], tuple[str, ...], bool]] = {
    "duplicate": (_carried(duplicate, copies=2), (*SHARED, "copies"), False),
    "drop_answer": (_carried(drop_answer), SHARED, False),
    "delay": (_carried(delay, seconds=5), (*SHARED, "seconds"), False),
    "reorder": (_carried(reorder, True, seconds=5), (*SHARED, "seconds", "across"), False),
    "batch": (_carried(batch, True, size=3, seconds=5), (*SHARED, "size", "seconds", "across"), False),
    "accept_then_timeout": (_timeout, ("kind", "times", "seconds"), True),
    "refuse": (_refusal, ("kind", "times", "code", "status", "retry_after"), True),
}


def _count(wanted: Mapping[str, Any], name: str, default: int) -> int:
    value = wanted.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise OrderRefused(f"{name} must be a whole number")
    return value


def _flag(wanted: Mapping[str, Any], name: str) -> bool:
    value = wanted.get(name, False)
    if not isinstance(value, bool):
        raise OrderRefused(f"{name} must be true or false")
    return value


def _share(wanted: Mapping[str, Any]) -> float:
    value = wanted.get("share", 1.0)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise OrderRefused("share must be a number from 0 to 1")
    return float(value)
