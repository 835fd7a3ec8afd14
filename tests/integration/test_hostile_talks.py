"""Hostile texts, told by citizens through the whole conversation: no page, no file lets one of them act.

Each citizen says one text in the story, as place, below the photo and as name; others ask for an officer with
one, or fall silent in the middle. Then every page and every file that can show them is taken and read.
"""

from __future__ import annotations

import asyncio
import csv
import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from banpol import wiring
from banpol.clock import SystemClock
from banpol.console import sign_in
from banpol.console.guard import COOKIE
from banpol.register.actors import ADMIN, AUDITOR, SUPERVISOR
from tests.support.console import ConsoleStage, console_stage, csrf_of
from tests.support.harm import Harm
from tests.support.hostile import HOSTILE

pytestmark = pytest.mark.slow
NAME = "Sutarjokanari"
# What no phone can send is left out: nothing but spaces, or more than WhatsApp carries.
TEXTS = [
    text for text in (*HOSTILE[::3], *HOSTILE[1::25]) if text.strip() and len(text) < 900 and "\0" not in text
]
LISTS: dict[str, tuple[str, ...]] = {
    SUPERVISOR: (
        "/antrean?tampilan=semua",
        "/antrean/data",
        "/cari",
        "/peta",
        "/peta?kabupaten=16.71",
        "/statistik",
        "/peringatan",
        "/permintaan",
        "/percakapan",
        "/belum-selesai",
        "/laporan-baru",
        "/publik",
    ),
    AUDITOR: ("/antrean?tampilan=semua", "/statistik", "/peringatan", "/permintaan"),
    ADMIN: ("/admin", "/admin/tabel/satuan", "/admin/tabel/jawaban_siap"),
}
Found = dict[str, list[str]]


def answers_with(text: str) -> dict[str, list[tuple[str, str, dict[str, str]]]]:
    """Slot that is asked → kind, content and more of what the phone sends, one for each time of asking."""
    said = {
        "persetujuan": ["setuju"],
        "lokasi": [f"pasar 16 ilir palembang {text}", "plaju palembang"],
        "waktu": ["tadi malam jam 9"],
        "orang": [f"dua orang {text}", "dua orang"],
        "kerugian": [f"motor beat {text}", "motor beat"],
        "nama": [f"{NAME} {text[:40]}", NAME],  # the assistant takes no markup for a name
        "boleh_dihubungi": ["boleh"],
        "konfirmasi": ["kirim", "kirim"],
    }
    answers = {slot: [("text", words, {}) for words in tries] for slot, tries in said.items()}
    return {**answers, "bukti": [("image", "foto", {"caption": text}), ("text", "lewati", {})]}


async def told(stage: Any, who: str, text: str) -> None:
    """One citizen's whole report; a question for which there is no further answer is left alone."""
    phone, answers = stage.phone(who), answers_with(text)
    seq = max((said.seq for said in stage.questions_after(0)), default=0)
    await phone.send("text", f"saya {NAME}, motor saya dicuri orang di parkiran {text}")
    await stage.settle()
    while asked := [said for said in stage.questions_after(seq) if answers.get(said.asks or "")]:
        seq = asked[-1].seq
        kind, content, more = answers[str(asked[-1].asks)].pop(0)
        await phone.send(kind, content, **more)
        await stage.settle()


async def played(stage: Any) -> None:
    """Everybody's talk; the second group calls for an officer, the third falls silent in the middle."""
    for count, text in enumerate(TEXTS):
        await told(stage, f"warga{count}", text)
    for count, text in enumerate(TEXTS[::8]):
        await stage.phone(f"pemanggil{count}").send("text", f"halo {text}")
        await stage.settle()
        await stage.phone(f"pemanggil{count}").send("text", "saya mau bicara dengan petugas")
        await stage.settle()
    for count, text in enumerate(TEXTS[::9]):
        await stage.phone(f"pendiam{count}").send("text", f"motor saya dicuri orang {text}")
    await stage.settle()
    await stage.pass_time(timedelta(hours=26))


