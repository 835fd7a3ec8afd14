"""What reporters want with their own data, answered by a supervisor within 72 hours; and what they say of us.

The law gives the term; a request that is not answered a day before it raises an alert. Who asks without a PIN
must be made sure of first. An erasure takes names and talks from closed reports; what is still worked on, or
held, stays, and the answer says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Mapping

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from banpol.crypto import ContentOpener
from banpol.register import alerts, audit, conversation, erasing, notices, sight, talks, workflow
from banpol.register.actors import AUDITOR, SUPERVISOR, Actor
from banpol.register.casework import LONGEST_MESSAGE
from banpol.register.conversation import Said
from banpol.register.errors import MoveImpossible, NotAllowed, SomethingMissing, UnknownRequest
from banpol.register.masking import masked
from banpol.register.office import Office
from banpol.register.phrases import say
from banpol.register.seals import open_json
from banpol.register.sql.tables import alert, data_request, feedback, report
from banpol.register.sql.team_tables import disclosure

ASKED, ANSWERED, REFUSED = "diterima", "dijawab", "ditolak"
REASONS = ("bukan_pelapor", "wajib_disimpan", "tidak_ada_data", "dibatalkan")
LATE = "permintaan_data"
ALARM_BEFORE = timedelta(hours=24)
BEFORE, AFTER = timedelta(hours=2), timedelta(hours=1)
MOST, MOST_DONE, MOST_SAID = 100, 30, 50
_BY_OFFICER = "petugas"


@dataclass(frozen=True)
class OwnReport:
    """One report of whoever asks; `erasable` says that its name may go now."""

    number: str
    status: str
    filed_at: datetime
    identity_gone: bool
    erasable: bool


@dataclass(frozen=True)
class Opening:
    """When an identity of theirs was opened; `number` is empty where the report is out of sight."""

    number: str
    by: str
    basis: str
    at: datetime


def waiting(session: Session, actor: Actor) -> int:
    """How many requests wait, for whom it concerns."""
    if actor.role not in (SUPERVISOR, AUDITOR):
        return 0
    query = select(func.count()).where(data_request.c.state == ASKED)
    return int(session.execute(query).scalar_one())


def listed(session: Session, *, done: bool = False) -> list[Mapping[str, Any]]:
    """Those that wait, the nearest term first; or (`done`) the newest answers."""
    which, order, most = data_request.c.state == ASKED, data_request.c.due_at.asc(), MOST
    if done:
        which, order = data_request.c.state != ASKED, data_request.c.answered_at.desc()
        most = MOST_DONE
    query = select(data_request).where(which).order_by(order, data_request.c.id).limit(most)
    return [dict(row._mapping) for row in session.execute(query)]


def one(session: Session, asked: str) -> Mapping[str, Any]:
    """Raises UnknownRequest."""
    row = session.execute(select(data_request).where(data_request.c.id == asked)).mappings().first()
    if row is None:
        raise UnknownRequest("there is no such request")
    return row


def reports_of(
    session: Session, office: Office, actor: Actor, reporter_id: str
) -> tuple[list[OwnReport], int]:
    """The reports of whoever asks that this person may see, and how many others there are."""
    mine = report.c.reporter_id == reporter_id
    seen = and_seen(session, office, actor, reporter_id)
    every = session.execute(select(func.count()).where(mine)).scalar_one()
    return [_own(row) for row in seen], int(every) - len(seen)


def and_seen(session: Session, office: Office, actor: Actor, reporter_id: str) -> list[Mapping[str, Any]]:
    """Whole rows, the newest first."""
    mine = (report.c.reporter_id == reporter_id, sight.condition(actor, office.routing))
    query = select(report).where(*mine).order_by(report.c.filed_at.desc()).limit(MOST)
    return [dict(row) for row in session.execute(query).mappings()]


def openings(session: Session, office: Office, actor: Actor, reporter_id: str) -> list[Opening]:
    """Who was let see an identity of theirs, on what ground: part of access to one's data."""
    seen = {row["id"]: row["number"] for row in and_seen(session, office, actor, reporter_id)}
    joined = disclosure.join(report, report.c.id == disclosure.c.report_id)
    query = (
        select(disclosure)
        .select_from(joined)
        .where(report.c.reporter_id == reporter_id, disclosure.c.state.in_(("disetujui", "dicabut")))
    )
    rows = session.execute(query.order_by(disclosure.c.asked_at).limit(MOST)).all()
    return [Opening(seen.get(r.report_id, ""), r.asked_by, r.basis, r.decided_at or r.asked_at) for r in rows]


def talk(
    session: Session,
    office: Office,
    opener: ContentOpener,
    actor: Actor,
    row: Mapping[str, Any],
    now: datetime,
) -> tuple[list[Said], str]:
    """What was said around the request, and the names to hide in it; audited."""
    hidden = talks.hidden(session, office, actor, row["reporter_id"])
    lines = conversation.told(session, office, opener, row["reporter_id"], row["asked_at"] - BEFORE, hidden)
    office.audited(session, actor, "percakapan_dibuka", row["id"], now)
    near = [line for line in lines if line.at <= row["asked_at"] + AFTER or line.who == conversation.TEAM]
    return near, talks.names_of(session, opener, row["reporter_id"])


