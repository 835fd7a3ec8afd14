"""Talks that an officer was called into or has taken over, with or without a report."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from banpol.crypto import ContentOpener
from banpol.register import conversation, handovers, notices, sight
from banpol.register.actors import TEAM, Actor
from banpol.register.casework import LONGEST_MESSAGE
from banpol.register.conversation import Said, Span
from banpol.register.errors import NotAllowed, SomethingMissing, UnknownReport
from banpol.register.office import Office
from banpol.register.phrases import say
from banpol.register.seals import open_json
from banpol.register.sql.tables import draft, handover, report

BEFORE = timedelta(hours=24)
MOST = 100


def listed(session: Session, actor: Actor) -> list[Mapping[str, Any]]:
    """Those that wait for an officer and those that one has, the oldest call first."""
    if actor.role not in TEAM:
        return []
    open_ones = handover.c.state.in_((handovers.ASKED, handovers.TAKEN))
    query = select(handover).where(open_ones).order_by(handover.c.asked_at, handover.c.id).limit(MOST)
    return [dict(row._mapping) for row in session.execute(query)]


def waiting(session: Session) -> int:
    asked = select(func.count()).where(handover.c.state == handovers.ASKED)
    return int(session.execute(asked).scalar_one())


def of_reporter(session: Session, reporter_id: str) -> str | None:
    """The id of this reporter's open call or talk."""
    open_ones = handover.c.state.in_((handovers.ASKED, handovers.TAKEN))
    mine = select(handover.c.id).where(handover.c.reporter_id == reporter_id, open_ones)
    return session.execute(mine.order_by(handover.c.asked_at.desc()).limit(1)).scalar()


def look(
    session: Session, office: Office, opener: ContentOpener, actor: Actor, talk_id: str, now: datetime
) -> tuple[Mapping[str, Any], list[Said]]:
    """The call and what was said since the day before it, audited. Raises UnknownReport, NotAllowed.

    What was said while a report was told that this person may not see is left out."""
    row = one(session, actor, talk_id)
    others = hidden(session, office, actor, row["reporter_id"])
    since = row["asked_at"] - BEFORE
    lines = conversation.told(session, office, opener, row["reporter_id"], since, others)
    office.audited(session, actor, "percakapan_dibuka", talk_id, now)
    return row, lines


def names_of(session: Session, opener: ContentOpener, reporter_id: str) -> str:
    """Every name that this reporter gave, in reports and in stories not sent yet: for blotting them out."""
    told = (
        (
            "report",
            "identity",
            select(report.c.id, report.c.identity_key, report.c.sealed_identity).where(
                report.c.reporter_id == reporter_id, report.c.sealed_identity.is_not(None)
            ),
        ),
        (
            "draft",
            "sealed",
            select(draft.c.id, draft.c.wrapped_key, draft.c.sealed).where(
                draft.c.reporter_id == reporter_id, draft.c.state != "terkirim"
            ),
        ),
    )
    found = set()
    for table, column, query in told:
        for row_id, key, sealed in session.execute(query):
            found.add(str(open_json(opener, table, column, row_id, key, sealed).get("name") or ""))
    return " ".join(sorted(found))


def one(session: Session, actor: Actor, talk_id: str) -> Mapping[str, Any]:
    """Raises UnknownReport, NotAllowed."""
    if actor.role not in TEAM:
        raise NotAllowed(f"{actor.role} reads no talks")
    row = session.execute(select(handover).where(handover.c.id == talk_id)).mappings().first()
    if row is None:
        raise UnknownReport("there is no such talk")
    return row


def reply(
    session: Session, office: Office, actor: Actor, talk_id: str, text: str, key: str, now: datetime
) -> None:
    """Writes to the reporter; only who has the talk. The same form sent twice is one message.

    Raises UnknownReport, NotAllowed, SomethingMissing, NoWayToReporter."""
    row = one(session, actor, talk_id)
    if handovers.holder(session, row["reporter_id"]) != actor.id:
        raise NotAllowed("only who has taken the talk over answers in it")
    written = text.strip()
    if not written or len(written) > LONGEST_MESSAGE:
        raise SomethingMissing("text", f"a message needs 1 to {LONGEST_MESSAGE} characters")
    message = say(office.phrases, "utter_balasan_petugas_umum", pesan=written)
    notices.send(session, office, row, f"petugas-{key}"[:64], message, now)
    office.audited(session, actor, "pelapor_dibalas", talk_id, now)


def hidden(session: Session, office: Office, actor: Actor, reporter_id: str) -> list[Span]:
    """When this reporter told reports that are not this person's to see."""
    # Asked the other way round: a condition that meets an empty column is neither true nor false.
    mine = report.c.reporter_id == reporter_id
    seen = select(report.c.id).where(mine, sight.condition(actor, office.routing))
    query = select(draft.c.started_at, draft.c.updated_at).join(report, report.c.draft_id == draft.c.id)
    found = session.execute(query.where(mine, report.c.id.not_in(seen)))
    return [(start, end + timedelta(minutes=2)) for start, end in found]
