"""Stock Rasa: `rasa run` with REST and the SQL tracker store, and `rasa run actions` beside it."""

from __future__ import annotations

import http.client
import json
import sqlite3
from pathlib import Path

from benchmarks.turns import processes
from benchmarks.turns.processes import ROOT, Running

HERE = ROOT / "benchmarks" / "turns" / "stock"
ANSWER_SECONDS = 120.0


class StockSide:
    """Two processes, one keep-alive connection."""

    name = "stock"

    def __init__(self, folder: Path, model: Path) -> None:
        self._folder, self._port, actions_port = folder, processes.free_port(), processes.free_port()
        env = processes.environment(
            folder,
            BENCH_TRACKER_FILE=str(folder / "tracker.db"),
            BENCH_ACTIONS_URL=f"http://127.0.0.1:{actions_port}/webhook",
            SANIC_HOST="127.0.0.1",
        )
        processes.migrate(env)
        actions = ["-m", "rasa", "run", "actions", "--port", str(actions_port)]
        self._actions = Running("rasa run actions", actions, env, folder / "actions.log")
        self._rasa = Running("rasa run", self._command(model), env, folder / "rasa.log")
        self._actions.wait(lambda: processes.listening(actions_port))
        self._rasa.wait(lambda: self._rasa.said("Rasa server is up and running"))
        self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_SECONDS)

    def _command(self, model: Path) -> list[str]:
        files = ["--endpoints", str(HERE / "endpoints.yml"), "--credentials", str(HERE / "credentials.yml")]
        return ["-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(self._port), "-m", str(model), *files]

    def say(self, sender: str, text: str) -> list[str]:
        """The texts of the answer."""
        body = json.dumps({"sender": sender, "message": text})
        self._connection.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        answer = json.loads(self._connection.getresponse().read())
        return [one["text"] for one in answer if "text" in one]

    def cpu_seconds(self) -> float:
        return self._rasa.cpu_seconds() + self._actions.cpu_seconds()

    def reports(self) -> int:
        return count_reports(self._folder / "banpol.db")

    def stop(self) -> None:
        self._connection.close()
        self._rasa.stop()
        self._actions.stop()


def count_reports(file: Path) -> int:
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        return int(connection.execute("select count(*) from report where number is not null").fetchone()[0])
