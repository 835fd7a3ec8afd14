"""One report as a PDF for the file: story, facts, history, digests of its evidence, and who looked at it.

The identity is left out, and the name blotted out in every text. What the font cannot draw becomes a box;
nothing in a story is read as markup.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

from fpdf import FPDF
from fpdf.fonts import TTFFont
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from banpol.clock import WIB
from banpol.crypto import ContentOpener
from banpol.register import casework, notes, reading
from banpol.register.actors import Actor
from banpol.register.masking import masked
from banpol.register.office import Office
from banpol.register.sql.tables import audit_entry

FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
# What it is called, where it stands, and the group whose words its code takes.
_FACTS = (
    ("Status", "status", "status"),
    ("Jenis", "kind", "jenis"),
    ("Tingkat", "urgency", "urgensi"),
    ("Kanal", "source_channel", "kanal"),
    ("Diterima", "filed_at", ""),
    ("Kejadian dari", "occurred_from", ""),
    ("Kejadian sampai", "occurred_to", ""),
    ("Orang", "people", ""),
    ("Kerugian", "loss", ""),
    ("Pelat nomor", "plates", ""),
)
Wording = Callable[[str, str], str]


def _as_kept(code: str, _group: str) -> str:
    return code


@dataclass(frozen=True)
class Dossier:
    """`manifest` is the digest over the evidence's digests in order: one number that stands for all files."""

    pdf: bytes = field(repr=False)
    manifest: str


def make(
    session: Session,
    office: Office,
    opener: ContentOpener,
    actor: Actor,
    number: str,
    now: datetime,
    wording: Wording = _as_kept,
) -> Dossier:
    """The report as it stands now; taking it along is an entry of the audit chain. Raises UnknownReport.

    `wording` tells a code and its group in the reader's words."""
    row = casework.own(session, office, actor, number)
    opened = reading.open_report(session, opener, number)
    name = str(opened.pop("name", "") or "")
    opened = masked(opened, name)
    office.audited(session, actor, "berkas_dibuat", row["id"], now)
    manifest = manifest_of(opened["evidence"])
    page = _Page(number, actor.id, now)
    page.facts(opened, wording)
    page.section("Cerita", [str(opened.get("narrative", ""))])
    page.section(
        "Tambahan pelapor", [f"{_moment(a['at'])}  {a.get('text', '')}" for a in opened["additions"]]
    )
    page.section("Riwayat", [_step(line, wording) for line in opened["history"]])
    written = masked(notes.of_report(session, opener, row["id"]), name)
    page.section("Catatan", [_note(line, wording) for line in written])
    page.section("Bukti (SHA-256)", [_evidence(each, wording) for each in opened["evidence"]])
    page.section("Sidik seluruh bukti", [manifest])
    page.section("Siapa membuka", [_look(line, wording) for line in _looks(session, row["id"], number)])
    return Dossier(page.bytes(), manifest)


def manifest_of(evidence: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 over id and digest of every file, in order of their ids."""
    lines = sorted((str(each["id"]), str(each["sha256"] or "")) for each in evidence)
    return hashlib.sha256(json.dumps(lines, separators=(",", ":")).encode()).hexdigest()


def _looks(session: Session, report_id: str, number: str) -> Sequence[Any]:
    mine = or_(audit_entry.c.subject == report_id, audit_entry.c.subject == number)
    columns = (audit_entry.c.at, audit_entry.c.actor, audit_entry.c.act, audit_entry.c.seq)
    return session.execute(select(*columns).where(mine).order_by(audit_entry.c.seq)).all()


def _moment(value: Any) -> str:
    return f"{value.astimezone(WIB):%Y-%m-%d %H:%M} WIB" if isinstance(value, datetime) else str(value or "")


def _step(line: Mapping[str, Any], wording: Wording) -> str:
    who = wording(line["actor"], "pelaku")
    return f"{_moment(line['at'])}  {wording(line['status'], 'status')}  ({who})"


def _note(line: Mapping[str, Any], wording: Wording) -> str:
    return f"{_moment(line['at'])}  {line['actor']} ({wording(line['kind'], 'catatan')}): {line['text']}"


def _evidence(each: Mapping[str, Any], wording: Wording) -> str:
    state = wording(each["state"], "bukti")
    return f"{each['media_type']}, {each['size']} bita, {state}: {each['sha256'] or '-'}"


def _look(line: Any, wording: Wording) -> str:
    group, code = ("gerak", line.act[6:]) if line.act.startswith("gerak_") else ("tindakan", line.act)
    who = wording(line.actor, "pelaku")
    return f"{_moment(line.at)}  {who}  {wording(code, group)}  (#{line.seq})"


class _Page:
    """Text on A4, in one font; the drawing is fpdf2's."""

    def __init__(self, number: str, actor: str, now: datetime) -> None:
        self._pdf = FPDF(format="A4")
        self._pdf.set_creation_date(now)
        self._pdf.set_title(f"Laporan {number}")
        self._pdf.add_font("naskah", fname=str(FONT))
        font = self._pdf.fonts["naskah"]
        assert isinstance(font, TTFFont)
        self._drawn = set(font.cmap)
        self._pdf.set_margin(18)
        self._pdf.set_auto_page_break(True, 18)
        self._pdf.add_page()
        self._line(16, f"Laporan {number}")
        self._line(8, f"Informasi dari masyarakat, bukan Laporan Polisi. Dibuat {actor}, {_moment(now)}.")

    def facts(self, opened: Mapping[str, Any], wording: Wording) -> None:
        place = opened.get("place") or {}
        where = ", ".join(str(place[k]) for k in ("said", "kecamatan", "kabupaten") if place.get(k))
        lines = [
            (label, wording(str(opened[key]), group) if group else _words(opened.get(key)))
            for label, key, group in _FACTS
        ]
        self.section("Pokok", [f"{label}: {words}" for label, words in (*lines, ("Tempat", where)) if words])

    def section(self, title: str, lines: Sequence[str]) -> None:
        if not lines:
            return
        self._pdf.ln(3)
        self._line(11, title)
        for line in lines:
            self._line(9, line)

    def _line(self, size: float, text: str) -> None:
        self._pdf.set_font("naskah", size=size)
        self._pdf.multi_cell(0, size * 0.55, self._drawable(text), new_x="LMARGIN", new_y="NEXT")

    def _drawable(self, text: str) -> str:
        kept = (c if c == "\n" or ord(c) in self._drawn else "\u25a1" for c in text.replace("\t", " "))
        return "".join(kept)

    def bytes(self) -> bytes:
        return bytes(self._pdf.output())


def _words(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(each) for each in value)
    return _moment(value)