def judged(console: ConsoleStage, numbers: list[str], nameless: list[str]) -> Found:
    """Address → what could act in it, of every page that shows words of citizens.

    Of the nameless nobody knows which word is a name; everybody else's stands nowhere."""
    found: Found = {}
    for role, addresses in LISTS.items():
        client = console.client(role)
        for address in [*addresses, *pages_of(client, numbers, role)]:
            answer = client.get(address)
            assert answer.status_code == 200, (role, address)
            if not address.endswith(tuple(nameless)):
                assert not re.search(NAME, answer.text, re.I), f"{role} reads a name at {address}"
            found[f"{role} {address}"] = Harm(answer.text).found
    return found


def pages_of(client: Any, numbers: list[str], role: str) -> list[str]:
    """Each report, talk and unfinished story, as its list leads to it."""
    if role != SUPERVISOR:
        return []
    lists = client.get("/percakapan").text + client.get("/belum-selesai").text
    linked = re.findall(r'href="(/(?:percakapan|belum-selesai)/[^"]+)"', lists)
    assert any("/percakapan/" in link for link in linked) and any("/belum-" in link for link in linked)
    return [*linked, *(f"/laporan/{number}" for number in numbers)]


@pytest.fixture
def agent() -> Any:
    """The trained model, or the test is skipped."""
    settings = wiring.settings()
    if not list(settings.models_dir.glob("*.tar.gz")):
        pytest.skip("there is no trained model; `make test` trains one first")
    from banpol.cli.talking import load_agent

    policy = asyncio.get_event_loop_policy()
    loaded = load_agent(settings)
    asyncio.set_event_loop_policy(policy)
    return loaded


async def test_what_citizens_say_acts_nowhere(agent: Any, tmp_path: Path) -> None:
    """Queue, reports, talks, unfinished stories, search, map, figures, CSV, XLSX, PDF: words stay words.

    The last lines take the escaping away and see the judge find it."""
    from banpol.cli.stage import Stage

    sign_in._tries.clear()
    async with Stage(agent, tmp_path, SystemClock().now(), wiring.settings().project_dir) as stage:
        await played(stage)
        reports = stage.reports()
        assert len(reports) >= 40
        console = console_stage(stage.store, stage.keys, stage.clock, tmp_path / "media")
        numbers = [report["number"] for report in reports]
        nameless = [report["number"] for report in reports if not report.get("name")]
        assert len(nameless) <= 3
        found = judged(console, numbers, nameless)
        harmful = {address: what for address, what in found.items() if what}
        assert harmful == {}
        assert_words_arrived(reports)
        assert_files_are_harmless(console, numbers)
        console.house.pages._shapes.autoescape = False
        console.house.pages._shapes.cache.clear()  # type: ignore[union-attr]
        client = console.client(SUPERVISOR)
        bare = [Harm(client.get(f"/laporan/{number}").text).found for number in numbers]
        assert sum(map(bool, bare)) >= 10


def assert_words_arrived(reports: list[dict[str, Any]]) -> None:
    """The texts really stand in the reports, or the pages would prove nothing."""
    for part in ("narrative", "place"):
        holding = [one for one in reports if any(text in str(one.get(part)) for text in TEXTS)]
        assert len(holding) >= 20, (part, len(holding))
    assert sum(bool(one["evidence"]) for one in reports) >= 20


def assert_files_are_harmless(console: ConsoleStage, numbers: list[str]) -> None:
    """No formula, no action, no name, no citizen's word in a list; a dossier has no deed in it."""
    client = console.client(SUPERVISOR)

    def taken(address: str) -> bytes:
        answer = client.post(address, data={"csrf": csrf_of(client.cookies.get(COOKIE, ""))})
        assert answer.status_code == 200, address
        return bytes(answer.content)

    rows = list(csv.reader(io.StringIO(taken("/ekspor/csv").decode("utf-8-sig"))))
    assert len(rows) == 1 + len(numbers)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    with zipfile.ZipFile(io.BytesIO(taken("/ekspor/xlsx"))) as book:
        inside = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    for words in (inside, str(rows)):
        assert (
            not re.search(NAME, words, re.I) and "window.kena" not in words and "contoh.invalid" not in words
        )
    assert "<f>" not in inside
    for number in numbers[::6]:
        pdf = taken(f"/laporan/{number}/berkas")
        assert pdf.startswith(b"%PDF-") and NAME.encode() not in pdf
        for word in (b"/JavaScript", b"/JS", b"/AA", b"/OpenAction /", b"/Launch", b"/URI", b"/EmbeddedFile"):
            assert word not in pdf, (number, word)
