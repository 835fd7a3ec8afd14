"""What was done to accounts, for others than who did it: a list, and an alert that somebody must look into.

Administrators run the accounts alone, also at night; so nothing they do there stays unseen
(docs/adr/0012-accounts-are-changed-in-sight.md)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from banpol.register import alerts, audit
from banpol.register.actors import AUDITOR, OPERATOR, SUPERVISOR, Actor
from banpol.register.errors import NotAllowed, UnknownChange
from banpol.register.sql.tables import alert, audit_entry

ACTS = (
    "akun_dibuat",
    "akun_dibuka",
    "akun_ditutup",
    "peran_diubah",
    "sandi_disetel_ulang",
    "autentikator_disetel_ulang",
)
MOST = 100
_CAUSE = "akun:"


@dataclass(frozen=True)
class AccountChange:
    """One entry of the audit chain; `seen_by` None while it waits, `watched` False when nobody need look."""

    seq: int
    at: datetime
    act: str
    login: str
    by: str
    watched: bool
    seen_by: str | None
    seen_at: datetime | None
    detail: Mapping[str, Any] = field(default_factory=dict)

    def waits_for(self, actor: Actor) -> bool:
        """Whether this person is one who may look into it: neither who did it nor whose account it is."""
        looks = actor.role in (SUPERVISOR, AUDITOR) and actor.id not in (self.login, self.by)
        return looks and self.watched and self.seen_by is None


def tell(session: Session, now: datetime) -> None:
    """Raises the alert for the newest entry of the chain, which the caller's transaction has just written."""
    cause = f"{_CAUSE}{audit.chain_head(session).seq}"
    alerts.raise_alert(session, alerts.ACCOUNT, "mendesak", cause, None, now)


def weighs(role: str, named: bool) -> bool:
    """Whether an account may do more than any officer, so that others must know of it."""
    return role != OPERATOR or named


def lines(session: Session) -> list[AccountChange]:
    """The newest changes of all accounts."""
    entry = audit_entry.c
    query = select(audit_entry).where(entry.act.in_(ACTS)).order_by(entry.seq.desc()).limit(MOST)
    found = session.execute(query).all()
    raised = _alerts(session, [row.seq for row in found])
    return [_line(row, raised.get(f"{_CAUSE}{row.seq}")) for row in found]


def look(session: Session, audit_key: bytes, actor: Actor, seq: int, now: datetime) -> None:
    """Somebody else has looked into a change. Raises UnknownChange, and NotAllowed for those it is about."""
    audit.serialise(session)
    row = session.execute(select(audit_entry).where(audit_entry.c.seq == seq)).first()
    raised = _alerts(session, [seq]).get(f"{_CAUSE}{seq}")
    if row is None or raised is None:
        raise UnknownChange("there is no such change of an account")
    change = _line(row, raised)
    if change.seen_by is not None:
        return
    if not change.waits_for(actor):
        raise NotAllowed("a change is looked into by others than who made it and whose account it is")
    session.execute(update(alert).where(alert.c.id == raised.id).values(seen_at=now, seen_by=actor.id))
    detail = {"entri": seq}
    act = "perubahan_akun_diperiksa"
    audit.append(session, audit_key, actor=actor.id, act=act, subject=change.login, now=now, detail=detail)


def _alerts(session: Session, seqs: list[int]) -> dict[str, Any]:
    causes = [f"{_CAUSE}{seq}" for seq in seqs]
    query = select(alert).where(alert.c.kind == alerts.ACCOUNT, alert.c.cause_id.in_(causes))
    return {row.cause_id: row for row in session.execute(query)}


def _line(row: Any, raised: Any) -> AccountChange:
    return AccountChange(
        seq=row.seq,
        at=row.at,
        act=row.act,
        login=row.subject,
        by=row.actor,
        watched=raised is not None,
        seen_by=raised.seen_by if raised else None,
        seen_at=raised.seen_at if raised else None,
        detail=json.loads(row.detail),
    )
