"""What the database and the phones say after the storm, against what was written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from banpol.post.tables import inbox_message, outbox_message
from tests.storm.people import Person


@dataclass
class Verdict:
    """Every count must be zero, except `answers_doubled`, which may reach the kills of the sender."""

    lost: int = 0
    stored_twice_or_forged: int = 0
    unanswered: int = 0
    reports_missing: int = 0
    reports_doubled: int = 0
    reports_mixed_up: int = 0
    out_of_order: int = 0
    forged_taken: int = 0
    answers_doubled: int = 0
    trouble: list[str] = field(default_factory=list)

    def fails(self, gateway_kills: int) -> list[str]:
        """The rows that are not as they must be."""
        bad = [
            f"{name} {value}"
            for name, value in vars(self).items()
            if isinstance(value, int) and name != "answers_doubled" and value
        ]
        if self.answers_doubled > gateway_kills:
            bad.append(f"answers doubled {self.answers_doubled}, sender killed {gateway_kills} times")
        return bad + self.trouble


def judge(house: Any, people: list[Person], taken: list[tuple[str, str]], forged_taken: int) -> Verdict:
    """`taken` are (recipient, outbox id) in the order in which Meta's stand-in took the answers."""
    verdict = Verdict(forged_taken=forged_taken)
    with house.store.read() as session:
        inbox = session.execute(select(inbox_message).order_by(inbox_message.c.seq)).all()
        outbox = session.execute(select(outbox_message).order_by(outbox_message.c.seq)).all()
    _inbox(verdict, house, people, inbox)
    _answers(verdict, inbox, outbox, taken)
    _reports(verdict, people, house.reports())
    return verdict


def _inbox(verdict: Verdict, house: Any, people: list[Person], inbox: list[Any]) -> None:
    blind = house.keys.blind_index()
    rows = {row.id: row.seq for row in inbox}
    for person in people:
        seqs = [rows.get(blind.of("message id", message_id)) for message_id in person.sent]
        verdict.lost += seqs.count(None)
        known = [seq for seq in seqs if seq is not None]
        verdict.out_of_order += known != sorted(known)
    verdict.stored_twice_or_forged = max(0, len(inbox) - sum(len(person.sent) for person in people))


def _answers(verdict: Verdict, inbox: list[Any], outbox: list[Any], taken: list[tuple[str, str]]) -> None:
    reached = Counter(outbox_id for _, outbox_id in taken)
    answered = {row.turn_id for row in outbox if reached[row.id]}
    verdict.unanswered = sum(row.status != "done" or row.turn_id not in answered for row in inbox)
    verdict.answers_doubled = sum(count - 1 for count in reached.values())
    seq_of = {row.id: row.seq for row in outbox}
    firsts: dict[str, list[int]] = {}
    seen: set[str] = set()
    for recipient, outbox_id in taken:
        if outbox_id not in seen:
            seen.add(outbox_id)
            firsts.setdefault(recipient, []).append(seq_of.get(outbox_id, 0))
    verdict.out_of_order += sum(seqs != sorted(seqs) for seqs in firsts.values())


def _reports(verdict: Verdict, people: list[Person], reports: list[dict[str, Any]]) -> None:
    told = Counter(mark for person in people for mark in person.filed)
    found = Counter(mark for mark in told for report in reports if mark in str(report["narrative"]))
    verdict.reports_missing = sum(found[mark] < 1 for mark in told)
    verdict.reports_doubled = sum(max(0, found[mark] - 1) for mark in told)
    known = set(told)
    verdict.reports_mixed_up = sum(
        sum(mark in str(report["narrative"]) for mark in known) != 1 for report in reports
    )
