"""Help for verifying one report, in words: each thing the machine noticed stands with its reasons."""

from __future__ import annotations

from typing import Any, Mapping

from sqlalchemy.orm import Session

from banpol.console.house import Visit
from banpol.console.pages import label
from banpol.register import completeness, likeness, links
from banpol.register.draft import Moment, Place, ReportDraft
from banpol.register.office import Office


def help_for(
    session: Session, office: Office, visit: Visit, row: Mapping[str, Any], report: Mapping[str, Any]
) -> dict[str, Any]:
    """Everything the page shows of it; other reports only as far as this person may see them."""
    actor = visit.actor
    score = completeness.score(_as_draft(report))
    return {
        "points": score.points,
        "missing": [label(part, "bagian") for part in score.missing],
        "alike": _alike(session, office, visit, row),
        "history": likeness.history(session, office, actor, row),
        "nearby": likeness.nearby(session, office, actor, row),
        "pranks": [label(code, "tanda_iseng") for code in likeness.prank_signs(session, row)],
        "surge": _surge(session, visit, row),
    }


def _alike(session: Session, office: Office, visit: Visit, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What persons decided stays; what the machine finds besides is offered for deciding."""
    decided = {one["number"]: one for one in links.of_report(session, row["id"])}
    found = [
        {"number": one.number, "score": one.score, "reasons": one.reasons, "state": links.SUGGESTED}
        for one in likeness.duplicates(session, office, visit.actor, row)
        if one.number not in decided
    ]
    return [{**one, "words": _reasons(one["reasons"])} for one in (*decided.values(), *found)]


def _reasons(codes: tuple[str, ...]) -> str:
    return ", ".join(_reason(code) for code in codes if code)


def _reason(code: str) -> str:
    name, _, amount = code.partition(":")
    return label(name, "alasan_mirip").replace("N", amount)


def _surge(session: Session, visit: Visit, row: Mapping[str, Any]) -> str:
    for one in likeness.surge(session, visit.now):
        if (one.kind, one.kecamatan_code) == (row["kind"], row["kecamatan_code"]):
            usual = f"{one.usual:.1f}".replace(".", ",")
            return f"{one.reports} laporan sejenis di kecamatan ini dalam 24 jam; biasanya {usual} sehari."
    return ""


def _as_draft(report: Mapping[str, Any]) -> ReportDraft:
    """What is known by now, also what came after filing."""
    place, moment = report.get("place"), report.get("moment")
    start = report["occurred_from"]
    return ReportDraft(
        draft_id="",
        narrative=report.get("narrative", ""),
        place=Place(**place) if place else None,
        moment=Moment(moment.get("said", ""), start) if moment else None,
        people=report.get("people") or "",
        vehicles=tuple(report.get("vehicles") or ()),
        plates=tuple(report.get("plates") or ()),
        contact_allowed=report["contact_allowed"],
        evidence_ids=tuple(item["id"] for item in report["evidence"]),
    )
