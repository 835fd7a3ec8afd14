"""Lists that leave the house: CSV and XLSX of codes, places and times; no story, no identity, no formula."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Iterable, Mapping, Sequence

import xlsxwriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.clock import WIB
from banpol.register import sight
from banpol.register.actors import SUPERVISOR, Actor
from banpol.register.errors import NotAllowed, UnknownChoice
from banpol.register.filters import conditions
from banpol.register.office import Office
from banpol.register.sql.tables import report

MOST_ROWS = 100_000
# What a spreadsheet program may read as the beginning of a formula or a command.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
COLUMNS: Mapping[str, Any] = {
    "nomor": report.c.number,
    "diterima": report.c.filed_at,
    "status": report.c.status,
    "jenis": report.c.kind,
    "urgensi": report.c.urgency,
    "kanal": report.c.source_channel,
    "satuan": report.c.unit,
    "kabupaten": report.c.kabupaten_code,
    "kecamatan": report.c.kecamatan_code,
    "terjadi_dari": report.c.occurred_from,
    "terjadi_sampai": report.c.occurred_to,
    "kelengkapan": report.c.completeness,
    "petugas": report.c.assigned_to,
    "tenggat": report.c.due_at,
    "jawaban_pertama": report.c.first_answer_at,
    "diverifikasi": report.c.verified_at,
    "ditutup": report.c.closed_at,
    "hasil": report.c.outcome,
    "jawaban_pelapor": report.c.answer,
    "penilaian": report.c.rating,
    "dibuka_kembali": report.c.reopened,
}
Row = Sequence[Any]


@dataclass(frozen=True)
class Extract:
    """Header and rows; moments are in WIB, written as text."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def extract(
    session: Session,
    office: Office,
    actor: Actor,
    first_day: str,
    last_day: str,
    now: datetime,
    filters: Mapping[str, str] | None = None,
) -> Extract:
    """The reports filed from day to day (YYMMDD, both included) that this supervisor sees, oldest first.

    Who took what along stands in the audit chain. Raises NotAllowed, UnknownChoice."""
    if actor.role != SUPERVISOR:
        raise NotAllowed("only a supervisor takes lists along")
    chosen = filters or {}
    if not (len(first_day) == len(last_day) == 6 and first_day.isdigit() and last_day.isdigit()):
        raise UnknownChoice("an export needs two days YYMMDD")
    span = report.c.ordinal.between(int(first_day) * 1_000_000, int(last_day) * 1_000_000 + 999_999)
    query = select(*COLUMNS.values()).where(span, sight.condition(actor, office.routing))
    query = query.where(*conditions(chosen))
    found = session.execute(query.order_by(report.c.ordinal).limit(MOST_ROWS)).all()
    office.audited(
        session, actor, "daftar_diekspor", "laporan", now, baris=len(found), dari=first_day, sampai=last_day
    )
    return Extract(tuple(COLUMNS), tuple(tuple(_plain(value) for value in row) for row in found))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(WIB).strftime("%Y-%m-%d %H:%M:%S")
    return "" if value is None else value


def safe_cell(value: Any) -> Any:
    """A text that no spreadsheet program takes for a formula; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = value.replace("\0", "")
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def to_csv(table: Extract) -> bytes:
    """UTF-8 with a mark, by which Excel knows it; comma separated."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe_cell(name) for name in table.header])
    writer.writerows([safe_cell(value) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(table: Extract) -> bytes:
    """One sheet; texts are written as texts, whatever they look like."""
    out = io.BytesIO()
    told = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, told)
    sheet = book.add_worksheet("laporan")
    bold = book.add_format({"bold": True})
    for n, row in enumerate(_all_rows(table)):
        for column, value in enumerate(row):
            _write_cell(sheet, n, column, value, bold if n == 0 else None)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.header) - 1)
    book.close()
    return out.getvalue()


def _all_rows(table: Extract) -> Iterable[Row]:
    yield table.header
    yield from table.rows


def _write_cell(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(safe_cell(value)), style)
