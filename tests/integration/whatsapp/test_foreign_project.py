"""The channel in a Rasa project that knows nothing of reports: credentials.yml alone, plain `rasa run`."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Iterator

import pytest
from sqlalchemy import select

from banpol.crypto import KeyRing
from banpol.database import Database
from banpol.post.tables import inbox_message
from banpol.settings import SettingProblem
from banpol.whatsapp import plain_hosting
from banpol.whatsapp.folder_shelf import FolderShelf
from banpol.whatsapp.hosting import hosting_from
from tests.integration.whatsapp.bench import (
    ACCOUNT,
    SECRET,
    TOKEN,
    FakeGraph,
    message,
    signed,
    until,
    webhook,
)
from tests.support.parts import NOW

ROOT = Path(__file__).resolve().parents[3]
GIVEN = {"phone_number_id": ACCOUNT, "app_secrets": SECRET, "verify_token": "v", "access_token": TOKEN}
PROJECT = {
    "config.yml": "recipe: default.v1\nlanguage: en\npipeline:\n- name: KeywordIntentClassifier\n"
    "policies:\n- name: RulePolicy\n",
    "domain.yml": 'version: "3.1"\nintents: [greet]\nresponses:\n  utter_greet:\n  - text: "Good day!"\n',
    "data.yml": 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - hello\n    - good morning\n'
    "rules:\n- rule: greet back\n  steps:\n  - intent: greet\n  - action: utter_greet\n",
    "credentials.yml": "banpol.whatsapp.connector.WhatsAppInput:\n"
    + "".join(f'  {name}: "{value}"\n' for name, value in GIVEN.items())
    + '  graph_url: "http://127.0.0.1:{graph}"\n',
}


def test_the_core_of_the_channel_loads_no_register() -> None:
    """In a fresh interpreter: neither the register nor what builds this installation comes along."""
    code = (
        "import sys, banpol.whatsapp.connector, banpol.whatsapp.plain_hosting, banpol.whatsapp.carrier\n"
        "print([m for m in sys.modules if m.startswith(('banpol.register', 'banpol.wiring', 'actions'))])"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_folder_is_made_on_first_use_and_used_again(tmp_path: Path) -> None:
    """Keys, tables and the key of a second start are those of the first."""
    given = {**GIVEN, "folder": str(tmp_path / "wa"), "urgent_words": "help, fire"}
    first, second = hosting_from(given), hosting_from(given)
    assert first.setup.parts.known_as("wamid.A") == second.setup.parts.known_as("wamid.A")
    assert first.setup.urgent("Fire in the house!") and not first.setup.urgent("fireworks")
    assert sorted(path.name for path in (tmp_path / "wa").iterdir())[:2] == ["keys", "whatsapp.db"]
    for hosting in (first, second):
        hosting.setup.parts.database.dispose()


@pytest.mark.parametrize("name", ["nirgends.nichts", "banpol.whatsapp.hosting.nothing", "x", "json.__doc__x"])
@pytest.mark.parametrize("setting", ["hosted_by", "scan", "transcribe"])
def test_a_misspelt_function_is_one_sentence(tmp_path: Path, setting: str, name: str) -> None:
    """At start, not at the first file."""
    with pytest.raises(SettingProblem, match=f"`{setting}` names '{name}'"):
        hosting_from({**GIVEN, "folder": str(tmp_path), setting: name})


def test_the_plain_shelf_keeps_files_sealed(tmp_path: Path) -> None:
    """Claimed once, held, stored, and read again; the bytes are nowhere in clear."""
    ring, database = KeyRing(b"k" * 32), plain_hosting._prepared(tmp_path, "")
    shelf = FolderShelf(ring, tmp_path / "files")
    with database.write() as session:
        shelf.expect(session, "f1", "r1", "m1", "image/png", {"media_id": "9"}, NOW)
    with database.write() as session:
        (file,) = shelf.claim(session, 100.0, 5, 130.0)
        assert (file.source, file.attempts) == ({"media_id": "9"}, 0)
        assert shelf.claim(session, 129.0, 5, 160.0) == []
        shelf.postpone(session, "f1", 140.0)
        assert [again.attempts for again in shelf.claim(session, 141.0, 5, 170.0)] == [1]
        sink = shelf.begin("f1")
        sink.write(b"kenari kuning")
        shelf.store(session, "f1", sink, "image/png", quarantined=False)
        assert shelf.waiting(session) == 0
    assert b"".join(shelf.read("f1")) == b"kenari kuning"
    assert b"kenari" not in (tmp_path / "files" / "f1").read_bytes()
    database.dispose()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def project(tmp_path: Path) -> Iterator[tuple[Path, int, int]]:
    """A trained three-file project and its running server; the port of the server and the one for Meta."""
    port, graph_port = _free_port(), _free_port()
    for name, text in PROJECT.items():
        (tmp_path / name).write_text(text.replace("{graph}", str(graph_port)))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("BANPOL_")},
        "PYTHONPATH": str(ROOT),
        "RASA_TELEMETRY_ENABLED": "false",
    }
    rasa = [sys.executable, "-m", "rasa"]
    with (tmp_path / "rasa.log").open("wb") as log:
        common = {"cwd": tmp_path, "env": environment, "stdout": log, "stderr": log}
        subprocess.run([*rasa, "train", "--data", "data.yml"], check=True, timeout=180, **common)  # type: ignore[call-overload]
        process = subprocess.Popen([*rasa, "run", "-i", "127.0.0.1", "-p", str(port)], **common)  # type: ignore[call-overload]
    yield tmp_path, port, graph_port
    process.terminate()
    process.wait(30)


@pytest.mark.slow
async def test_a_foreign_project_talks_over_whatsapp(
    project: tuple[Path, int, int], graph: FakeGraph
) -> None:
    """A signed greeting in, the project's own answer out, everything in the project's own folder."""
    folder, port, graph_port = project
    await graph.also_on(graph_port)
    body = webhook(message("hello", timestamp=str(int(time.time()))))
    headers = {name.decode(): value.decode() for name, value in signed(body)}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/webhooks/whatsapp/webhook", body, headers)

    def delivered() -> bool:
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    await until(lambda: asyncio.to_thread(delivered), 120)
    await until(lambda: graph.accepted, 60)
    assert graph.texts() == ["Good day!"]
    database = Database(f"sqlite:///{folder / 'whatsapp' / 'whatsapp.db'}")
    with database.read() as session:
        await until(lambda: session.execute(select(inbox_message.c.status)).scalar_one() == "done")
    database.dispose()