def answer(
    session: Session,
    office: Office,
    actor: Actor,
    asked: str,
    text: str,
    now: datetime,
    *,
    refused: str = "",
    sure: bool = False,
) -> None:
    """Writes the answer to the reporter and closes the request. `refused`: a reason, or empty when granted.

    Raises NotAllowed, UnknownRequest, MoveImpossible, SomethingMissing, NoWayToReporter."""
    row = _open(session, actor, asked)
    if refused and refused not in REASONS:
        raise SomethingMissing("reason_code", "a refusal needs one of the reasons")
    if not refused:
        _made_sure(session, row, sure)
    written = text.strip()
    if not written or len(written) > LONGEST_MESSAGE:
        raise SomethingMissing("text", f"a message needs 1 to {LONGEST_MESSAGE} characters")
    message = say(office.phrases, "utter_balasan_petugas_umum", pesan=written)
    notices.send(session, office, row, f"petugas-{asked}"[:64], message, now)
    state = REFUSED if refused else ANSWERED
    values = {"state": state, "answered_at": now, "reason_code": refused or None}
    session.execute(update(data_request).where(data_request.c.id == asked).values(**values))
    late = (alert.c.cause_id == asked, alert.c.kind == LATE, alert.c.seen_at.is_(None))
    session.execute(update(alert).where(*late).values(seen_at=now, seen_by=actor.id))
    office.audited(session, actor, "permintaan_data_selesai", asked, now, jenis=row["kind"], hasil=state)


def erase(
    session: Session,
    office: Office,
    opener: ContentOpener,
    actor: Actor,
    asked: str,
    now: datetime,
    *,
    sure: bool = False,
) -> int:
    """Takes name and talk from their closed reports that nobody holds; from how many. Not to be undone.

    Raises NotAllowed, UnknownRequest, MoveImpossible, SomethingMissing."""
    row = _open(session, actor, asked)
    if row["kind"] != "hapus":
        raise MoveImpossible("only a request to erase erases")
    _made_sure(session, row, sure)
    erased = [one for one in and_seen(session, office, actor, row["reporter_id"]) if _own(one).erasable]
    for one_report in erased:
        erasing.identity(session, office, opener, one_report, now)
        number = one_report["number"]
        office.audited(session, actor, "identitas_dihapus", number, now, permintaan=asked)
    return len(erased)


def escalate(session: Session, now: datetime) -> int:
    """An alert for each request whose term ends within a day; how many new."""
    near = (data_request.c.state == ASKED, data_request.c.due_at <= now + ALARM_BEFORE)
    told = select(alert.c.cause_id).where(alert.c.kind == LATE)
    query = select(data_request.c.id).where(*near, data_request.c.id.not_in(told)).limit(MOST)
    found = session.execute(query).scalars().all()
    return sum(alerts.raise_alert(session, LATE, "mendesak", asked, None, now) for asked in found)


def said_of_us(
    session: Session, office: Office, opener: ContentOpener, actor: Actor, now: datetime
) -> list[Mapping[str, Any]]:
    """The newest praise, criticism and suggestions, without the names of who wrote them; audited."""
    if actor.role not in (SUPERVISOR, AUDITOR):
        raise NotAllowed(f"{actor.role} does not read these")
    rows = session.execute(select(feedback).order_by(feedback.c.at.desc()).limit(MOST_SAID)).all()
    office.audited(session, actor, "masukan_dibaca", "semua", now, banyak=len(rows))
    found: list[Mapping[str, Any]] = []
    for row in rows:
        body = open_json(opener, "feedback", "sealed", row.id, row.wrapped_key, row.sealed)
        text = masked(str(body.get("text") or ""), talks.names_of(session, opener, row.reporter_id))
        found.append({"at": row.at, "rating": row.rating, "text": text})
    return found


def _open(session: Session, actor: Actor, asked: str) -> Mapping[str, Any]:
    if actor.role != SUPERVISOR:
        raise NotAllowed("requests about a reporter's data are for supervisors")
    audit.serialise(session)
    row = one(session, asked)
    if row["state"] != ASKED:
        raise MoveImpossible("this request was answered already")
    return row


def _made_sure(session: Session, row: Mapping[str, Any], sure: bool) -> None:
    if row["confirmed_by"]:
        return
    if not sure:
        raise SomethingMissing("sure", "whoever asks must be made sure of first")
    mine = update(data_request).where(data_request.c.id == row["id"])
    session.execute(mine.values(confirmed_by=_BY_OFFICER))


def _own(row: Mapping[str, Any]) -> OwnReport:
    gone = row["identity_purged_at"] is not None
    free = row["status"] in workflow.OVER and row["kept_by"] is None and not gone
    return OwnReport(row["number"], row["status"], row["filed_at"], gone, free)
