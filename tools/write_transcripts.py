"""Writes docs/percakapan/: talks of the test scripts, played through the real stack.

`python tools/write_transcripts.py`; takes about a minute and needs a trained model.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "percakapan"
SCRIPTS = ROOT / "tests" / "talk"
# Script, dialogue, and what the page is called.
CHOSEN = (
    ("sekali_cerita", "begal_sekali_cerita", "Sekali cerita"),
    ("langkah", "curanmor_ditanya_platnya", "Selangkah demi selangkah"),
    ("koreksi", "betulkan_tempat_di_ringkasan", "Tempat dibetulkan di ringkasan"),
    ("batal", "batal_lalu_lanjut", "Batal, lalu dilanjutkan"),
    ("menyela", "bertanya_privasi_lalu_lanjut", "Pertanyaan di tengah laporan"),
    ("darurat", "kebakaran_sekarang", "Kebakaran sedang terjadi"),
    ("darurat", "tidak_aman_mengetik", "Tidak aman untuk mengetik"),
    ("sensitif", "kdrt", "Kekerasan dalam rumah tangga"),
    ("kembali_lagi", "tambah_informasi", "Menambah informasi"),
    ("masukan_aneh", "tangga_tidak_paham", "Pesan yang tidak dipahami"),
)


def as_page(title: str, result: dict[str, Any]) -> str:
    """One transcript: hour, who, what was written, and the buttons beneath."""
    lines = [f"# {title}", ""]
    for message in result["messages"]:
        hour = datetime.fromisoformat(message["at"]).strftime("%H.%M")
        who = "Warga" if message["direction"] == "in" else "Banpol"
        lines += [f"**{who}** ({hour})", "", *_quoted(message), ""]
    lines.append(f"_Pertanyaan: {', '.join(result['asked']) or 'tidak ada'}._")
    return "\n".join([*lines, ""])


def _quoted(message: dict[str, Any]) -> list[str]:
    text = message["text"] or f"[{message['type']}]"
    rows = [f"> {row}".rstrip() for row in text.splitlines()]
    buttons = message["buttons"] if message["direction"] == "out" else []
    return [*rows, ">", "> " + " ".join(f"[{title}]" for title in buttons)] if buttons else rows


def main() -> int:
    sys.path.insert(0, str(ROOT))
    from banpol.cli.script import read_script
    from banpol.cli.talking import play_all

    files = sorted({script for script, _, _ in CHOSEN})
    scripted = {d.id: d for name in files for d in read_script(SCRIPTS / f"{name}.yml")}
    played = asyncio.run(play_all([scripted[name] for _, name, _ in CHOSEN]))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for number, ((_, name, title), result) in enumerate(zip(CHOSEN, played, strict=True), 1):
        (FOLDER / f"{number:02d}_{name}.md").write_text(as_page(title, result), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
