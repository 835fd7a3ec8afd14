"""The shortened memory of a long talk answers as the whole one would."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from banpol import wiring
from banpol.clock import ManualClock
from banpol.database import Database
from tests.support.parts import NOW

MESSAGES = 160
SAID = (
    "halo",
    "menu",
    "mau lapor",
    "anu itu kayak mana ya",
    "zxcv asdf",
    "rumah saya dibobol maling waktu ditinggal",
    "motor saya dicuri di parkiran pasar 16 ilir palembang tadi malam jam 9",
    "di kertapati palembang",
    "eh salah, di plaju bukan di kertapati",
    "kemarin siang",
    "dua orang naik motor beat, pakai helm",
    "uang 3 juta dan hp",
    "lewati",
    "tidak tahu",
    "Siti",
    "anonim saja",
    "boleh",
    "jangan",
    "ya sudah benar",
    "ya",
    "tidak",
    "batal",
    "terima kasih",
    "data saya aman tidak?",
    "nomor darurat berapa ya?",
    "cek laporan saya",
    "mau nambah keterangan, pelakunya pakai helm merah",
    "saya mau bicara dengan petugas",
    "siapa presiden",
    "pamit ya",
)


def _answers(side: Any, sender: str, seed: int) -> list[tuple[str, list[str]]]:
    chance = random.Random(seed)
    texts = [chance.choice(SAID) for _ in range(MESSAGES)]
    return [(text, side.say(sender, text)) for text in texts]


@pytest.fixture
def model() -> Path:
    """The model that is trained from this tree."""
    pytest.importorskip("rasa", reason="the assistant's packages are not installed")
    models = sorted(wiring.settings().models_dir.glob("*.tar.gz"))
    if not models:
        pytest.skip("there is no trained model; `make test` trains one first")
    return models[-1]


def test_replies_are_the_same_with_and_without_compaction(
    model: Path, sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A random talk of 160 messages with the real assistant, word for word."""
    from banpol.assistant import tracker_store
    from benchmarks.turns.in_process import InProcess

    heard = {}
    for kind, above in (("short", tracker_store.COMPACT_ABOVE), ("whole", 10**9)):
        monkeypatch.setattr(tracker_store, "COMPACT_ABOVE", above)
        folder = tmp_path / kind
        folder.mkdir()
        shutil.copyfile(sqlite_template, folder / "banpol.db")
        side = InProcess(Database(f"sqlite:///{folder / 'banpol.db'}"), folder, model, ManualClock(NOW))
        heard[kind] = _answers(side, "pelapor", seed=11)
        kept = len(side.trackers.live("pelapor").events)
        assert (kept <= tracker_store.COMPACT_ABOVE) is True and (kept > 500) is (kind == "whole")
    assert heard["short"] == heard["whole"]
    assert sum("BP-" in text for _, texts in heard["short"] for text in texts) > 3
