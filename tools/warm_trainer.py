"""A process that keeps Rasa loaded, so that training after an edit need not load it again.

`make train` starts it and speaks to it over a socket in `var/`; it ends by itself when nobody has asked for a
while, and when the code that learns is not the one it has loaded. Run from the repository's root with the
code's digest as its argument.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import json
import os
import socket
import sys
import time
import traceback
from pathlib import Path
from typing import Any

IDLE_SECONDS = 900.0
LONGEST_REQUEST = 65536


def serve(code: str, address: str, idle: float) -> None:
    """Takes one request after another: a line of JSON in, a line of JSON out."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        Path(address).unlink(missing_ok=True)
        # Nobody else on this machine may ask for trainings.
        previous = os.umask(0o177)
        door.bind(address)
        os.umask(previous)
        door.listen(1)
        door.settimeout(idle)
        trainer = Trainer()
        with contextlib.suppress(TimeoutError):
            while _one_visit(door, trainer, code):
                pass
    with contextlib.suppress(OSError):
        Path(address).unlink()


def _one_visit(door: socket.socket, trainer: Trainer, code: str) -> bool:
    """One request answered; False when this process has become old."""
    guest, _ = door.accept()
    with guest:
        guest.settimeout(None)
        asked = _request(guest)
        if asked is None:
            return True
        if asked.get("code") != code:
            return False
        guest.sendall(json.dumps(trainer.train(asked)).encode() + b"\n")
    return True


def _request(guest: socket.socket) -> dict[str, Any] | None:
    """What a guest asks, None when that is no request."""
    try:
        asked = json.loads(guest.makefile("r").readline(LONGEST_REQUEST))
    except ValueError:
        return None
    return asked if isinstance(asked, dict) else None


class Trainer:
    """Trains in this process; forgets what it read of word lists as soon as they change."""

    def __init__(self) -> None:
        self._kamus: str | None = None

    def train(self, asked: dict[str, Any]) -> dict[str, Any]:
        """`models`, `log`, `force`, `kamus` and `kinds` in; `ok` and CPU seconds out. Raises nothing."""
        began = time.process_time()
        with Path(asked["log"]).open("a", encoding="utf-8") as log:
            with contextlib.redirect_stdout(log), contextlib.redirect_stderr(log):
                ok = self._train(asked)
        return {"ok": ok, "cpu": time.process_time() - began}

    def _train(self, asked: dict[str, Any]) -> bool:
        try:
            if asked["kamus"] != self._kamus:
                forget_tables()
                self._kamus = asked["kamus"]
            model_and_kinds(Path(asked["models"]), force=asked["force"], kinds=asked["kinds"])
        except BaseException:  # Rasa ends the process where it does not like its input
            traceback.print_exc()
            return False
        return True


def model_and_kinds(models: Path, *, force: bool, kinds: bool) -> None:
    """Rasa's training, and the guesser of kinds where its lists have changed. Raises RuntimeError."""
    from rasa.model_training import train

    from banpol.language.kinds import MODEL_FILE, train_kinds
    from banpol.language.remembering import remember

    remember()
    result = train(
        "domain.yml", "config.yml", ["data"], str(models), force_training=force, fixed_model_name="banpol"
    )
    if result.model is None:
        raise RuntimeError("rasa has trained no model")
    if kinds:
        train_kinds(out_path=models / MODEL_FILE.name)


def forget_tables() -> None:
    """Empties every cache of the language room: tables that were read once, and texts read with them."""
    from banpol.language.remembering import forget

    forget()
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper) and _of_language(one):
            one.cache_clear()


def _of_language(one: Any) -> bool:
    # The encoder holds no table of ours and takes a second to load.
    name = str(getattr(one, "__module__", ""))
    return name.startswith("banpol.language") and name != "banpol.language.sentences"


def main(arguments: list[str]) -> int:
    sys.path.insert(0, str(Path.cwd()))
    import rasa.model_training
    import warm_loading

    import banpol.assistant.intent  # noqa: F401  # the parts that training would otherwise load

    warm_loading.read_once()
    code, address = arguments
    serve(code, address, IDLE_SECONDS)
    return 0 if rasa else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
