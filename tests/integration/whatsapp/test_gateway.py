"""The door itself, over HTTP: in the event loop of a host, and as a process of its own."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any, AsyncIterator, Iterator

import aiohttp
import pytest

from banpol.database import Database
from banpol.keys import KeyFolder, make_keys
from banpol.whatsapp import gateway as gateway_module
from banpol.whatsapp.gateway import Gateway
from banpol.whatsapp.intake import MAX_BODY
from banpol.whatsapp.signature import sign
from tests.integration.whatsapp.bench import (
    NOTICE,
    SECRET,
    Bench,
    FakeGraph,
    message,
    refusal,
    signed,
    until,
    webhook,
)

ROOT = Path(__file__).resolve().parents[3]


class Door:
    """A gateway in this event loop and a client in front of it."""

    def __init__(self, bench: Bench, graph: FakeGraph) -> None:
        self.bench, self.graph = bench, graph
        self.arrivals = 0
        self.gateway = Gateway(bench.setup(graph.url, on_arrival=self._arrived))

    def _arrived(self) -> None:
        self.arrivals += 1

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.gateway.port}{path}"

    async def post(self, body: bytes, headers: Any = None, client: Any = None) -> int:
        given = headers if headers is not None else [(k.decode(), v.decode()) for k, v in signed(body)]
        async with (client or self.client).post(self.gateway.url, data=body, headers=given) as response:
            return int(response.status)


@pytest.fixture
async def door(bench: Bench, graph: FakeGraph) -> AsyncIterator[Door]:
    """A started gateway."""
    surroundings = Door(bench, graph)
    await surroundings.gateway.start()
    surroundings.client = aiohttp.ClientSession()  # type: ignore[attr-defined]
    yield surroundings
    await surroundings.client.close()  # type: ignore[attr-defined]
    await surroundings.gateway.stop()


async def test_message_in_answer_out(door: Door) -> None:
    """Stored, announced to the host, answered through the outbox, idle again."""
    assert await door.gateway.idle()
    assert await door.post(webhook(message("halo"))) == 200
    assert door.arrivals == 1
    door.bench.put("Selamat siang.", door.bench.inbox_rows()[0].reporter_id)
    assert not await door.gateway.idle()
    await door.gateway.step()
    await until(door.gateway.idle)
    assert door.graph.texts() == ["Selamat siang."]


async def test_handshake_over_http(door: Door) -> None:
    """The challenge comes back as plain text, to whoever knows the token."""
    query = {"hub.mode": "subscribe", "hub.verify_token": "token-verifikasi", "hub.challenge": "1158201444"}
    async with door.client.get(door.gateway.url, params=query) as response:
        assert (response.status, await response.text()) == (200, "1158201444")
        assert response.content_type == "text/plain"
    for name, wrong in (("hub.verify_token", "x"), ("hub.challenge", "<b>"), ("hub.mode", "")):
        async with door.client.get(door.gateway.url, params={**query, name: wrong}) as response:
            assert response.status == 403
            assert "<b>" not in await response.text()


async def test_refused_bodies_over_http(door: Door) -> None:
    """Unsigned, two signatures, too long by declaration, too long by stream, other methods."""
    body = webhook(message())
    good = sign(body, SECRET).decode()
    assert await door.post(body, headers=[]) == 401
    twice = [("X-Hub-Signature-256", good), ("X-Hub-Signature-256", good)]
    assert await door.post(body, headers=twice) == 401
    assert await door.post(b"x" * (MAX_BODY + 1)) == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 1024 * 1024

    async with door.client.post(door.gateway.url, data=endless()) as response:
        assert response.status == 413
    async with door.client.put(door.gateway.url) as response:
        assert response.status == 405
    assert door.bench.inbox_rows() == [] and door.bench.quarantined() == 0


async def test_signed_oddities_over_http(door: Door) -> None:
    """Compressed, deep, empty, of another type: kept or ignored, never an error, never unpacked."""
    bomb = gzip.compress(b"\0" * 50_000_000)
    for body in (bomb, b"[" * 100_000, b"", "{}".encode("utf-16")):
        headers = [
            ("X-Hub-Signature-256", sign(body, SECRET).decode()),
            ("Content-Encoding", "gzip"),
            ("Content-Type", "text/plain"),
        ]
        assert await door.post(body, headers=headers) == 200
    assert door.bench.quarantined() == 4


async def test_a_slow_body_is_not_waited_for(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller who drips bytes loses the connection; others are served meanwhile."""
    monkeypatch.setattr(gateway_module, "BODY_SECONDS", 0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", door.gateway.port)
    path = gateway_module.WEBHOOK_PATH
    writer.write(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc".encode())
    await writer.drain()
    assert await door.post(webhook(message())) == 200
    assert b" 408 " in await asyncio.wait_for(reader.readline(), 5)
    writer.close()


async def test_health_ready_and_figures(door: Door) -> None:
    """Alive is not ready: a refused token flips readiness; the figures hold no number and no text."""
    await door.post(webhook(message("kenari kuning")))
    async with door.client.get(door.at("/health")) as response:
        assert response.status == 200
    async with door.client.get(door.at("/ready")) as response:
        assert response.status == 200
        assert (await response.json())["inbox_waiting"] == 1
    door.graph.always = refusal(190, 401)
    door.bench.put("Halo.", door.bench.inbox_rows()[0].reporter_id)
    await door.gateway.step()

    async def unready() -> bool:
        async with door.client.get(door.at("/ready")) as response:
            return response.status == 503 and (await response.json())["sending"] is False

    await until(unready)
    async with door.client.get(door.at("/metrics")) as response:
        page = await response.text()
    assert 'banpol_webhooks_total{status="200"} 1.0' in page
    assert "kenari" not in page and "62812" not in page
    assert [row.status for row in door.bench.outbox_rows()] == ["queued"]


async def test_answers_do_not_wait_for_the_network(door: Door) -> None:
    """With Nagle's algorithm on, each answer on a kept connection takes 40 ms and more."""
    times = []
    for _ in range(20):
        started = time.perf_counter()
        async with door.client.get(door.at("/health")) as response:
            await response.read()
        times.append(time.perf_counter() - started)
    assert sorted(times)[10] < 0.03


async def test_a_flood_at_once_is_all_stored(door: Door) -> None:
    """300 webhooks, four copies each, over many connections."""
    bodies = [webhook(message(f"{n}", f"wamid.F{n}")) for n in range(75) for _ in range(4)]
    statuses = await asyncio.gather(*(door.post(body) for body in bodies))
    assert set(statuses) == {200}
    assert len(door.bench.inbox_rows()) == 75


async def test_silence_is_broken_by_the_gateway_itself(door: Door) -> None:
    """No assistant runs here; the reporter hears that the message arrived."""
    await door.post(webhook(message("tolong")))
    door.bench.clock.advance(25)
    await door.gateway.step()
    await until(lambda: door.graph.texts() == [NOTICE])


# --- as a process -------------------------------------------------------------------------------


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """The gateway as it runs in service."""

    def __init__(self, folder: Path, database_url: str, graph_url: str = "http://127.0.0.1:1") -> None:
        self.port = _free_port()
        make_keys(folder / "keys")
        self.environment = {
            "PATH": os.environ["PATH"],
            "BANPOL_DATA_DIR": str(folder),
            "BANPOL_DATABASE_URL": database_url,
            "BANPOL_KEYS_DIR": str(folder / "keys"),
            "BANPOL_GATEWAY_PORT": str(self.port),
            "BANPOL_WHATSAPP_PHONE_NUMBER_ID": "100000000000001",
            "BANPOL_WHATSAPP_APP_SECRETS": SECRET,
            "BANPOL_WHATSAPP_VERIFY_TOKEN": "token-verifikasi",
            "BANPOL_WHATSAPP_ACCESS_TOKEN": "token-uji",
            "BANPOL_WHATSAPP_GRAPH_URL": graph_url,
        }
        self.running: subprocess.Popen[bytes] | None = None

    def launch(self, **changes: str) -> subprocess.Popen[bytes]:
        environment = {**self.environment, **changes}
        self.running = subprocess.Popen(
            [sys.executable, "-m", "banpol.whatsapp.main"],
            cwd=ROOT,
            env={name: value for name, value in environment.items() if value != "-"},
            stderr=subprocess.PIPE,
        )
        return self.running

    def until_alive(self) -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the gateway did not start")

    def post(self, body: bytes) -> int:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{gateway_module.WEBHOOK_PATH}",
            data=body,
            headers={"X-Hub-Signature-256": sign(body, SECRET).decode()},
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            return int(response.status)


@pytest.fixture
def process(tmp_path: Path, sqlite_template: Path) -> Iterator[Process]:
    """A process on a SQLite file; killed at the end whatever happened."""
    file = tmp_path / "banpol.db"
    file.write_bytes(sqlite_template.read_bytes())
    prepared = Process(tmp_path, f"sqlite:///{file}")
    yield prepared
    if prepared.running and prepared.running.poll() is None:
        prepared.running.kill()
        prepared.running.wait()
    if prepared.running and prepared.running.stderr:
        prepared.running.stderr.close()


@pytest.mark.parametrize("name", ["PHONE_NUMBER_ID", "APP_SECRETS", "VERIFY_TOKEN", "ACCESS_TOKEN"])
def test_a_missing_setting_is_one_sentence(process: Process, name: str) -> None:
    """Which one, and how to set it; no traceback."""
    started = process.launch(**{f"BANPOL_WHATSAPP_{name}": "-"})
    _, said = started.communicate(timeout=20)
    assert started.returncode == 1
    assert f"BANPOL_WHATSAPP_{name} is missing" in said.decode()
    assert "Traceback" not in said.decode()


@pytest.mark.slow
def test_what_got_a_200_survives_kill_9(process: Process) -> None:
    """Twenty times killed right after an answer; everything acknowledged is there, once."""
    acknowledged = []
    for number in range(20):
        process.launch()
        process.until_alive()
        for copy in range(3):
            if process.post(webhook(message("x", f"wamid.K{number}-{copy}"))) == 200:
                acknowledged.append(f"wamid.K{number}-{copy}")
        process.running.send_signal(signal.SIGKILL)
        process.running.communicate()
    bench = Bench(Database(process.environment["BANPOL_DATABASE_URL"]), Path("/nonexistent"))
    blind = KeyFolder(Path(process.environment["BANPOL_KEYS_DIR"])).blind_index()
    assert [row.id for row in bench.inbox_rows()] == [blind.of("message id", one) for one in acknowledged]
    assert len(acknowledged) == 60


def test_sigterm_ends_it_gracefully_and_logs_tell_nothing(process: Process) -> None:
    """Exit code 0, and neither text nor number nor secret in what it said."""
    started = process.launch()
    process.until_alive()
    assert process.post(webhook(message("kenari kuning"))) == 200
    assert process.post(b'{"object": "kenari"') == 200
    started.send_signal(signal.SIGTERM)
    _, said = started.communicate(timeout=20)
    assert started.returncode == 0
    for canary in ("kenari", "62812", SECRET, "token-uji", "token-verifikasi"):
        assert canary not in said.decode()
    assert "gateway stopped" in said.decode()


def test_the_process_loads_no_rasa() -> None:
    """The gateway starts in a second because of what it does not import."""
    code = (
        "import sys, banpol.whatsapp.main;"
        "print([n for n in sys.modules if n.split('.')[0] in ('rasa', 'spacy', 'tensorflow', 'sanic')])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert json.loads(done.stdout.replace("'", '"')) == [], done.stderr
