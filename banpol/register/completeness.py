"""How much of what an officer needs a report already says: 0 to 100, with what is there and what lacks."""

from __future__ import annotations

from dataclasses import dataclass

from banpol.register.draft import ReportDraft

ENOUGH_WORDS = 8
# Part, its points; they add up to 100.
PARTS = {
    "cerita": 25,
    "wilayah": 20,
    "tempat_persis": 10,
    "waktu": 20,
    "orang_atau_kendaraan": 10,
    "bukti": 10,
    "boleh_dihubungi": 5,
}


@dataclass(frozen=True)
class Completeness:
    points: int
    present: tuple[str, ...]
    missing: tuple[str, ...]


def score(draft: ReportDraft) -> Completeness:
    there = {
        "cerita": len(draft.narrative.split()) >= ENOUGH_WORDS,
        "wilayah": bool(draft.place and (draft.place.kabupaten_code or draft.place.outside)),
        "tempat_persis": bool(draft.place and (draft.place.kecamatan_code or draft.place.latitude)),
        "waktu": bool(draft.moment and draft.moment.start),
        "orang_atau_kendaraan": bool(draft.people or draft.vehicles or draft.plates),
        "bukti": bool(draft.evidence_ids),
        "boleh_dihubungi": draft.contact_allowed is True,
    }
    present = tuple(part for part in PARTS if there[part])
    return Completeness(
        sum(PARTS[part] for part in present), present, tuple(p for p in PARTS if not there[p])
    )
