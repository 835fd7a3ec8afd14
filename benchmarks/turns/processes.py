"""Starts processes, waits until they are ready, and tells what CPU their whole tree has used."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, Mapping

import psutil

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120.0
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}


class NotStarted(Exception):
    """A process ended, or was not ready in time; the sentence names its log."""


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """An environment of its own for one side: keys and database in `data_dir`, no bundling."""
    return {
        **os.environ,
        **QUIET,
        "BANPOL_DATA_DIR": str(data_dir),
        "BANPOL_DEMO": "true",
        "BANPOL_VECTORS": "false",
        "BANPOL_BUNDLE_QUIET_SECONDS": "0",
        "BANPOL_BUNDLE_MAX_SECONDS": "0",
        **more,
    }


def migrate(env: Mapping[str, str]) -> None:
    """Makes keys and an empty database."""
    python("-m", "banpol.cli.main", "db", "migrate", env=env)


def python(*arguments: str, env: Mapping[str, str]) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=dict(env), check=True, capture_output=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A process and all its children."""

    def __init__(self, name: str, arguments: list[str], env: Mapping[str, str], log: Path) -> None:
        self.name, self._log = name, log
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=dict(env), stdout=out, stderr=out
            )

    def wait(self, ready: Callable[[], bool]) -> None:
        """Raises NotStarted."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            if ready():
                return
            time.sleep(0.25)
        raise NotStarted(f"{self.name} is not ready; its log is {self._log}")

    def said(self, words: str) -> bool:
        return words in self._log.read_text(errors="replace")

    def cpu_seconds(self) -> float:
        """User and system time of the tree since its start."""
        root = psutil.Process(self._process.pid)
        times = [process.cpu_times() for process in (root, *root.children(recursive=True))]
        return sum(time.user + time.system for time in times)

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
