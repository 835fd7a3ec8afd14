"""What a storm has left, compared with what it sent: every violation as a sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Callable, Sequence

from sqlalchemy import func, select

from banpol.database import Database
from banpol.post.tables import inbox_message, outbox_message, turn
from banpol.register.sql.tables import evidence, transcript
from benchmarks.storm.graph import Heard
from benchmarks.storm.plan import Plan


@dataclass
class Verdict:
    """Figures for the table; any violation makes the storm lost."""

    figures: dict[str, int] = field(default_factory=dict)

    @property
    def violations(self) -> list[str]:
        free = ("replies", "replies doubled", "turns")
        return [f"{name}: {count}" for name, count in self.figures.items() if count and name not in free]


def judge(
    plan: Plan, store: Database, known_as: Callable[[str], str], heard: Sequence[Heard], sender_kills: int
) -> Verdict:
    """Everything but the reports' contents, which need the private key."""
    with store.read() as session:
        inbox = session.execute(select(inbox_message).order_by(inbox_message.c.seq)).all()
        turns = {row.id: row for row in session.execute(select(turn)).all()}
        out = session.execute(select(outbox_message).order_by(outbox_message.c.seq)).all()
        files = session.execute(select(func.count()).select_from(evidence)).scalar_one()
        lines = session.execute(
            select(func.count()).select_from(transcript).where(transcript.c.direction == "masuk")
        ).scalar_one()
    ids = {known_as(message.id): message for message in plan.messages}
    stored = Counter(row.id for row in inbox)
    copies = Counter((one.outbox_id, one.body) for one in heard)
    doubled = sum(copies.values()) - len(copies)
    photos = sum(message.kind == "photo" for message in plan.messages)
    return Verdict(
        {
            "lost": sum(not stored[known] for known in ids),
            "stored twice": sum(count - 1 for count in stored.values()),
            "forged or strange rows": sum(known not in ids for known in stored),
            "evidence rows too many or too few": abs(files - photos),
            "transcript lines doubled": max(0, lines - len(ids)),
            "unanswered": _unanswered(inbox, out, {one.outbox_id for one in heard}),
            "turns out of order": _overtaken(inbox, turns, ids),
            "answers out of order": _disorder(out, heard),
            "more doubled replies than sender kills": max(0, doubled - sender_kills),
            "replies doubled": doubled,
            "replies": len(copies),
            "turns": len(turns),
        }
    )


def _unanswered(inbox: Sequence[Any], out: Sequence[Any], arrived: set[str]) -> int:
    """Messages whose turn has not ended or whose answers did not all reach the phone."""
    answers: dict[str, list[str]] = defaultdict(list)
    for row in out:
        answers[row.turn_id].append(row.id)
    return sum(
        row.status != "done" or not answers[row.turn_id] or not set(answers[row.turn_id]) <= arrived
        for row in inbox
    )


def _overtaken(inbox: Sequence[Any], turns: dict[str, Any], ids: dict[str, Any]) -> int:
    """Messages worked on in an earlier turn than one that their sender wrote, and we had, before."""
    talks: dict[int, list[Any]] = defaultdict(list)
    for row in inbox:
        if row.id in ids and row.turn_id in turns:
            talks[ids[row.id].sender].append((ids[row.id].position, turns[row.turn_id].created_at))
    talks = {sender: sorted(talk) for sender, talk in talks.items()}
    return sum(a[1] > b[1] for talk in talks.values() for a, b in pairwise(talk))


def _disorder(out: Sequence[Any], heard: Sequence[Heard]) -> int:
    """Answers that first reached a phone before an older one to the same phone."""
    seq, seen = {row.id: row.seq for row in out}, set()
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
