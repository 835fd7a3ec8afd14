"""What officers do with a report beside moving it.

Taking it, passing it on, holding it while editing, notes, answers, evidence; each leaves an audit entry.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from banpol.post.ids import new_id
from banpol.register import changing, evidence, notes, notices, operators, sight
from banpol.register.actors import OPERATOR, SUPERVISOR, TEAM, Actor
from banpol.register.changing import Row
from banpol.register.errors import (
    LockedByOther,
    NotAllowed,
    NoWayToReporter,
    SomethingMissing,
    UnknownChoice,
    UnknownReport,
)
from banpol.register.office import Office
from banpol.register.phrases import say
from banpol.register.sql.tables import evidence as evidence_table
from banpol.register.sql.tables import report
from banpol.register.sql.team_tables import assignment

LOCK = timedelta(minutes=5)
LONGEST_MESSAGE = 1000


def own(session: Session, office: Office, actor: Actor, number: str) -> Row:
    """The row of a report that this member of the team may work on. Raises UnknownReport, NotAllowed."""
    row = changing.take(session, number)
    if not sight.sees(actor, row, office.routing):
        raise UnknownReport(f"there is no report {number}")
    if actor.role not in TEAM:
        raise NotAllowed(f"{actor.role} does not work on reports")
    return row


def must_see(session: Session, office: Office, actor: Actor, number: str, login: str) -> None:
    """Raises UnknownChoice unless that account works on reports and could open this one if it had it."""
    row = own(session, office, actor, number)
    mine = {**row, "assigned_to": login}
    if not any(one.id == login and sight.sees(one, mine, office.routing) for one in operators.team(session)):
        raise UnknownChoice(f"{login!r} cannot be given this report")


def claim(session: Session, office: Office, actor: Actor, number: str, version: int, now: datetime) -> int:
    """Takes a report for oneself; the new version. Raises NotAllowed when a colleague has it."""
    return assign(session, office, actor, number, actor.id, version, now)


def assign(
    session: Session,
    office: Office,
    actor: Actor,
    number: str,
    operator: str | None,
    version: int,
    now: datetime,
) -> int:
    """Gives a report to somebody, or (None) back to the queue; the new version.

    An operator may take what nobody has and give back what is theirs; a supervisor may do all of it.
    Raises UnknownReport, NotAllowed, VersionConflict, LockedByOther."""
    row = own(session, office, actor, number)
    changing.expect(row, actor, version, now)
    if actor.role == OPERATOR and not (
        row["assigned_to"] in (None, actor.id) and operator in (None, actor.id)
    ):
        raise NotAllowed("a colleague has this report; a supervisor can pass it on")
    new_version = changing.write(session, row, actor, now, assigned_to=operator)
    line = {"report_id": row["id"], "operator": operator, "actor": actor.id, "at": now}
    session.execute(insert(assignment).values(**line))
    office.audited(session, actor, "laporan_ditugaskan", row["id"], now, kepada=operator or "")
    return new_version


def lock(session: Session, office: Office, actor: Actor, number: str, now: datetime) -> datetime:
    """Holds a report for five minutes while its holder writes; until when. Raises LockedByOther.

    The version stays: a lock says who is writing, it changes nothing of the report."""
    row = own(session, office, actor, number)
    if row["locked_by"] not in (None, actor.id) and row["locked_until"] > now:
        raise LockedByOther(number, row["locked_by"], row["locked_until"])
    until = now + LOCK
    _hold(session, row, actor.id, until)
    return until


def unlock(session: Session, office: Office, actor: Actor, number: str) -> None:
    """Lets go; of somebody else's hold only a supervisor. Raises NotAllowed."""
    row = own(session, office, actor, number)
    if row["locked_by"] not in (None, actor.id) and actor.role != SUPERVISOR:
        raise NotAllowed("only a supervisor ends somebody else's hold")
    _hold(session, row, None, None)


def let_go(session: Session, actor: Actor, number: str) -> None:
    """Ends one's own hold, if there is one."""
    mine = (report.c.number == number, report.c.locked_by == actor.id)
    session.execute(update(report).where(*mine).values(locked_by=None, locked_until=None))


def _hold(session: Session, row: Row, holder: str | None, until: datetime | None) -> None:
    values = {"locked_by": holder, "locked_until": until}
    session.execute(update(report).where(report.c.id == row["id"]).values(**values))


def add_note(session: Session, office: Office, actor: Actor, number: str, text: str, now: datetime) -> str:
    """A note among officers; its id. Adds and overwrites nothing, so it needs no version."""
    row = own(session, office, actor, number)
    note_id = notes.keep(session, office, actor, row["id"], notes.INTERNAL, text, now)
    office.audited(session, actor, "catatan_ditulis", row["id"], now)
    return note_id


def reply(
    session: Session, office: Office, actor: Actor, number: str, text: str, key: str, now: datetime
) -> str:
    """Writes to the reporter on the reporter's own channel; the outbox's id of it.

    `key` comes from the form: the same form sent twice is one message.
    Raises SomethingMissing for an empty or too long text, NoWayToReporter."""
    row = own(session, office, actor, number)
    written = text.strip()
    if not written or len(written) > LONGEST_MESSAGE:
        raise SomethingMissing("text", f"a message needs 1 to {LONGEST_MESSAGE} characters")
    if row["contact_allowed"] is False:
        raise NoWayToReporter("this reporter does not want to be contacted")
    cause = f"balas-{key}"[:64]
    if notes.sent_already(session, cause):
        return cause
    message = say(office.phrases, "utter_balasan_petugas", nomor=number, pesan=written)
    notices.send(session, office, row, cause, message, now)
    notes.keep(session, office, actor, row["id"], notes.TO_REPORTER, written, now, cause)
    if row["first_answer_at"] is None:
        changing.write(session, row, actor, now, first_answer_at=now)
    office.audited(session, actor, "pelapor_dibalas", row["id"], now)
    return cause


def add_evidence(
    session: Session,
    office: Office,
    actor: Actor,
    number: str,
    folder: Path,
    data: bytes,
    media_type: str,
    now: datetime,
) -> str:
    """An officer's own evidence, sealed like the reporter's; its id. Raises SomethingMissing for no bytes."""
    row = own(session, office, actor, number)
    if not data:
        raise SomethingMissing("file", "the file is empty")
    evidence_id = new_id()
    line = {"id": evidence_id, "reporter_id": row["reporter_id"], "report_id": row["id"], "state": "menunggu"}
    line |= {"message_id": f"petugas-{evidence_id}", "received_at": now, "added_by": actor.id}
    session.execute(insert(evidence_table).values(**line))
    digest = evidence.store(session, office.sealer, folder, evidence_id, data, media_type)
    office.audited(session, actor, "bukti_ditambahkan", row["id"], now, sha256=digest)
    return evidence_id
