"""WhatsApp inside Rasa's own server: the same promises, with Rasa's agent behind them."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any, AsyncIterator, Iterator

import aiohttp
import pytest

pytest.importorskip("rasa", reason="Rasa is not installed (make setup installs it)")

from rasa.shared.exceptions import RasaException
from sanic import Sanic
from sanic.touchup import TouchUp
from sqlalchemy import select

from banpol.database import Database
from banpol.post.tables import inbox_message
from banpol.settings import SettingProblem
from banpol.whatsapp import connector
from banpol.whatsapp.connector import WhatsAppInput
from banpol.whatsapp.credentials import settings_from
from banpol.whatsapp.hosting import Hosting
from tests.integration.whatsapp.bench import SECRET, Bench, FakeGraph, message, signed, until, webhook
from tests.support.parts import NOW

ROOT = Path(__file__).resolve().parents[3]
CREDENTIALS = {"phone_number_id": 100, "app_secrets": "a,b", "verify_token": "v", "access_token": "t"}
TROUBLE = "Maaf, ada gangguan. Darurat: 110."


class Agent:
    """Stands in for Rasa's agent: says what it was told, or fails."""

    def __init__(self) -> None:
        self.ready, self.failures, self.silent = True, 0, False
        self.seen: list[Any] = []

    def is_ready(self) -> bool:
        return self.ready

    async def handle_message(self, incoming: Any) -> None:
        self.seen.append(incoming)
        if self.failures:
            self.failures -= 1
            raise RuntimeError("broken")
        if not self.silent:
            await incoming.output_channel.send_response(
                incoming.sender_id,
                {"text": f"dengar: {incoming.text}", "buttons": [{"title": "Ya", "payload": "/setuju"}]},
            )


class Served:
    """The channel's blueprint on a Sanic app, as Rasa registers it."""

    def __init__(self, bench: Bench, graph: FakeGraph) -> None:
        self.bench, self.graph, self.agent = bench, graph, Agent()
        self.channel = WhatsAppInput(Hosting(bench.setup(graph.url), TROUBLE))

    async def start(self) -> None:
        app = Sanic(f"test_{time.monotonic_ns()}", configure_logging=False)
        app.blueprint(self.channel.blueprint(self.agent.handle_message), url_prefix="/webhooks/whatsapp")
        app.ctx.agent = self.agent
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.server = await app.create_server("127.0.0.1", port, return_asyncio_server=True)
        await self.server.startup()
        await self.server.before_start()
        await self.server.after_start()
        self.url = f"http://127.0.0.1:{port}/webhooks/whatsapp"
        self.client = aiohttp.ClientSession()

    async def stop(self) -> None:
        await self.client.close()
        await self.server.before_stop()
        await self.server.close()
        await self.server.after_stop()

    async def post(self, body: bytes, headers: Any = None) -> int:
        given = headers if headers is not None else [(k.decode(), v.decode()) for k, v in signed(body)]
        async with self.client.post(f"{self.url}/webhook", data=body, headers=given) as response:
            return int(response.status)


_touch_up = TouchUp.run
_touched: list[bool] = []


def _touch_up_once(app: Sanic) -> None:
    """Sanic rewrites its own methods at start, once in a process; later apps use the result."""
    if not _touched:
        _touched.append(True)
        _touch_up(app)


