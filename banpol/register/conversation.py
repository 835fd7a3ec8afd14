"""The talk of one report as officers read it: the reporter, the assistant, the team, and what became of each.

The assistant's lines lie in the transcript of the reporter, who may have told several reports. Shown are the
lines since this report was begun, without those said while another report was being told: that one may not be
this officer's to see.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.crypto import ContentOpener
from banpol.post import inbox, tracing, window
from banpol.post.tracing import Traced
from banpol.register import transcripts
from banpol.register.office import Office
from banpol.register.sql.tables import draft

TEAM_CAUSES = ("balas-", "gerak-", "petugas-")
REPORTER, ASSISTANT, TEAM = "pelapor", "asisten", "petugas"
_BEFORE, _AFTER = timedelta(minutes=5), timedelta(minutes=2)
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Said:
    """One line; `state`, `error_code` and `reason` (the channel's) only of what left us."""

    id: str
    who: str
    text: str = field(repr=False)
    at: datetime
    state: str = ""
    error_code: int | None = None
    reason: str = ""


def of_report(session: Session, office: Office, opener: ContentOpener, row: Mapping[str, Any]) -> list[Said]:
    """Oldest first. Raises SealBroken or KeyMissing."""
    since = begin_of(session, row)
    talk = told(session, office, opener, row["reporter_id"], since, _others(session, row))
    return [line for line in talk if line.who != TEAM or row["number"] in line.text or _of_talk(line)]


def of_draft(session: Session, office: Office, opener: ContentOpener, row: Mapping[str, Any]) -> list[Said]:
    """The talk around a draft that was not sent, from its beginning to its last change."""
    lines = told(session, office, opener, row["reporter_id"], row["started_at"] - _BEFORE)
    return [line for line in lines if line.at <= row["updated_at"] + _BEFORE]


def begin_of(session: Session, row: Mapping[str, Any]) -> datetime:
    """From when on a reporter's lines may belong to this report."""
    begun = session.execute(select(draft.c.started_at).where(draft.c.id == row["draft_id"])).scalar()
    return (begun or row["filed_at"]) - _BEFORE


def told(
    session: Session,
    office: Office,
    opener: ContentOpener,
    reporter_id: str,
    since: datetime,
    hidden: Sequence[Span] = (),
) -> list[Said]:
    """Everything said to and by a reporter since then, without what was said within `hidden`."""
    sent = tracing.to_reporter(session, office.ring, reporter_id, since)
    by_line = {f"{one.cause}-{one.ordinal}": one for one in sent}
    lines = [_line(one, by_line) for one in transcripts.since(session, opener, reporter_id, since)]
    lines += [_from_team(one) for one in sent if one.cause.startswith(TEAM_CAUSES)]
    shown = [line for line in lines if not any(start <= line.at <= end for start, end in hidden)]
    return sorted(shown, key=lambda line: line.at)


def free_until(session: Session, reporter_id: str) -> datetime | None:
    """Until when this reporter may be answered freely; None for who never wrote on a channel."""
    route = inbox.last_route(session, reporter_id)
    return window.closes_at(route.last_at) if route else None


def _others(session: Session, row: Mapping[str, Any]) -> list[Span]:
    """The times in which this reporter told other reports."""
    query = select(draft.c.started_at, draft.c.updated_at).where(
        draft.c.reporter_id == row["reporter_id"], draft.c.id != row["draft_id"]
    )
    return [(start, end + _AFTER) for start, end in session.execute(query)]


def _line(one: Mapping[str, Any], by_line: Mapping[str, Traced]) -> Said:
    if one["direction"] == "masuk":
        return Said(one["id"], REPORTER, one["text"], one["at"])
    left = by_line.get(one["id"])
    fate = (left.state, left.error_code, left.reason) if left else ()
    return Said(one["id"], ASSISTANT, one["text"], one["at"], *fate)


def _from_team(one: Traced) -> Said:
    return Said(f"{one.cause}-{one.ordinal}", TEAM, one.text, one.at, one.state, one.error_code, one.reason)


def _of_talk(line: Said) -> bool:
    return line.id.startswith("petugas-")
