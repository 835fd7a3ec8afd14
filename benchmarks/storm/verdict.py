"""What a storm has left, compared with what was said in it: every violation as a count under its name."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Callable, Iterable, Mapping, Sequence

from sqlalchemy import func, select

from banpol.database import Database
from banpol.post.tables import inbox_message, outbox_message, turn
from banpol.register.sql.tables import evidence, transcript
from benchmarks.storm.graph import Heard
from benchmarks.storm.people import Person
from benchmarks.storm.plan import Planned, plate

NOT_JUDGED = ("replies", "replies doubled", "turns", "reports")
IN_PREFIX = "masuk-"


@dataclass
class Verdict:
    """Figures for the table; any violation makes the storm lost."""

    figures: dict[str, int] = field(default_factory=dict)

    @property
    def violations(self) -> list[str]:
        judged = {name: count for name, count in self.figures.items() if name not in NOT_JUDGED}
        return [f"{name}: {count}" for name, count in judged.items() if count]


@dataclass(frozen=True)
class Left:
    """The rows that are left; `read` are the ids of what the assistant read, in its order."""

    inbox: Sequence[Any]
    turns: Mapping[str, Any]
    out: Sequence[Any]
    read: Sequence[str]
    files: int


def look(store: Database) -> Left:
    with store.read() as session:
        lines = session.execute(
            select(transcript.c.id).where(transcript.c.direction == "masuk").order_by(transcript.c.seq)
        ).scalars()
        return Left(
            session.execute(select(inbox_message).order_by(inbox_message.c.seq)).all(),
            {row.id: row for row in session.execute(select(turn)).all()},
            session.execute(select(outbox_message).order_by(outbox_message.c.seq)).all(),
            [line.removeprefix(IN_PREFIX) for line in lines],
            session.execute(select(func.count()).select_from(evidence)).scalar_one(),
        )


def judge(
    people: Sequence[Person],
    left: Left,
    known_as: Callable[[str], str],
    heard: Sequence[Heard],
    sender_kills: int,
) -> Verdict:
    """Everything but the reports' contents, which need the private key."""
    said = {known_as(message.id): message for person in people for message in person.talk}
    verdict = Verdict()
    verdict.figures |= _kept(people, left, said)
    verdict.figures |= _answered(left, heard, sender_kills)
    verdict.figures |= _in_order(left, said, heard)
    verdict.figures["answers waited for in vain"] = sum(person.waited_in_vain for person in people)
    return verdict


def _kept(people: Sequence[Person], left: Left, said: Mapping[str, Planned]) -> dict[str, int]:
    stored = Counter(row.id for row in left.inbox)
    photos = sum(one.kind == "photo" for person in people for one in person.said.values())
    return {
        "lost": sum(not stored[known] for known in said),
        "stored twice": sum(count - 1 for count in stored.values()),
        "forged or strange rows": sum(known not in said for known in stored),
        "evidence rows too many or too few": abs(left.files - photos),
        "messages read twice": sum(count - 1 for count in Counter(_cut(left.read)).values()),
    }


def _answered(left: Left, heard: Sequence[Heard], sender_kills: int) -> dict[str, int]:
    copies = Counter((one.outbox_id, one.body) for one in heard)
    doubled = sum(copies.values()) - len(copies)
    return {
        "unanswered": _unanswered(left, {one.outbox_id for one in heard}),
        "more doubled replies than sender kills": max(0, doubled - sender_kills),
        "replies doubled": doubled,
        "replies": len(copies),
        "turns": len(left.turns),
    }


def _unanswered(left: Left, arrived: set[str]) -> int:
    """Messages whose turn has not ended or whose answers did not all reach the phone."""
    answers: dict[str, set[str]] = defaultdict(set)
    for row in left.out:
        answers[row.turn_id].add(row.id)
    return sum(
        row.status != "done" or not answers[row.turn_id] or not answers[row.turn_id] <= arrived
        for row in left.inbox
    )


def _in_order(left: Left, said: Mapping[str, Planned], heard: Sequence[Heard]) -> dict[str, int]:
    when = {row.id: left.turns[row.turn_id].created_at for row in left.inbox if row.turn_id in left.turns}
    taken = sorted((known for known in when if known in said), key=when.__getitem__)
    by_cut = {_cut([known])[0]: message for known, message in said.items()}
    return {
        "messages read out of order": _inversions(by_cut[line] for line in left.read if line in by_cut),
        "turns out of order": _turns_overtaken([(said[known], when[known]) for known in taken]),
        "answers out of order": _disorder(left.out, heard),
    }


def _cut(ids: Iterable[str]) -> list[str]:
    """As long as the transcript keeps them."""
    return [one[: 64 - len(IN_PREFIX)] for one in ids]


def _inversions(read: Iterable[Planned]) -> int:
    """Messages that were read after a later one of the same sender."""
    newest: dict[int, int] = {}
    wrong = 0
    for message in read:
        wrong += message.position < newest.get(message.sender, -1)
        newest[message.sender] = max(message.position, newest.get(message.sender, -1))
    return wrong


def _turns_overtaken(taken: Sequence[tuple[Planned, Any]]) -> int:
    """Messages worked on in an earlier turn than one that their sender wrote before."""
    talks: dict[int, list[tuple[int, Any]]] = defaultdict(list)
    for message, at in taken:
        talks[message.sender].append((message.position, at))
    return sum(a[1] > b[1] for talk in talks.values() for a, b in pairwise(sorted(talk)))


def _disorder(out: Sequence[Any], heard: Sequence[Heard]) -> int:
    """Answers that first reached a phone before an older one to the same phone."""
    seq, seen = {row.id: row.seq for row in out}, set[str]()
    newest: dict[str, int] = {}
    wrong = 0
    for one in heard:
        if one.outbox_id in seen:
            continue
        seen.add(one.outbox_id)
        number = seq.get(one.outbox_id, 0)
        wrong += number < newest.get(one.to, 0)
        newest[one.to] = max(number, newest.get(one.to, 0))
    return wrong


def judge_reports(people: Sequence[Person], reports: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """One report for everybody who made one, told under its own number."""
    makers = [person for person in people if person.makes_report]
    wanted = Counter(plate(person.talk[0].sender) for person in makers)
    plates = Counter(one for report in reports for one in (report["plates"] or ["none"]))
    numbers = {one: report["number"] for report in reports for one in report["plates"]}
    told = {plate(person.talk[0].sender): person.told for person in makers}
    return {
        "reports": len(reports),
        "reports missing": sum((wanted - plates).values()),
        "reports or plates doubled": sum((plates - wanted).values()),
        "numbers doubled": len(reports) - len({report["number"] for report in reports}),
        "told another number": sum(
            number is not None and number != numbers.get(one) for one, number in told.items()
        ),
        "never told a number": sum(number is None for number in told.values()),
    }
