"""Asks the process of `warm_trainer.py` for a training, and starts it where there is none."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Relative to the root: the address of a socket may hold 107 characters, and homes can be deep.
ADDRESS = "var/train.sock"
STARTING_SECONDS = 180.0
LOOKING_SECONDS = 0.2


class NoTrainer(Exception):
    """There is no warm process and none could be started, or it went away: train without it."""


def wanted() -> bool:
    """Not where a machine serves one run only, nor where somebody said no."""
    return not os.environ.get("CI") and os.environ.get("BANPOL_WARM_TRAINING", "true") != "false"


@dataclass(frozen=True)
class Trained:
    """Whether it went well (the reason stands in its log), CPU seconds, and whether the process was new."""

    ok: bool
    cpu: float
    new: bool


def train(root: Path, asked: dict[str, Any], environment: dict[str, str]) -> Trained:
    """Raises NoTrainer."""
    with _at(root):
        answer = _ask(asked)
        new = answer is None
        answer = answer or _ask_new(asked, environment)
    if answer is None:
        raise NoTrainer("the trainer that was started does not answer")
    return Trained(bool(answer.get("ok")), float(answer.get("cpu", 0.0)), new)


@contextlib.contextmanager
def _at(root: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(root)
    try:
        yield
    finally:
        os.chdir(before)


def _ask(asked: dict[str, Any]) -> dict[str, Any] | None:
    """The answer; None when nobody listens or who listened was of older code and has gone."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        try:
            line.connect(ADDRESS)
            line.sendall(json.dumps(asked).encode() + b"\n")
            told = line.makefile("r").readline()
        except OSError:
            return None
    answer: dict[str, Any] | None = json.loads(told) if told else None
    return answer


def _ask_new(asked: dict[str, Any], environment: dict[str, str]) -> dict[str, Any] | None:
    """Starts a trainer that outlives this process, and asks it as soon as it listens."""
    log = Path("var/log/warm_trainer.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    program = [sys.executable, "tools/warm_trainer.py", str(asked["code"]), ADDRESS]
    with log.open("wb") as file:
        process = subprocess.Popen(
            program,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    ends = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise NoTrainer(f"the trainer ended while it started; its log is {log}")
        if (answer := _ask(asked)) is not None:
            return answer
        time.sleep(LOOKING_SECONDS)
    process.terminate()
    raise NoTrainer(f"the trainer did not start in {STARTING_SECONDS:.0f} s; its log is {log}")
