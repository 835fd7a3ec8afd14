"""What a reporter reads and may say after the report: closings, an officer's question, a talk taken over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from banpol import wiring
from banpol.cli.stage import Stage
from banpol.clock import WIB, to_utc
from banpol.database import Database
from banpol.post.inbox import open_letter
from banpol.post.tables import inbox_message
from banpol.register import handovers, moving, reading
from banpol.register.moving import Details
from banpol.register.seals import open_json
from banpol.register.sql.tables import alert, data_request, feedback, report, transcript
from tests.support.desk_work import RATNA, SITI


def rows_of(store: Database, table: Table) -> list[Any]:
    with store.read() as session:
        return list(session.execute(select(table)).mappings().all())


NOW = to_utc(datetime(2026, 11, 24, 21, 30, tzinfo=WIB))
STORY = "motor saya BG 1234 AB dicuri di plaju palembang tadi malam jam 9"
Play = Callable[["Scene"], Awaitable[None]]


class Scene:
    """A filed report, its reporter's phone, and the officers' side of the same register."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.phone = stage, stage.phone("pelapor")
        self.house = wiring.office(stage.keys)

    async def write(self, text: str, kind: str = "text") -> str:
        """What the assistant says to it, empty when it is silent."""
        before = len(self._said())
        await self.phone.send(kind, text)
        await self.stage.settle()
        return "\n".join(self._said()[before:])

    async def file(self) -> str:
        for text in (STORY, "lewati", "kirim"):
            await self.write(text)
        return str(self.row["number"])

    async def move(self, name: str, **details: str) -> str:
        """An officer's move; what the reporter reads of it."""
        before, row = len(self._said()), self.row
        with self.stage.store.write() as session:
            now = self.stage.clock.now()
            moving.move(
                session, self.house, RATNA, row["number"], name, row["version"], now, Details(**details)
            )
        await self.stage.settle()
        return "\n".join(self._said()[before:])

    async def close(self) -> str:
        await self.move("verifikasi")
        await self.move("tindak_lanjuti", assignee="siti")
        return await self.move(
            "selesaikan", outcome="barang_ditemukan", text="motor ditemukan di pos dan diserahkan"
        )

    @property
    def row(self) -> Any:
        return rows_of(self.stage.store, report)[-1]

    @property
    def additions(self) -> list[str]:
        with self.stage.store.read() as session:
            (opened,) = reading.open_reports_of(session, self.stage.keys.opener())
        return [entry["text"] for entry in opened["additions"]]

    def _said(self) -> list[str]:
        bodies = [message.as_dict() for message in self.stage.simulator.messages()]
        return [str(body["text"]) for body in bodies if body["direction"] == "out"]


@pytest.fixture(scope="module")
def agent() -> Any:
    """Loaded once."""
    settings = wiring.settings()
    if not list(settings.models_dir.glob("*.tar.gz")):
        pytest.skip("there is no trained model; `make test` trains one first")
    from banpol.assistant import loading, tf_stub

    model = loading.find_model(settings.models_dir)
    if not loading.needs_tensorflow(model):
        tf_stub.install()
    from banpol.assistant.agent import load_plain

    return load_plain(model)


@pytest.fixture
def play(agent: Any, tmp_path: Path) -> Callable[[Play], None]:
    def run(what: Play) -> None:
        async def all_of_it() -> None:
            async with Stage(agent, tmp_path, NOW, wiring.settings().project_dir) as stage:
                scene = Scene(stage)
                await scene.file()
                await what(scene)

        asyncio.run(all_of_it())

    return run


def test_a_closing_is_confirmed_rated_and_explained_by_taps_and_words(play: Callable[[Play], None]) -> None:
    """Tap, list, and the reason as feedback with its mark."""

    async def what(scene: Scene) -> None:
        assert "dinyatakan selesai" in await scene.close()
        assert "penanganan" in await scene.write("Sudah selesai", "button")
        assert scene.row["answer"] == "dibenarkan"
        assert "alasannya" in await scene.write("4 Baik", "list")
        assert scene.row["rating"] == 4
        assert "dicatat" in await scene.write("petugasnya ramah dan cepat datang")
        assert [row["rating"] for row in rows_of(scene.stage.store, feedback)] == [4]

    play(what)


@pytest.mark.parametrize(
    "words", ["belum selesai pak, motornya belum ketemu", "kok ditutup, motor saya belum balik"]
)
def test_a_closing_is_disputed_in_free_words(play: Callable[[Play], None], words: str) -> None:
    """The report opens again, the reporter hears so, and nothing new is begun."""

    async def what(scene: Scene) -> None:
        await scene.close()
        assert "dibuka kembali" in await scene.write(words)
        assert (scene.row["status"], scene.row["answer"]) == ("dibuka_kembali", "disanggah")

    play(what)


