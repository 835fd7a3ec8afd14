"""Scripted conversations through the whole system; `harap` beside each says what must come of it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from banpol import wiring
from banpol.cli.script import read_script

FOLDER = Path(__file__).parent
FILES = sorted(path for path in FOLDER.glob("*.yml") if path.name != "dua_belas.yml")
EXPECTED: dict[str, dict[str, Any]] = {
    entry["id"]: entry["harap"]
    for file in FILES
    for entry in yaml.safe_load(file.read_text("utf-8"))["dialogues"]
}
NAMES = sorted(EXPECTED)


@pytest.fixture(scope="module")
def played() -> dict[str, dict[str, Any]]:
    """All of them, played once."""
    if not list(wiring.settings().models_dir.glob("*.tar.gz")):
        pytest.skip("there is no trained model; `make test` trains one first")
    from banpol.cli.talking import play_all

    dialogues = [dialogue for file in FILES for dialogue in read_script(file)]
    return {result["id"]: result for result in asyncio.run(play_all(dialogues))}


def answers(result: dict[str, Any]) -> list[str]:
    return [message["text"] for message in result["messages"] if message["direction"] == "out"]


def filed_count(harap: dict[str, Any]) -> int:
    return int(
        harap.get(
            "laporan", 1 if harap.keys() & {"jenis", "isi", "kabupaten", "darurat", "pertanyaan"} else 0
        )
    )


def test_there_are_enough_conversations() -> None:
    """At least sixty with the twelve of the first file, and each name once."""
    entries = [d.id for file in FILES for d in read_script(file)]
    assert len(entries) + 12 >= 60
    assert len(entries) == len(set(entries))


@pytest.mark.parametrize("name", NAMES)
def test_it_is_answered_to_the_end_and_never_in_a_loop(played: dict[str, dict[str, Any]], name: str) -> None:
    """No trouble, a last word of the assistant, no message three times in a row."""
    result = played[name]
    said = answers(result)
    assert "error" not in result
    assert result["messages"][-1]["direction"] == "out"
    assert not any(len(set(said[i : i + 3])) == 1 for i in range(len(said) - 2))


@pytest.mark.parametrize("name", NAMES)
def test_the_report_holds_what_was_told(played: dict[str, dict[str, Any]], name: str) -> None:
    """As many reports as expected, and kind, region and fields of the newest."""
    harap, reports = EXPECTED[name], played[name]["reports"]
    if "darurat_tidak" not in harap:
        told = filed_count(harap)
        assert len(reports) == told or ("sebut" in harap and "jenis" not in harap)
    if not reports or not harap.keys() & {"jenis", "isi", "kabupaten", "mulai_jam"}:
        return
    report = reports[-1]
    assert report["kind"] in harap.get("jenis", [report["kind"]])
    assert report["kabupaten_code"] == harap.get("kabupaten", report["kabupaten_code"])
    assert {key: report[key] for key in harap.get("isi", {})} == harap.get("isi", {})
    if "mulai_jam" in harap:
        hour = datetime.fromisoformat(report["occurred_from"]).hour
        assert abs(hour - int(harap["mulai_jam"])) <= 1


@pytest.mark.parametrize("name", NAMES)
def test_no_more_is_asked_than_needed(played: dict[str, dict[str, Any]], name: str) -> None:
    """Within its number of questions, no question twice without an interruption, none that is forbidden."""
    harap, asked = EXPECTED[name], played[name]["asked"]
    assert len(asked) <= harap.get("pertanyaan", 99), asked
    if not harap.get("ulang") and "pertanyaan" in harap:
        assert len(asked) == len(set(asked)), asked
    assert not set(asked) & set(harap.get("tidak_ditanya", []))
    assert set(harap.get("ditanya", [])) <= set(asked)


@pytest.mark.parametrize("name", [name for name in NAMES if EXPECTED[name].get("darurat")])
def test_danger_is_filed_at_once_with_110_first(played: dict[str, dict[str, Any]], name: str) -> None:
    """The answer to the danger names 110 before anything else and the number of the report that was filed."""
    (report,) = played[name]["reports"]
    answer = next(text for text in answers(played[name]) if report["number"] in text)
    assert "110" in answer[:40] or "119" in answer[:60]
    assert report["urgency"] == "darurat"


@pytest.mark.parametrize("name", [name for name in NAMES if "sebut" in EXPECTED[name]])
def test_it_says_what_must_be_said(played: dict[str, dict[str, Any]], name: str) -> None:
    """The words that this kind of trouble needs stand in the answers."""
    said = "\n".join(answers(played[name]))
    assert [word for word in EXPECTED[name]["sebut"] if word not in said] == []


@pytest.mark.parametrize("name", [name for name in NAMES if "jangan_sebut" in EXPECTED[name]])
def test_it_does_not_say_what_does_not_fit(played: dict[str, dict[str, Any]], name: str) -> None:
    """Advice for another danger, and answers to what nobody asked."""
    said = "\n".join(answers(played[name]))
    assert [word for word in EXPECTED[name]["jangan_sebut"] if word in said] == []


@pytest.mark.parametrize("name", [name for name in NAMES if "draf" in EXPECTED[name]])
def test_what_was_not_sent_is_kept_for_the_team(played: dict[str, dict[str, Any]], name: str) -> None:
    """The unfinished report in its state."""
    assert [draft["state"] for draft in played[name]["drafts"]] == [EXPECTED[name]["draf"]]


@pytest.mark.parametrize("name", [name for name in NAMES if "tambahan" in EXPECTED[name]])
def test_additions_reach_the_report(played: dict[str, dict[str, Any]], name: str) -> None:
    """What was added afterwards stands beside the report."""
    assert len(played[name]["reports"][-1]["additions"]) == EXPECTED[name]["tambahan"]
