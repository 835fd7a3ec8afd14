"""Whatever a reporter says stands sealed: no file that the system writes holds a word of it."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import select

from banpol.post.aliases import address_of
from banpol.register import evidence as evidence_files
from banpol.register.seals import open_json
from banpol.register.sql.tables import evidence, feedback, transcript
from tests.end_to_end import canaries
from tests.end_to_end.citizen import Citizen
from tests.end_to_end.house import House
from tests.end_to_end.processes import until
from tests.end_to_end.stories import NAME, RECEIPT, SUMMARY, URGENT

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

# Words that stand nowhere else: not in the training data, not in a response, not in a library.
REPORTER_NUMBER = "81200007319"
PROFILE = "Zubaidah Kelekarwangi"
SAID = {
    "narrative": "anyaman warna kunyit",
    "place": "Seruni Merpatiwangi",
    "plate": "BG 7391 QZ",
    "people": "bertato kalajengking",
    "loss": "kalung giok",
    "name": "Wulandari Tanjungrejo",
    "other phone": "0812-0000-4471",
    "identity number": "1671054407929991",
    "caption": "serpihan kaca berserakan",
    "cancelled": "domba garutan",
    "feedback": "tersenyum simpul",
    "out of topic": "durian tembaga",
    "apology": "khilaf sekalian",
    "emergency": "parang berkaratan",
    "pin": "Warung Mbah Kemuningsari",
}
CANARIES = {"reporter's number": REPORTER_NUMBER, "profile": PROFILE, **SAID}


@dataclass
class Told:
    """The files after everything was told, and what the private key opens in them."""

    folder: Path
    opened: str
    reports: list[dict[str, Any]]
    photos: list[bytes]
    numbers: list[str]


async def tell_everything(citizen: Citizen) -> None:
    """A cancelled report, two words off the way, then a whole report with a photo."""
    await turn(citizen, citizen.say(f"mau lapor, {SAID['cancelled']} saya hilang di kandang"))
    await turn(citizen, citizen.say("batal"))
    await turn(citizen, citizen.say(f"berapa harga {SAID['out of topic']} sekilo pak"))
    await turn(citizen, citizen.say(f"maaf pak saya {SAID['apology']}"))
    story = (
        f"tas {SAID['narrative']} saya dijambret orang kemarin jam 7 malam di jalan {SAID['place']} "
        f"kecamatan plaju palembang, motornya {SAID['plate']}, hubungi kakak saya {SAID['other phone']}, "
        f"NIK saya {SAID['identity number']}"
    )
    await turn(citizen, citizen.say(story))
    await answer_questions(citizen)
    await turn(citizen, citizen.send("image", "kaca", caption=SAID["caption"]))
    await turn(citizen, citizen.tap("Kirim"))
    await citizen.hears(RECEIPT)
    await turn(citizen, citizen.say(f"saran: petugasnya lebih banyak {SAID['feedback']}"))


# Words of a question → the answer that holds a canary.
ANSWERS = {
    "ciri-ciri orangnya": f"laki-laki kurus {SAID['people']}",
    "hilang atau rusak": f"dompet dan {SAID['loss']} 4 juta",
    NAME: SAID["name"],
    "menghubungi": "boleh",
    "foto, video": "sudah",
}


async def answer_questions(citizen: Citizen) -> None:
    """Whatever is asked until the summary comes; then what was not asked is told as a correction."""
    asked = set()
    for _ in range(8):
        newest = citizen.texts()[-1]
        if SUMMARY in newest:
            break
        question = next(words for words in ANSWERS if words in newest)
        asked.add(question)
        await turn(citizen, citizen.say(ANSWERS[question]))
    for question in ("ciri-ciri orangnya", "hilang atau rusak"):
        if question not in asked:
            await turn(citizen, citizen.say(f"tambahan: {ANSWERS[question]}"))


async def turn(citizen: Citizen, saying: Any) -> None:
    before = len(citizen.heard())
    await saying
    await citizen.is_answered(before)


async def cry_for_help(citizen: Citizen) -> None:
    """An emergency without a place, then a pin."""
    await turn(
        citizen, citizen.say(f"tolong!! ada maling bawa {SAID['emergency']} di dalam rumah saya sekarang")
    )
    assert URGENT in citizen.texts()[-1]
    await turn(citizen, citizen.send("location", lat=-2.9909, lon=104.7566, name=SAID["pin"]))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def told(tmp_path_factory: pytest.TempPathFactory, model: Path) -> AsyncIterator[Told]:
    """Told once, with every log at DEBUG; copied while it runs, so that the write-ahead log is there."""
    folder = tmp_path_factory.mktemp("readable")
    async with House(folder / "house", loud=True) as house:
        await house.assistant.start()
        await house.assistant.ready()
        await asyncio.gather(
            tell_everything(house.citizen(PROFILE, f"62{REPORTER_NUMBER}")), cry_for_help(house.citizen())
        )
        await until(house.at_rest, 60, "everything is at rest")
        await until(
            lambda: house.count(evidence, evidence.c.state == "menunggu") == 0, 60, "the photo is fetched"
        )
        shutil.copytree(folder / "house", folder / "running")
        opened, photos, numbers = open_all(house), open_photos(house), open_numbers(house)
        reports = house.reports()
    yield Told(folder, opened, reports, photos, numbers)


def open_all(house: House) -> str:
    """Everything that the private key opens: reports, talks, feedback."""
    opener, found = house.keys.opener(), [json.dumps(house.reports(), default=str, ensure_ascii=False)]
    with house.store.read() as session:
        for table in (transcript, feedback):
            for row in session.execute(select(table)):
                body = open_json(opener, table.name, "sealed", row.id, row.wrapped_key, row.sealed)
                found.append(json.dumps(body, ensure_ascii=False))
    return "\n".join(found)


def open_photos(house: House) -> list[bytes]:
    with house.store.read() as session:
        ids = list(session.execute(select(evidence.c.id)).scalars())
        media = house.data / "media"
        return [evidence_files.read_file(session, house.keys.opener(), media, id_) for id_ in ids]


def open_numbers(house: House) -> list[str]:
    """The phone numbers that the contact key opens."""
    with house.store.read() as session:
        reporters = {report["reporter_id"] for report in house.reports()}
        ring = house.keys.ring("contact.key")
        return [str(address_of(session, ring, reporter, "whatsapp").phone) for reporter in reporters]


@pytest.mark.parametrize("what", sorted(CANARIES))
@pytest.mark.parametrize("when", ["running", "house"])
async def test_no_file_holds_a_word(told: Told, when: str, what: str) -> None:
    """Neither while the processes run nor after they have ended."""
    assert canaries.hits(CANARIES[what], told.folder / when) == []


async def test_the_files_searched_are_all_that_there_are(told: Told) -> None:
    """Database, write-ahead log, media, logs of both processes at DEBUG, and what lies in HOME and TMPDIR."""
    names = {name for name, _ in canaries.contents(told.folder / "running")}
    assert {"data/banpol.db", "data/banpol.db-wal", "gateway.log", "assistant.log"} <= names
    assert any(name.startswith("data/media/") for name in names)
    for log in ("gateway.log", "assistant.log"):
        assert " DEBUG " in (told.folder / "running" / log).read_text()


@pytest.mark.parametrize("what", sorted(SAID))
async def test_the_private_key_opens_every_word(told: Told, what: str) -> None:
    """The words are really there; otherwise the search would prove nothing."""
    assert SAID[what].lower() in told.opened.lower()


async def test_the_report_and_the_emergency_are_whole(told: Told) -> None:
    """One ordinary report with name, plate, photo; one emergency; and the number of the first reporter."""
    ordinary = next(report for report in told.reports if report["urgency"] == "biasa")
    urgent = next(report for report in told.reports if report["urgency"] == "darurat")
    assert len(told.reports) == 2
    assert SAID["narrative"] in ordinary["narrative"]
    assert (ordinary["name"], ordinary["plates"]) == (SAID["name"], [SAID["plate"]])
    assert [file["state"] for file in ordinary["evidence"]] == ["tersimpan"]
    assert SAID["emergency"] in urgent["narrative"]
    assert f"62{REPORTER_NUMBER}" in "".join(told.numbers)


async def test_the_photo_opens_and_stands_nowhere(told: Told) -> None:
    """The original bytes come back with the key, and no file holds a piece of them."""
    (photo,) = told.photos
    assert photo[:2] == b"\xff\xd8"
    piece = photo[len(photo) // 2 :][:48]
    assert [name for name, content in canaries.contents(told.folder / "house") if piece in content] == []


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "hex", "base64", "column"])
async def test_the_search_finds_what_was_planted(told: Told, tmp_path: Path, code: str) -> None:
    """The control: a canary put among copies of these files is found in every form and alignment."""
    shutil.copytree(told.folder / "running" / "data", tmp_path / "data")
    word = SAID["narrative"]
    for shift in range(3):
        plant(tmp_path, word, code, shift)
        assert canaries.hits(word, tmp_path), shift
        assert not canaries.hits("kuda lumping terbang", tmp_path)


def plant(folder: Path, word: str, code: str, shift: int) -> None:
    raw = ("ab"[:shift] + word + " dan lain-lain").encode()
    if code == "column":
        with sqlite3.connect(folder / "data" / "banpol.db") as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS planted (word TEXT)")
            connection.execute("INSERT INTO planted VALUES (?)", (word.upper(),))
        connection.close()
        return
    coded = {
        "utf-8": raw,
        "utf-16-le": raw.decode().encode("utf-16-le"),
        "hex": raw.hex().encode(),
        "base64": base64.b64encode(raw),
    }[code]
    (folder / "planted.bin").write_bytes(b"\x00\xff" * shift + coded)
