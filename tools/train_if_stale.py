"""Trains the assistant when what it learns from has changed; prints how long it has been at it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import training

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / "var" / "log" / "train.log"
# Rasa's libraries would otherwise open as many threads as they like, and report to their makers.
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
# On busy cores a second thread of arithmetic waits for the first far longer than it helps.
QUIET |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
# A terminal shows one line that grows; a file gets a new line each time.
SHOW_EVERY_SECONDS = 5 if sys.stdout.isatty() else 20
TAIL_LINES = 25


def _commands(force: bool, models: Path) -> list[list[str]]:
    rasa = [sys.executable, "-m", "rasa", "train", "--fixed-model-name", training.MODEL_NAME]
    rasa += ["--out", str(models), "--config", "config.yml", "--domain", "domain.yml", "--data", "data"]
    kinds = [sys.executable, "-m", "tools.train_kinds", str(models)]
    return [[*rasa, "--force"] if force else rasa, kinds]


def _run(command: list[str], log: IO[bytes], since: float) -> int:
    """The exit code; while it runs, one line that grows (or one line a while, where there is no terminal)."""
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **QUIET}, stdout=log, stderr=log)
    try:
        while True:
            try:
                return process.wait(timeout=SHOW_EVERY_SECONDS)
            except subprocess.TimeoutExpired:
                _show(f"training the assistant … {time.monotonic() - since:.0f} s")
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def _show(line: str) -> None:
    if sys.stdout.isatty():
        print(f"\r{line}", end="", flush=True)
    else:
        print(line, flush=True)


def _train(force: bool, models: Path) -> bool:
    started = time.monotonic()
    with LOG.open("wb") as log:
        for command in _commands(force, models):
            if _run(command, log, started):
                return False
    _show(f"training the assistant … done in {time.monotonic() - started:.0f} s\n".rstrip("\n"))
    print(flush=True)
    return True


def main() -> int:
    models = Path(os.environ.get("BANPOL_MODELS_DIR") or ROOT / "models")
    now, before = training.fingerprint(ROOT), training.stored(models)
    if now == before:
        return 0
    models.mkdir(parents=True, exist_ok=True)
    LOG.parent.mkdir(parents=True, exist_ok=True)
    print(f"training the assistant (the log is {LOG.relative_to(ROOT)})", flush=True)
    training.forget(models)
    if not _train(force=before is None or before.code != now.code, models=models):
        print("\n".join(LOG.read_text(errors="replace").splitlines()[-TAIL_LINES:]), file=sys.stderr)
        print(f"stopped: training failed; the whole log is {LOG.relative_to(ROOT)}.", file=sys.stderr)
        return 1
    training.store(models, now)
    return 0


if __name__ == "__main__":
    sys.exit(main())