def test_who_taps_not_done_is_asked_what_is_missing(play: Callable[[Play], None]) -> None:
    """What comes next goes to the case."""

    async def what(scene: Scene) -> None:
        await scene.close()
        assert "Apa yang belum selesai" in await scene.write("Belum selesai", "button")
        await scene.write("stnk dan jaketnya masih hilang")
        assert scene.additions == ["stnk dan jaketnya masih hilang"]

    play(what)


def test_agreeing_and_rating_in_words(play: Callable[[Play], None]) -> None:
    """Without a tap."""

    async def what(scene: Scene) -> None:
        await scene.close()
        await scene.write("iya sudah selesai pak, makasih")
        await scene.write("sangat baik")
        assert (scene.row["answer"], scene.row["rating"]) == ("dibenarkan", 5)
        assert "Sama-sama" in await scene.write("lewati")

    play(what)


def test_an_officers_question_is_answered_by_what_is_written_next(play: Callable[[Play], None]) -> None:
    """Bubbles of the answer go to the case, side questions do not, and the report returns to the team."""

    async def what(scene: Scene) -> None:
        assert "warna helm" in await scene.move("tanya_pelapor", text="Apa warna helm pelakunya?")
        assert "110" in await scene.write("nomor darurat berapa?")
        assert "sampaikan kepada petugas" in await scene.write("merah pak")
        assert scene.row["status"] == "diterima"
        await scene.write("sama ada stiker macan di belakang")
        assert scene.additions == ["merah pak", "sama ada stiker macan di belakang"]
        assert len(rows_of(scene.stage.store, report)) == 1

    play(what)


def test_a_talk_taken_over_is_silent_but_a_cry_for_help_rings(play: Callable[[Play], None]) -> None:
    """The reporter hears who writes, and the assistant speaks again when it is given back."""

    async def what(scene: Scene) -> None:
        with scene.stage.store.write() as session:
            handovers.take(session, scene.house, SITI, scene.row["reporter_id"], scene.stage.clock.now())
        assert "dilanjutkan *petugas*" in await scene.write("halo pak")
        assert await scene.write("apa kabar laporan saya") == ""
        assert "Telepon 110" in await scene.write("tolong malingnya datang lagi bawa parang sekarang")
        raised = [row["urgency"] for row in rows_of(scene.stage.store, alert)]
        assert raised.count("darurat") == 1
        with scene.stage.store.write() as session:
            handovers.give_back(session, scene.house, SITI, scene.row["reporter_id"], scene.stage.clock.now())
        assert "asisten otomatis" in await scene.write("halo")

    play(what)


def test_a_pin_guards_status_and_data_and_its_digits_are_nowhere(
    play: Callable[[Play], None], tmp_path: Path
) -> None:
    """Set, asked, missed, locked after five, and absent from every byte of the database."""

    async def what(scene: Scene) -> None:
        await scene.write("buat PIN")
        assert "terpasang" in await scene.write("pin saya 750291 ya")
        assert "PIN" in await scene.write("cek laporan saya")
        assert scene.row["number"] in await scene.write("750 291")
        await scene.write("hapus data saya")
        await scene.write("750291")
        assert [row["confirmed_by"] for row in rows_of(scene.stage.store, data_request)] == ["pin"]
        await scene.write("cek laporan saya")
        for _ in range(5):
            assert "belum cocok" in await scene.write("pin 111222")
        locked = await scene.write("pin 750291")
        assert scene.row["number"] not in locked and "besok" in locked
        transcript = reading_of(scene)
        assert "750291" not in transcript and "750 291" not in transcript

    play(what)


def reading_of(scene: Scene) -> str:
    """Everything that was kept of the talk, opened with every key there is."""
    ring = scene.stage.keys.ring("session.key")
    letters = [
        repr(open_letter(ring, row["id"], row["sealed"])) for row in rows_of(scene.stage.store, inbox_message)
    ]
    opener = scene.stage.keys.opener()
    lines = [
        open_json(opener, "transcript", "sealed", row["id"], row["wrapped_key"], row["sealed"])
        for row in rows_of(scene.stage.store, transcript)
    ]
    assert any("••••••" in letter for letter in letters)
    return "\n".join([*letters, *(repr(line) for line in lines)])


def test_silence_is_met_with_one_reminder_and_going_on_asks_the_same_question(
    play: Callable[[Play], None],
) -> None:
    """Once, without a word about the case; "lanjut" agrees to nothing."""

    async def what(scene: Scene) -> None:
        await scene.write("lapor baru")
        await scene.write("rumah saya dibobol maling di sekayu")
        before = len(scene._said())
        await scene.stage.pass_time(timedelta(hours=20))
        await scene.stage.settle()
        (reminder,) = scene._said()[before:]
        assert "lanjut" in reminder and "maling" not in reminder
        assert "Kapan" in await scene.write("lanjut")

    play(what)
