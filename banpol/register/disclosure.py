"""A reporter's identity stays hidden; it opens for a while, for a reason, by another's decision.

Every step and every look is an entry of the audit chain; without the entry nothing is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Mapping

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from banpol.crypto import ContentOpener, KeyRing
from banpol.post import aliases
from banpol.post.ids import new_id
from banpol.register import alerts, audit, casework, changing, notes, second_looks, sight
from banpol.register.actors import AUDITOR, SUPERVISOR, TEAM, Actor
from banpol.register.errors import NotAllowed, SomethingMissing, UnknownChoice, UnknownReport
from banpol.register.office import Office
from banpol.register.seals import open_json, seal_json
from banpol.register.sql.team_tables import disclosure

FIELDS = ("nama", "nomor")
BASES = ("persetujuan", "penyidikan", "bahaya", "pengadilan")
NEEDS_DOCUMENT = ("penyidikan", "pengadilan")
OPEN_FOR = timedelta(hours=24)
MOST_A_DAY = 20
SHORTEST = 20
ASKED, APPROVED, DENIED, REVOKED = "diminta", "disetujui", "ditolak", "dicabut"


@dataclass(frozen=True)
class Request:
    """`basis`: one of BASES; `document` is the number of a warrant or decision where the basis needs one."""

    fields: tuple[str, ...]
    basis: str
    reason: str = field(repr=False)
    document: str = ""


@dataclass(frozen=True)
class Opened:
    """What was shown; a field that was not asked for, or that nobody knows, is None."""

    name: str | None = field(repr=False)
    phone: str | None = field(repr=False)
    until: datetime


def ask(session: Session, office: Office, actor: Actor, number: str, request: Request, now: datetime) -> str:
    """The id of a request that now waits. Raises UnknownReport, NotAllowed, SomethingMissing."""
    row = casework.own(session, office, actor, number)
    _check(request)
    return _write(session, office, actor, row["id"], request, now, {"state": ASKED})


def break_glass(
    session: Session, office: Office, actor: Actor, number: str, request: Request, now: datetime
) -> str:
    """Opens at once when a life is in danger, alerts supervisors, and must be reviewed afterwards."""
    row = casework.own(session, office, actor, number)
    _check(request)
    if request.basis != "bahaya":
        raise NotAllowed("only danger to life opens an identity without another's decision")
    values = {"state": APPROVED, "break_glass": True, "decided_at": now, "expires_at": now + OPEN_FOR}
    made = _write(session, office, actor, row["id"], request, now, values)
    alerts.raise_alert(session, alerts.OPENED, "mendesak", made, row["id"], now)
    return made


def decide(
    session: Session, office: Office, actor: Actor, request_id: str, approve: bool, reason: str, now: datetime
) -> None:
    """A supervisor who did not ask approves or denies, with a reason. Raises NotAllowed, SomethingMissing."""
    asked = _one(session, request_id)
    if actor.role != SUPERVISOR or actor.id == asked.asked_by:
        raise NotAllowed("a request is decided by a supervisor other than the one who asked")
    _visible(session, office, actor, asked.report_id)
    if asked.state != ASKED:
        raise NotAllowed(f"this request is {asked.state} already")
    if not reason.strip():
        raise SomethingMissing("reason", "a decision needs a reason")
    values: dict[str, Any] = {"state": APPROVED if approve else DENIED, "decided_by": actor.id}
    values |= {"decided_at": now, "expires_at": now + OPEN_FOR if approve else None}
    session.execute(update(disclosure).where(disclosure.c.id == request_id).values(**values))
    act = "identitas_disetujui" if approve else "identitas_ditolak"
    notes.keep(session, office, actor, asked.report_id, notes.REASON, reason, now)
    office.audited(session, actor, act, asked.report_id, now, permintaan=request_id)


def revoke(session: Session, office: Office, actor: Actor, request_id: str, now: datetime) -> None:
    """Ends an approval before its time: any supervisor who may see the report, or whoever asked."""
    asked = _one(session, request_id)
    if actor.role != SUPERVISOR and actor.id != asked.asked_by:
        raise NotAllowed("only a supervisor or whoever asked takes an approval back")
    _visible(session, office, actor, asked.report_id)
    session.execute(update(disclosure).where(disclosure.c.id == request_id).values(state=REVOKED))
    office.audited(session, actor, "identitas_dicabut", asked.report_id, now, permintaan=request_id)


def review(session: Session, office: Office, actor: Actor, request_id: str, now: datetime) -> None:
    """Notes that somebody else looked into an identity that was opened in an emergency."""
    asked = _one(session, request_id)
    if actor.role not in (SUPERVISOR, AUDITOR) or actor.id == asked.asked_by or not asked.break_glass:
        raise NotAllowed("an emergency opening is reviewed by another supervisor or an auditor")
    values = {"reviewed_by": actor.id, "reviewed_at": now}
    session.execute(update(disclosure).where(disclosure.c.id == request_id).values(**values))
    second_looks.settle(session, request_id, actor, now)
    office.audited(session, actor, "identitas_ditinjau", asked.report_id, now, permintaan=request_id)


def view(
    session: Session,
    office: Office,
    opener: ContentOpener,
    contacts: KeyRing,
    actor: Actor,
    number: str,
    now: datetime,
) -> Opened:
    """The identity, for whoever asked and while it is open. Raises UnknownReport, NotAllowed.

    The caller commits, or what it read must not be shown."""
    row = casework.own(session, office, actor, number)
    grant = _grant(session, actor, row["id"], now)
    if grant is None:
        raise NotAllowed("this identity is hidden; ask for it with a reason")
    if _looks_today(session, actor, now) > MOST_A_DAY:
        raise NotAllowed(f"at most {MOST_A_DAY} identities a day may be opened by one person")
    office.audited(
        session, actor, "identitas_dilihat", row["id"], now, permintaan=grant.id, isian=grant.fields
    )
    wanted = grant.fields.split(",")
    name = _name(opener, row) if "nama" in wanted else None
    phone = _phone(session, contacts, row) if "nomor" in wanted else None
    return Opened(name, phone, grant.expires_at)


def state_for(session: Session, actor: Actor, report_id: str, now: datetime) -> str:
    """For the page: tersembunyi | diminta | terbuka."""
    if _grant(session, actor, report_id, now):
        return "terbuka"
    mine = select(disclosure.c.id).where(
        disclosure.c.report_id == report_id, disclosure.c.asked_by == actor.id, disclosure.c.state == ASKED
    )
    return "diminta" if session.execute(mine).first() else "tersembunyi"


def waiting(session: Session, office: Office, opener: ContentOpener, actor: Actor) -> list[dict[str, Any]]:
    """Requests that this supervisor may decide, oldest first, with their reasons."""
    if actor.role != SUPERVISOR:
        return []
    query = select(disclosure).where(disclosure.c.state == ASKED, disclosure.c.asked_by != actor.id)
    found = []
    for row in session.execute(query.order_by(disclosure.c.asked_at, disclosure.c.id)).all():
        report = changing.look(session, row.report_id)
        if sight.sees(actor, report, office.routing):
            said = open_json(opener, "disclosure", "sealed", row.id, row.wrapped_key, row.sealed)
            found.append({**row._mapping, "number": report["number"], **said})
    return found


def _check(request: Request) -> None:
    if not request.fields or set(request.fields) - set(FIELDS):
        raise UnknownChoice(f"an identity has the fields {', '.join(FIELDS)}")
    if request.basis not in BASES:
        raise UnknownChoice(f"there is no basis {request.basis!r}")
    if len(request.reason.strip()) < SHORTEST:
        raise SomethingMissing("reason", f"a reason has at least {SHORTEST} characters")
    if request.basis in NEEDS_DOCUMENT and not request.document.strip():
        raise SomethingMissing("document", f"{request.basis} needs the number of its document")


def _write(
    session: Session,
    office: Office,
    actor: Actor,
    report_id: str,
    request: Request,
    now: datetime,
    values: Mapping[str, Any],
) -> str:
    if actor.role not in TEAM:
        raise NotAllowed(f"{actor.role} does not ask for identities")
    made = new_id()
    said = {"reason": request.reason.strip(), "document": request.document.strip()}
    wrapped, sealed = seal_json(office.sealer, "disclosure", "sealed", made, said)
    line: dict[str, Any] = {
        "id": made,
        "report_id": report_id,
        "fields": ",".join(request.fields),
        "basis": request.basis,
    }
    line |= {"asked_by": actor.id, "asked_at": now, "wrapped_key": wrapped, "sealed": sealed}
    session.execute(insert(disclosure).values(**line, **values))
    office.audited(session, actor, "identitas_diminta", report_id, now, permintaan=made, dasar=request.basis)
    return made


def _one(session: Session, request_id: str) -> Any:
    audit.serialise(session)
    row = session.execute(select(disclosure).where(disclosure.c.id == request_id)).first()
    if row is None:
        raise UnknownReport("there is no such request")
    return row


def _visible(session: Session, office: Office, actor: Actor, report_id: str) -> None:
    if not sight.sees(actor, changing.look(session, report_id), office.routing):
        raise UnknownReport("there is no such request")


def _grant(session: Session, actor: Actor, report_id: str, now: datetime) -> Any:
    query = select(disclosure).where(
        disclosure.c.report_id == report_id,
        disclosure.c.asked_by == actor.id,
        disclosure.c.state == APPROVED,
        disclosure.c.expires_at > now,
    )
    return session.execute(query.order_by(disclosure.c.expires_at.desc()).limit(1)).first()


def _looks_today(session: Session, actor: Actor, now: datetime) -> int:
    """How many different identities this person was granted in the last day."""
    query = select(func.count(disclosure.c.report_id.distinct())).where(
        disclosure.c.asked_by == actor.id,
        disclosure.c.state == APPROVED,
        disclosure.c.decided_at > now - timedelta(days=1),
    )
    return int(session.execute(query).scalar_one())


def _name(opener: ContentOpener, row: Mapping[str, Any]) -> str | None:
    if not row["sealed_identity"]:
        return None
    said = open_json(opener, "report", "identity", row["id"], row["identity_key"], row["sealed_identity"])
    return said.get("name") or None


def _phone(session: Session, contacts: KeyRing, row: Mapping[str, Any]) -> str | None:
    try:
        return aliases.address_of(session, contacts, row["reporter_id"], row["source_channel"]).phone
    except aliases.NobodyThere:
        return None