@pytest.fixture
async def served(bench: Bench, graph: FakeGraph, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    """A started server whose back-off is short."""
    monkeypatch.setattr(connector, "BACK_OFF_SECONDS", (0.05,))
    monkeypatch.setattr("sanic.app.TouchUp.run", _touch_up_once)
    surroundings = Served(bench, graph)
    await surroundings.start()
    yield surroundings
    await surroundings.stop()


def _sent(served: Served) -> list[str]:
    bodies = served.graph.accepted
    return [body.get("interactive", body.get("text"))["body"] for body in bodies]


async def _calm(served: Served) -> None:
    """Moves the clock past the pause that may bring another bubble."""
    served.bench.clock.advance(5)


async def test_a_message_goes_to_rasa_and_its_answer_comes_back(served: Served) -> None:
    """Text, hidden sender, metadata; buttons leave as buttons and their tap comes back as payload."""
    assert await served.post(webhook(message("motor hilang"), message("di Plaju"))) == 200
    await _calm(served)
    await until(lambda: served.graph.accepted)
    (body,) = served.graph.accepted
    assert body["interactive"]["body"]["text"] == "dengar: motor hilang\ndi Plaju"
    (seen,) = served.agent.seen
    assert "62812" not in seen.sender_id and seen.input_channel == "whatsapp"
    assert seen.metadata["turn_id"] == seen.message_id and len(seen.metadata["letters"]) == 2
    assert seen.metadata["window_until"] == (NOW + timedelta(hours=23, minutes=55)).isoformat()
    reply = {
        "type": "button_reply",
        "button_reply": body["interactive"]["action"]["buttons"][0]["reply"],
    }
    await served.post(webhook(message(type="interactive", interactive=reply)))
    await until(lambda: len(served.agent.seen) == 2)
    assert served.agent.seen[1].text == "/setuju"


async def test_a_typed_command_reaches_rasa_as_text(served: Served) -> None:
    """Rasa would restart the conversation."""
    await served.post(webhook(message("/restart")))
    await _calm(served)
    await until(lambda: served.agent.seen)
    assert served.agent.seen[0].text == "restart"


async def test_the_same_door_with_the_same_locks(served: Served) -> None:
    """Unsigned, too long, handshake, readiness."""
    assert await served.post(webhook(message()), headers=[]) == 401
    assert await served.post(b"x" * (3 * 1024 * 1024 + 1)) == 413
    query = {"hub.mode": "subscribe", "hub.verify_token": "token-verifikasi", "hub.challenge": "42"}
    async with served.client.get(f"{served.url}/webhook", params=query) as response:
        assert (response.status, await response.text()) == (200, "42")
    async with served.client.get(
        f"{served.url}/webhook", params={**query, "hub.verify_token": "x"}
    ) as response:
        assert response.status == 403
    for path in ("/", "/ready", "/metrics"):
        async with served.client.get(served.url + path) as response:
            assert response.status == 200
    assert served.bench.inbox_rows() == []


async def test_nothing_is_taken_up_before_the_model_is_there(served: Served) -> None:
    """Stock Rasa would drop it with a line in its log."""
    served.agent.ready = False
    await served.post(webhook(message()))
    await _calm(served)
    await asyncio.sleep(0.5)
    assert served.agent.seen == [] and served.bench.inbox_rows()[0].status == "new"
    served.agent.ready = True
    await until(lambda: served.graph.accepted)


async def test_a_failing_turn_is_tried_again_and_answered_once(served: Served) -> None:
    """Three failures, then the answer."""
    served.agent.failures = 3
    await served.post(webhook(message("halo")))
    await _calm(served)
    await until(lambda: served.graph.accepted)
    await asyncio.sleep(0.3)
    assert len(served.agent.seen) == 4 and len(served.graph.accepted) == 1
    assert {seen.message_id for seen in served.agent.seen} == {served.agent.seen[0].message_id}


async def test_a_turn_that_never_works_ends_with_an_honest_answer(served: Served) -> None:
    """It names 110, and the message waits for a person."""
    served.agent.failures = 99
    await served.post(webhook(message("halo")))
    await _calm(served)
    await until(lambda: served.graph.texts() == [TROUBLE])
    assert served.bench.inbox_rows()[0].status == "dead"


async def test_a_turn_without_a_word_is_answered_all_the_same(served: Served) -> None:
    """Rasa swallows a failing action and says nothing."""
    served.agent.silent = True
    await served.post(webhook(message("halo")))
    await _calm(served)
    await until(lambda: served.graph.texts() == [TROUBLE])
    assert served.bench.inbox_rows()[0].status == "done"


async def test_what_rasa_says_outside_a_turn_leaves_too(served: Served) -> None:
    """A reminder needs no request."""
    await served.post(webhook(message("halo")))
    (row,) = served.bench.inbox_rows()
    await served.channel.get_output_channel().send_response(row.reporter_id, {"text": "Masih di sana?"})
    await until(lambda: "Masih di sana?" in served.graph.texts())


def test_name_and_output_channel_without_a_request(bench: Bench) -> None:
    """Rasa asks for both when nobody has written yet."""
    channel = WhatsAppInput(Hosting(bench.setup(), TROUBLE))
    assert channel.name() == channel.get_output_channel().name() == "whatsapp"
    assert channel.url_prefix() == "whatsapp"


@pytest.mark.parametrize("name", ["phone_number_id", "app_secrets", "verify_token", "access_token"])
@pytest.mark.parametrize("value", [None, "", " "])
def test_a_missing_credential_is_one_sentence(name: str, value: str | None) -> None:
    """It says which one is missing and where it belongs."""
    with pytest.raises(RasaException, match=f"`{name}` is missing.*credentials.yml"):
        WhatsAppInput.from_credentials({**CREDENTIALS, name: value})
    with pytest.raises(SettingProblem):
        settings_from({**CREDENTIALS, name: value})


def test_a_quoted_placeholder_is_refused() -> None:
    """Rasa fills in unquoted values only; a literal placeholder as secret would refuse every webhook."""
    with pytest.raises(RasaException, match=r"`app_secrets`.*without quotes"):
        WhatsAppInput.from_credentials({**CREDENTIALS, "app_secrets": "${BANPOL_WHATSAPP_APP_SECRETS}"})


def test_credentials_become_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers as text, secrets for a rotation, optional ones from the environment; no secret in a repr."""
    monkeypatch.setenv("BANPOL_WHATSAPP_GRAPH_URL", "http://127.0.0.1:8090/")
    found = settings_from(CREDENTIALS)
    assert (found.phone_number_id, found.app_secrets) == ("100", ("a", "b"))
    assert found.graph_url == "http://127.0.0.1:8090"
    assert settings_from({**CREDENTIALS, "graph_url": "https://x"}).graph_url == "https://x"
    assert "app_secrets" not in repr(found) and "access_token" not in repr(found)


# --- Rasa's own server --------------------------------------------------------------------------


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def rasa_run(tmp_path: Path, sqlite_template: Path) -> Iterator[tuple[int, Path, int]]:
    """`rasa run` with the project's credentials.yml; the port, the database, the port meant for Meta."""
    model = next(iter(sorted((ROOT / "models").glob("*.tar.gz"))), None)
    if model is None:
        pytest.skip("there is no trained model (make train)")
    file, port, graph_port = tmp_path / "banpol.db", _port(), _port()
    shutil.copyfile(sqlite_template, file)
    environment = {
        **os.environ,
        "BANPOL_DEMO": "true",
        "BANPOL_DATA_DIR": str(tmp_path),
        "BANPOL_WHATSAPP_PHONE_NUMBER_ID": "100000000000001",
        "BANPOL_WHATSAPP_APP_SECRETS": SECRET,
        "BANPOL_WHATSAPP_VERIFY_TOKEN": "token-verifikasi",
        "BANPOL_WHATSAPP_ACCESS_TOKEN": "token-uji",
        "BANPOL_WHATSAPP_GRAPH_URL": f"http://127.0.0.1:{graph_port}",
        "RASA_TELEMETRY_ENABLED": "false",
    }
    command = [sys.executable, "-m", "rasa", "run", "--model", str(model), "-i", "127.0.0.1", "-p", str(port)]
    with (tmp_path / "rasa.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    yield port, file, graph_port
    process.terminate()
    process.wait(30)


@pytest.mark.slow
async def test_plain_rasa_run_serves_the_channel(
    rasa_run: tuple[int, Path, int], graph: FakeGraph, tmp_path: Path
) -> None:
    """The model answers a greeting through the outbox, with nothing but Rasa's own command."""
    port, file, graph_port = rasa_run
    await graph.also_on(graph_port)
    body = webhook(message("halo", timestamp=str(int(time.time()))))
    url = f"http://127.0.0.1:{port}/webhooks/whatsapp/webhook"

    def delivered() -> bool:
        headers = {name.decode(): value.decode() for name, value in signed(body)}
        try:
            with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=10) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    await until(lambda: asyncio.to_thread(delivered), 90)
    await until(lambda: graph.accepted, 60)
    assert json.dumps(graph.accepted[0]).count("+6281200000001") == 1
    with Database(f"sqlite:///{file}").read() as session:
        await until(lambda: session.execute(select(inbox_message.c.status)).scalar_one() == "done")
