"""Finds the answer to a message: its turn has ended, and all that the turn says has reached the phone."""

from __future__ import annotations

import json
from typing import Any, Callable, Sequence

from sqlalchemy import select

from banpol.database import Database
from banpol.post.tables import inbox_message, outbox_message
from benchmarks.storm.bodies import phone
from benchmarks.storm.graph import Graph, Heard
from benchmarks.storm.people import Answer
from benchmarks.storm.plan import Planned


class Answers:
    """Looks only when something new has reached the phone."""

    def __init__(self, store: Database, known_as: Callable[[str], str], graph: Graph) -> None:
        self._store, self._known_as, self._graph = store, known_as, graph
        self._looked: dict[int, int] = {}

    def to(self, message: Planned) -> Answer | None:
        """None while it is not all there."""
        count = self._graph.reached[phone(message.sender)]
        if self._looked.get(message.sender) == count:
            return None
        found = self._look(message)
        if found is None:
            self._looked[message.sender] = count
        return found

    def _look(self, message: Planned) -> Answer | None:
        with self._store.read() as session:
            done = select(inbox_message.c.turn_id).where(
                inbox_message.c.id == self._known_as(message.id), inbox_message.c.status == "done"
            )
            # The first, for a message that was stored twice is the verdict's to find.
            turn_id = session.execute(done).scalars().first()
            rows = session.execute(
                select(outbox_message.c.id, outbox_message.c.asks)
                .where(outbox_message.c.turn_id == turn_id)
                .order_by(outbox_message.c.ordinal)
            ).all()
        if not rows or any(row.id not in self._graph.first for row in rows):
            return None
        return _together([self._graph.first[row.id] for row in rows], rows[-1].asks)


def _together(heard: Sequence[Heard], asks: str | None) -> Answer:
    bodies = [json.loads(one.body) for one in heard]
    return Answer("\n".join(map(_text, bodies)), asks, _choices(bodies[-1]))


def _text(body: dict[str, Any]) -> str:
    if body["type"] == "text":
        return str(body["text"]["body"])
    return str(body.get("interactive", {}).get("body", {}).get("text", ""))


def _choices(body: dict[str, Any]) -> dict[str, str]:
    action = body.get("interactive", {}).get("action", {})
    replies = [button["reply"] for button in action.get("buttons", ())]
    rows = [row for section in action.get("sections", ()) for row in section["rows"]]
    return {option["title"]: option["id"] for option in (*replies, *rows)}
