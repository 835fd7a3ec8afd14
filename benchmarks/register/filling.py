"""A register full of invented reports, written in bulk; what is sealed is noise of a real report's size."""

from __future__ import annotations

import os
import random
from datetime import datetime, timedelta, timezone
from typing import Any, Iterator

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from banpol.clock import wib_day
from banpol.database import Database
from banpol.register import tallies
from banpol.register.deadlines import URGENCIES
from banpol.register.numbers import ordinal_of
from banpol.register.routing import read_routing
from banpol.register.search_index import SearchIndex
from banpol.register.sql.tables import report, reporter, status_change
from banpol.register.sql.team_tables import word_index

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=timezone.utc)
DAYS = 730
BLOCK = 5000
WORDS = 6000
PER_REPORT = 16
PEOPLE = 90_000
KINDS = (
    "curanmor",
    "pencurian",
    "penipuan_online",
    "narkoba",
    "kdrt",
    "pelayanan_polri",
    "perjudian",
    "lainnya",
)
KINDS += (
    "penganiayaan",
    "tawuran",
    "kemacetan",
    "karhutla",
    "balap_liar",
    "premanisme",
    "kecelakaan_lalu_lintas",
)
AREAS = ("16.71.14", "16.71.05", "16.71.08", "16.02.01", "16.07.04", "16.03.02", "16.74.01", "16.10.05")
CHANNELS = ("whatsapp",) * 8 + ("telepon", "surel")
ENDED = ("selesai", "tidak_valid", "duplikat")
RUNNING = ("diterima", "diverifikasi", "ditindaklanjuti", "perlu_informasi", "diteruskan", "dibuka_kembali")
OFFICERS = tuple(f"petugas{n:02d}" for n in range(25))


def fill(database: Database, index: SearchIndex, reports: int, seed: int = 1) -> int:
    """Writes that many reports over two years; how many rows all tables got."""
    chance, rows = random.Random(seed), 0
    tokens = [index.words(f"kata{n:05d}")[0] for n in range(WORDS)]
    # The n-th word of a language is about 1/n as frequent as the first.
    weights = [1 / (n + 1) for n in range(WORDS)]
    made = _reports(chance, reports)
    while block := [row for _, row in zip(range(BLOCK), made, strict=False)]:
        with database.write() as session:
            rows += _write(session, block, chance, tokens, weights)
    with database.write() as session:
        tallies.recount(session)
    return rows


def _write(
    session: Session,
    block: list[dict[str, Any]],
    chance: random.Random,
    tokens: list[int],
    weights: list[float],
) -> int:
    people = [
        {"id": row["reporter_id"], "created_at": row["filed_at"], "reports": 1}
        for row in block
        if int(row["id"], 16) < PEOPLE
    ]
    words = [
        {"token": token, "ordinal": row["ordinal"]}
        for row in block
        for token in set(chance.choices(tokens, weights, k=PER_REPORT))
    ]
    history = [
        {"report_id": row["id"], "status": status, "actor": "asisten", "at": row["filed_at"]}
        for row in block
        for status in dict.fromkeys(("diterima", row["status"]))
    ]
    for table, rows in ((reporter, people), (report, block), (status_change, history), (word_index, words)):
        _many(session, table, rows)
    return len(people) + len(block) + len(history) + len(words)


def _many(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _reports(chance: random.Random, reports: int) -> Iterator[dict[str, Any]]:
    routing, counts, noise = read_routing(), {}, os.urandom(4096)
    for n in range(reports):
        filed = NOW - timedelta(days=DAYS) * (1 - (n + 1) / reports)
        day = wib_day(filed)
        counts[day] = counts.get(day, 0) + 1
        number = f"BP-{day}-{counts[day]:04d}"
        yield {**_facts(chance, routing, n, filed, number), **_sealed(chance, noise)}


def _facts(chance: random.Random, routing: Any, n: int, filed: datetime, number: str) -> dict[str, Any]:
    kind, area = chance.choice(KINDS), chance.choice(AREAS)
    urgency = chance.choices(URGENCIES, (2, 10, 88))[0]
    # What is recent is still running; of what is old nearly everything has ended.
    fresh = NOW - filed < timedelta(days=14)
    status = chance.choice(RUNNING if fresh or chance.random() < 0.005 else ENDED)
    over = status in ENDED
    verified = filed + timedelta(minutes=chance.randrange(1, 600))
    return {
        "id": f"{n:032x}",
        "number": number,
        "draft_id": f"d{n:031x}",
        "reporter_id": f"r{n % PEOPLE:031x}",
        "status": status,
        "kind": kind,
        "kind_confidence": 0.8,
        "urgency": urgency,
        "confidentiality": "rahasia",
        "restricted": kind in ("kdrt", "pelayanan_polri"),
        "source_channel": chance.choice(CHANNELS),
        "unit": routing.unit_for(kind, area[:5], area),
        "kabupaten_code": area[:5],
        "kecamatan_code": area,
        "outside_province": False,
        "filed_at": filed,
        "day": number[3:9],
        "ordinal": ordinal_of(number),
        "priority": URGENCIES.index(urgency),
        "completeness": chance.randrange(20, 101),
        "assigned_to": chance.choice(OFFICERS) if status != "diterima" else None,
        "due_at": None if over else filed + timedelta(hours=chance.randrange(1, 400)),
        "outcome": "dimediasi" if status == "selesai" else None,
        "answer": chance.choice(("dibenarkan", "tanpa_jawaban")) if status == "selesai" else None,
        "rating": chance.randrange(1, 6) if status == "selesai" and chance.random() < 0.4 else None,
        "reopened": int(chance.random() < 0.03),
        "first_answer_at": verified if status != "diterima" else None,
        "verified_at": verified if status != "diterima" else None,
        "closed_at": verified + timedelta(hours=chance.randrange(1, 200)) if over else None,
    }


def _sealed(chance: random.Random, noise: bytes) -> dict[str, Any]:
    """Noise in the sizes that sealing gives: padded to 256 bytes, wrapped keys of 89."""
    start, size = chance.randrange(512), 256 * chance.randrange(3, 9) + 37
    sealed = noise[start : start + size]
    return {
        "content_key": noise[:89],
        "sealed_content": sealed,
        "identity_key": noise[:89],
        "sealed_identity": noise[start : start + 293],
    }
