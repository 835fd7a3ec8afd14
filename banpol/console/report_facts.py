"""What a report says, as rows of label and words, and where it lies on the drawing of the province."""

from __future__ import annotations

from typing import Any, Mapping

from banpol.console.areas import areas
from banpol.console.map_svg import province
from banpol.console.pages import label, when


def facts(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """In the order an officer asks; what was not told is left out."""
    place, moment = report.get("place") or {}, report.get("moment") or {}
    found = [
        ("Jenis", f"{label(report['kind'], 'jenis')} (keyakinan {report['kind_confidence']:.0%})"),
        ("Waktu menurut pelapor", moment.get("said")),
        ("Waktu", span(report)),
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
    return [(name, words) for name, words in found if words]


def span(report: Mapping[str, Any]) -> str:
    start, end = report["occurred_from"], report["occurred_to"]
    if start is None:
        return ""
    if end is None or end == start:
        return when(start)
    first, last = when(start), when(end)
    same_day = first.rsplit(" ", 2)[0] == last.rsplit(" ", 2)[0]
    return f"{first.removesuffix(' WIB')} sampai {last.split(' ', 3)[3] if same_day else last}"


def _coordinates(place: Mapping[str, Any]) -> str:
    if place.get("latitude") is None or place.get("longitude") is None:
        return ""
    return f"{place['latitude']:.5f}, {place['longitude']:.5f}"


def dot(place: Mapping[str, Any]) -> tuple[float, float] | None:
    """Where the reporter's pin lies on the drawing."""
    if place.get("latitude") is None or place.get("longitude") is None:
        return None
    return province().at(place["latitude"], place["longitude"])


def area(place: Mapping[str, Any]) -> str:
    """The dots of the kecamatan, else of the kabupaten; empty for a place outside or unknown."""
    for level, code in ((8, place.get("kecamatan_code")), (5, place.get("kabupaten_code"))):
        found = areas(level).get(code or "")
        if found:
            return found.path
    return ""
