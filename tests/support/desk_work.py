"""A register with reports in it, and the officers who work on them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.post import inbox
from banpol.register import filing
from banpol.register.actors import ADMIN, AUDITOR, OPERATOR, SUPERVISOR, Actor
from banpol.register.draft import Place, ReportDraft
from banpol.register.office import Office
from banpol.register.phrases import read_phrases
from banpol.register.search_index import SearchIndex
from banpol.register.sql.tables import report
from tests.support.parts import AUDIT_KEY, BLIND, NOW, RING, arrival, content_keys

SITI = Actor("siti", OPERATOR, named=True)
BUDI = Actor("budi", OPERATOR)
RATNA = Actor("ratna", SUPERVISOR)
HADI = Actor("hadi", SUPERVISOR)
TONO = Actor("tono", AUDITOR)
ADE = Actor("ade", ADMIN)
RESPONSES = Path(__file__).resolve().parents[2] / "data" / "responses"
PALEMBANG = Place("pasar 16", "Kota Palembang", "16.71", "Plaju", "16.71.14")


def office(folder: Path) -> Office:
    sealer, _ = content_keys(folder)
    index = SearchIndex(BLIND, lambda text: text.lower().split())
    return Office(sealer, RING, AUDIT_KEY, read_phrases(RESPONSES), index)


def a_report(
    session: Session,
    house: Office,
    draft_id: str = "d1",
    reporter: str = "r1",
    now: datetime = NOW,
    channel: str = "whatsapp",
    **changes: Any,
) -> str:
    """Files a report of a reporter who can be answered on WhatsApp; its number."""
    values: dict[str, Any] = {
        "narrative": "motor saya hilang di parkiran",
        "kind": "curanmor",
        "place": PALEMBANG,
    }
    draft = ReportDraft(draft_id=draft_id, **{**values, **changes})
    if channel == "whatsapp":
        inbox.receive(session, RING, [arrival(reporter=reporter)])
    return filing.file_report(
        session,
        house.sealer,
        AUDIT_KEY,
        draft,
        reporter_id=reporter,
        source_channel=channel,
        now=now,
        rules=house,
    ).number


def row_of(session: Session, number: str) -> Any:
    return session.execute(select(report).where(report.c.number == number)).mappings().one()
