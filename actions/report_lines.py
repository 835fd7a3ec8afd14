"""Own reports as rows: number, day and state, and nothing of what they tell."""

from __future__ import annotations

from collections.abc import Sequence

from actions.deed import Scene
from actions.summary import day_words
from actions.wording import known, phrase
from banpol.register.desk import ReportLine

MOST_LINES = 5


def say_reports(scene: Scene, lines: Sequence[ReportLine]) -> None:
    rows = "\n".join(_row(line) for line in lines[:MOST_LINES])
    scene.say("utter_laporan_daftar", daftar=rows)


def _row(line: ReportLine) -> str:
    state = f"utter_status_{line.status}"
    words = phrase(state if known(state) else "utter_status_lain")
    row = phrase("utter_laporan_baris").replace("{nomor}", line.number)
    return row.replace("{tanggal}", day_words(line.filed_at)).replace("{status}", words)
