"""Trains the assistant when what it learns from has changed; prints how long it has been at it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import training
import warm_training

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / "var" / "log" / "train.log"
COLD = ROOT / "var" / "cache" / "cold_training.txt"
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


def _train(now: training.Fingerprint, before: training.Fingerprint | None, models: Path) -> bool:
    """Warm where that is wanted and possible, else cold; what was cold the last time is told beside it."""
    started = time.monotonic()
    LOG.write_bytes(b"")
    warm = _warm(now, before, models) if warm_training.wanted() else None
    went_well = (warm is not None and warm.ok) or _cold(
        before is None or before.code != now.code, models, started
    )
    if went_well:
        _tell(time.monotonic() - started, warm)
    return went_well


def _tell(seconds: float, warm: warm_training.Trained | None) -> None:
    """How long it took, and beside a warm training how long the last cold one took."""
    beside = ""
    if warm is None or not warm.ok or warm.new:
        COLD.parent.mkdir(parents=True, exist_ok=True)
        COLD.write_text(f"{seconds:.0f}\n", encoding="utf-8")
    elif COLD.is_file():
        beside = f" (CPU {warm.cpu:.0f} s; the last cold training took {COLD.read_text().strip()} s)"
    _show(f"training the assistant … done in {seconds:.0f} s{beside}")
    print(flush=True)


def _warm(
    now: training.Fingerprint, before: training.Fingerprint | None, models: Path
) -> warm_training.Trained | None:
    """What the process that stays loaded has done; after a failure the cold way says why."""
    new = before is None or before.code != now.code
    asked = {
        "code": now.code, "kamus": now.kamus, "models": str(models), "log": str(LOG), "force": new,
        "kinds": new or before is None or before.kamus != now.kamus,
    }  # fmt: skip
    try:
        return warm_training.train(ROOT, asked, {**os.environ, **QUIET})
    except (warm_training.NoTrainer, OSError, ValueError) as problem:
        print(f"training without a warm process: {problem}", flush=True)
        return None


def _cold(force: bool, models: Path, started: float) -> bool:
    """Whether both programs, each started anew, have trained their part."""
    with LOG.open("ab") as log:
        return not any(_run(command, log, started) for command in _commands(force, models))


def main() -> int:
    models = Path(os.environ.get("BANPOL_MODELS_DIR") or ROOT / "models")
    now, before = training.fingerprint(ROOT), training.stored(models)
    if now == before:
        return 0
    models.mkdir(parents=True, exist_ok=True)
    LOG.parent.mkdir(parents=True, exist_ok=True)
    print(f"training the assistant (the log is {LOG.relative_to(ROOT)})", flush=True)
    training.forget(models)
    if not _train(now, before, models.resolve()):
        print("\n".join(LOG.read_text(errors="replace").splitlines()[-TAIL_LINES:]), file=sys.stderr)
        print(f"stopped: training failed; the whole log is {LOG.relative_to(ROOT)}.", file=sys.stderr)
        return 1
    training.store(models, now)
    return 0


if __name__ == "__main__":
    sys.exit(main())
