"""Writes docs/kalimat.md: everything the assistant says to citizens, by topic, to be read in one sitting.

`python tools/write_sentences.py` writes it; `--check` only says whether it is fresh (exit code 1 if not).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "kalimat.md"
# Topics in the order in which a citizen may meet them: file, and its heading.
TOPICS = (
    ("sapaan", "Sapaan dan tata krama"),
    ("pembuka", "Kalimat pembuka laporan"),
    ("melapor", "Pertanyaan laporan"),
    ("catatan", "Yang dicatat dan diganti"),
    ("ringkasan", "Ringkasan"),
    ("laporan", "Tanda terima dan sesudahnya"),
    ("kabar", "Kabar tentang laporan"),
    ("penutupan", "Sesudah selesai, dan jawaban untuk petugas"),
    ("pin", "PIN"),
    ("darurat", "Darurat"),
    ("kontak", "Nomor dan alamat"),
    ("tanya", "Pertanyaan sampingan"),
    ("data_saya", "Data saya"),
    ("masukan", "Masukan"),
    ("petugas", "Tidak paham, dan petugas"),
    ("gangguan", "Gangguan"),
)
FOLLOW_UPS = ROOT / "data" / "kamus" / "pertanyaan_lanjutan.yml"
_HEAD = (
    "# Kalimat asisten\n\nSemua yang dibaca warga, menurut topik. Halaman ini dibuat oleh "
    "`tools/write_sentences.py` dari `data/responses/` dan "
    "`data/kamus/pertanyaan_lanjutan.yml`; ubahlah di sana.\n"
)


def page(root: Path = ROOT) -> str:
    """The whole page. Raises ValueError for a file of responses that no topic names."""
    folder = root / "data" / "responses"
    known = {name for name, _ in TOPICS}
    unknown = sorted(path.stem for path in folder.glob("*.yml") if path.stem not in known)
    if unknown:
        raise ValueError(f"no topic names {', '.join(unknown)}")
    topics = [
        _topic(title, folder / f"{name}.yml") for name, title in TOPICS if (folder / f"{name}.yml").exists()
    ]
    return "\n".join([_HEAD, *topics, _further(root)])


def _topic(title: str, path: Path) -> str:
    responses = yaml.safe_load(path.read_text("utf-8"))["responses"]
    return "\n".join([f"## {title}\n", *(_response(name, said) for name, said in responses.items())])


def _response(name: str, said: list[dict[str, Any]]) -> str:
    return "\n".join(f"`{name}`\n\n{_quoted(one.get('text', ''))}{_buttons(one)}\n" for one in said)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())


def _buttons(one: dict[str, Any]) -> str:
    titles = " ".join(f"[{button['title']}]" for button in one.get("buttons") or [])
    return f"\n>\n> {titles}" if titles else ""


def _further(root: Path) -> str:
    table = yaml.safe_load((root / FOLLOW_UPS.relative_to(ROOT)).read_text("utf-8"))["lanjutan"]
    rows = [
        f"- {kind.replace('_', ' ')}: {entry['tanya']}" for kind, asked in table.items() for entry in asked
    ]
    return "\n".join(["## Pertanyaan menurut jenis kejadian\n", *rows, ""])


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        fresh = PAGE.exists() and PAGE.read_text("utf-8") == page()
        print(
            "docs/kalimat.md is up to date"
            if fresh
            else "docs/kalimat.md is old: run tools/write_sentences.py"
        )
        return 0 if fresh else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
