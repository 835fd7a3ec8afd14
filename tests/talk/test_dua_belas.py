"""Twelve conversations through the whole system: right reports, nothing asked twice."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from banpol import wiring
from banpol.cli.script import read_script

SCRIPT = Path(__file__).with_name("dua_belas.yml")

# id → kinds that are right, kabupaten code, what the narrative or another field must hold, most questions.
EXPECTED: dict[str, tuple[set[str], str, dict[str, Any], int]] = {
    "satu_kalimat_lengkap": ({"curanmor"}, "16.71", {"plates": ["BG 1234 AB"]}, 2),
    "langkah_demi_langkah": ({"pencurian"}, "16.71", {"name": "Siti", "contact_allowed": True}, 8),
    "membetulkan_tempat": ({"pencurian_kekerasan"}, "16.71", {"kecamatan": "Plaju"}, 8),
    "bertanya_di_tengah": ({"penganiayaan", "kekerasan_anak"}, "16.10", {"confidentiality": "anonim"}, 9),
    "titik_lokasi_dulu": ({"balap_liar"}, "16.71", {"coordinates": [-2.9909, 104.7566]}, 7),
    "foto_dulu": ({"pencurian"}, "16.71", {"evidence_count": 1, "name": "Rina"}, 8),
    "tanpa_nama": ({"narkoba"}, "16.71", {"confidentiality": "anonim", "name": ""}, 6),
    "bahasa_palembang": ({"curanmor"}, "16.71", {"plates": ["BG 4321 ZZ"]}, 4),
    "luar_topik_lalu_lapor": ({"penipuan_online", "penipuan"}, "16.73", {"loss_amount": 2_000_000}, 8),
}


@pytest.fixture(scope="module")
def played() -> dict[str, dict[str, Any]]:
    """All of them, played once."""
    if not list(wiring.settings().models_dir.glob("*.tar.gz")):
        pytest.skip("there is no trained model; `make test` trains one first")
    from banpol.cli.talking import play_all

    return {result["id"]: result for result in asyncio.run(play_all(read_script(SCRIPT)))}


def only_report(result: dict[str, Any]) -> dict[str, Any]:
    assert len(result["reports"]) == 1, result["messages"][-1]
    return result["reports"][0]


def test_all_twelve_were_played_without_trouble(played: dict[str, dict[str, Any]]) -> None:
    """No dialogue hung, none was refused by the phone."""
    assert len(played) == 12
    assert {name: r["error"] for name, r in played.items() if "error" in r} == {}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_report_is_right(played: dict[str, dict[str, Any]], name: str) -> None:
    """Kind, place and the facts that were told stand in the one report."""
    kinds, kabupaten, facts, _ = EXPECTED[name]
    report = only_report(played[name])
    assert report["kind"] in kinds
    assert report["kabupaten_code"] == kabupaten
    assert {key: report[key] for key in facts} == facts
    assert report["urgency"] == "biasa"


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_nothing_is_asked_too_often(played: dict[str, dict[str, Any]], name: str) -> None:
    """Within the number of questions that such a talk may need."""
    assert len(played[name]["asked"]) <= EXPECTED[name][3], played[name]["asked"]


@pytest.mark.parametrize(
    ("name", "first", "most"),
    [("satu_kalimat_lengkap", "motor", 4), ("langkah_demi_langkah", "saya mau melapor", 9)],
)
def test_a_report_costs_few_messages(
    played: dict[str, dict[str, Any]], name: str, first: str, most: int
) -> None:
    """What Meta would bill from the wish to report up to the report's number; a greeting before is extra."""
    messages = played[name]["messages"]
    begins = next(i for i, m in enumerate(messages) if m["text"].startswith(first))
    said = [m["direction"] == "out" and m["type"] != "reaction" for m in messages]
    print(
        f"{name}: {played[name]['billable']} billable messages, {sum(said[begins:])} of them for the report"
    )
    assert only_report(played[name])["status"]
    assert played[name]["billable"] == sum(said)
    assert sum(said[begins:]) <= most


@pytest.mark.parametrize("name", sorted(set(EXPECTED) - {"bertanya_di_tengah", "membetulkan_tempat"}))
def test_no_question_is_asked_twice(played: dict[str, dict[str, Any]], name: str) -> None:
    """A question comes back only after a question of the reporter's own, or a correction."""
    asked = played[name]["asked"]
    assert len(asked) == len(set(asked))


def test_a_cancelled_report_is_not_filed_and_kept_as_cancelled(played: dict[str, dict[str, Any]]) -> None:
    """Batal means no report."""
    result = played["batal_di_tengah"]
    assert result["reports"] == []
    assert [draft["state"] for draft in result["drafts"]] == ["dibatalkan"]


def test_danger_is_filed_in_its_own_turn_with_110_first(played: dict[str, dict[str, Any]]) -> None:
    """The first answer names 110; the place that came later stands in the same report."""
    result = played["bahaya_sekarang"]
    report = only_report(result)
    first_answer = next(m for m in result["messages"] if m["direction"] == "out")
    assert "110" in first_answer["text"].split("\n")[0]
    assert report["number"] in first_answer["text"]
    assert (report["urgency"], report["kecamatan"]) == ("darurat", "Plaju")


def test_two_reporters_are_not_mixed_up(played: dict[str, dict[str, Any]]) -> None:
    """Two reports, each with its own story and place."""
    reports = played["dua_pelapor_bersamaan"]["reports"]
    assert {(r["kabupaten_code"], "sapi" in r["narrative"]) for r in reports} == {
        ("16.71", False),
        ("16.06", True),
    }


def test_every_message_is_answered(played: dict[str, dict[str, Any]]) -> None:
    """Every conversation ends with a word of the assistant."""
    for result in played.values():
        assert result["messages"][-1]["direction"] == "out", result["id"]
