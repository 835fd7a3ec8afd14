"""One report, opened: each look is written to the audit chain in the transaction that shows it."""

from __future__ import annotations

from typing import Any, Mapping

from starlette.responses import Response

from banpol.console.house import Visit
from banpol.console.map_svg import province
from banpol.console.masking import masked
from banpol.console.pages import label, when
from banpol.console.replies import problem, shown
from banpol.register import audit, queue, reading, transcripts
from banpol.register.errors import UnknownReport

_SHOWN = ("image/jpeg", "image/png", "image/webp")


def show(visit: Visit) -> Response:
    number = visit.request.path_params["number"]
    try:
        report, talk = _opened(visit, number)
    except UnknownReport:
        return problem(visit, 404)
    name = str(report.pop("name", "") or "")
    report, talk = masked(report, name), masked(talk, name)
    place = report.get("place") or {}
    return shown(
        visit,
        "laporan.html",
        report=report,
        facts=_facts(report, place),
        talk=talk,
        has_name=bool(name),
        dot=_dot(place),
        picture=_SHOWN,
        province=province(),
    )


def _opened(visit: Visit, number: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    house = visit.house
    with house.database.write() as session:
        row = queue.row_for(session, visit.actor, visit.office(session).routing, number)
        report = reading.open_report(session, house.opener, number)
        talk = transcripts.talk_of(session, house.opener, row["reporter_id"], row["draft_id"])
        audit.append(
            session,
            house.keys.audit_key,
            actor=visit.actor.id,
            act="laporan_dibuka",
            subject=number,
            now=visit.now,
        )
    return report, talk


def _facts(report: Mapping[str, Any], place: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and words, in the order an officer asks; what was not told is left out."""
    moment = report.get("moment") or {}
    facts = [
        ("Jenis", f"{label(report['kind'], 'jenis')} (keyakinan {report['kind_confidence']:.0%})"),
        ("Waktu menurut pelapor", moment.get("said")),
        ("Waktu", _span(report)),
        ("Tempat menurut pelapor", place.get("said")),
        ("Wilayah", ", ".join(part for part in (place.get("kecamatan"), place.get("kabupaten")) if part)),
        ("Koordinat", _coordinates(place)),
        ("Orang", report.get("people")),
        ("Kendaraan", ", ".join(report.get("vehicles") or ())),
        ("Pelat nomor", ", ".join(report.get("plates") or ())),
        ("Nomor telepon dalam cerita", ", ".join(report.get("phones") or ())),
        ("Kerugian", report.get("loss")),
        ("Kanal", label(report["source_channel"], "kanal")),
        ("Kerahasiaan", label(report["confidentiality"], "kerahasiaan")),
        ("Boleh dihubungi", {True: "Ya", False: "Tidak"}.get(report["contact_allowed"], "Belum ditanya")),
    ]
    return [(name, words) for name, words in facts if words]


def _span(report: Mapping[str, Any]) -> str:
    start, end = report["occurred_from"], report["occurred_to"]
    if start is None:
        return ""
    return when(start) if end is None or end == start else f"{when(start)} sampai {when(end)}"


def _coordinates(place: Mapping[str, Any]) -> str:
    if place.get("latitude") is None or place.get("longitude") is None:
        return ""
    return f"{place['latitude']:.5f}, {place['longitude']:.5f}"


def _dot(place: Mapping[str, Any]) -> tuple[float, float] | None:
    if place.get("latitude") is None or place.get("longitude") is None:
        return None
    return province().at(place["latitude"], place["longitude"])
