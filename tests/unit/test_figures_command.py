"""Published totals come in from a file whole or not at all, once, as reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from banpol.cli import figures
from banpol.database import Database
from banpol.register import statistics
from banpol.register.errors import UnknownChoice
from banpol.register.sql.team_tables import reported_total
from tests.support.desk_work import ADE, office
from tests.support.parts import NOW

LINE = '- {awal: "2023-01-01", akhir: "2023-12-31", laporan: 5, sumber: x}\n'


def test_the_published_totals_of_the_service_are_there(database: Database, tmp_path: Path) -> None:
    """Three spans up to 12 July 2024; a second time adds nothing; nothing of it is counted."""
    rows = figures.read(figures.SHIPPED)
    assert [(r.first_day, r.last_day, r.reports) for r in rows] == [
        ("2022-01-01", "2022-12-31", 3693),
        ("2023-01-01", "2023-12-31", 22_982),
        ("2024-01-01", "2024-07-12", 11_131),
    ]
    house = office(tmp_path)
    with database.write() as session:
        assert statistics.import_reported(session, house, ADE, rows, NOW) == 3
        assert statistics.import_reported(session, house, ADE, rows, NOW) == 0
        assert len(session.execute(select(reported_total)).all()) == 3
        assert statistics.table(session, "laporan", "000101", "991231").total == 0


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "[1]",
        "{a: b}",
        "- {awal: a}",
        LINE.replace("5", "lima"),
        LINE.replace("5", "true"),
        "\t- [",
        "!!python/object:os.x {}",
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    """In a sentence, before anything is written."""
    file = tmp_path / "x.yml"
    file.write_text(text)
    with pytest.raises(UnknownChoice, match="published totals"):
        figures.read(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """As one that holds something else."""
    with pytest.raises(UnknownChoice, match="published totals"):
        figures.read(tmp_path / "none.yml")
