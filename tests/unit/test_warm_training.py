"""The trainer that stays loaded: asked over its socket, gone when code changes, forgetful of old lists."""

from __future__ import annotations

import contextlib
import functools
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import warm_trainer
import warm_training

from banpol.language import remembering

ASKED = {"code": "c1", "kamus": "k1", "models": "models", "log": "train.log", "force": False, "kinds": True}


class Calls(list[dict[str, Any]]):
    """What the stand-in for Rasa's training was called with; fails when told so."""

    fails = False

    def train(self, models: Path, **how: bool) -> None:
        """In place of `model_and_kinds`."""
        self.append(dict(how))
        print("from the training")
        if self.fails:
            raise SystemExit("Rasa does not like it")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """The stand-in, in its place."""
    made = Calls()
    monkeypatch.setattr(warm_trainer, "model_and_kinds", made.train)
    return made


@pytest.fixture
def trainer(calls: Calls, tmp_path: Path) -> Iterator[threading.Thread]:
    """A trainer of code c1 that listens in a folder of its own; it ends after a second without a guest."""
    (tmp_path / "var").mkdir()
    with _in(tmp_path):
        thread = threading.Thread(target=warm_trainer.serve, args=("c1", warm_training.ADDRESS, 1.0))
        thread.start()
        _until(lambda: Path(warm_training.ADDRESS).exists())
        yield thread
        thread.join(5)


@contextlib.contextmanager
def _in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _until(true: Any) -> None:
    for _ in range(100):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to pass")


def test_a_training_is_asked_for_and_its_output_goes_to_the_log(
    trainer: threading.Thread, calls: Calls, tmp_path: Path
) -> None:
    """The request reaches the training; what it prints stands in its log, not in the terminal."""
    done = warm_training.train(tmp_path, ASKED, {})
    assert (done.ok, done.new) == (True, False)
    assert calls == [{"force": False, "kinds": True}]
    assert "from the training" in (tmp_path / "train.log").read_text()


def test_a_failed_training_is_told_and_the_trainer_stays(
    trainer: threading.Thread, calls: Calls, tmp_path: Path
) -> None:
    """Even when Rasa ends the process, which here it must not; the reason stands in the log."""
    calls.fails = True
    assert not warm_training.train(tmp_path, ASKED, {}).ok
    assert "Rasa does not like it" in (tmp_path / "train.log").read_text()
    calls.fails = False
    assert warm_training.train(tmp_path, ASKED, {}).ok


def test_only_its_owner_may_ask(trainer: threading.Thread, tmp_path: Path) -> None:
    """Others on the machine cannot open the socket."""
    assert (tmp_path / warm_training.ADDRESS).stat().st_mode & 0o077 == 0


def test_a_trainer_of_older_code_goes_away_unasked(
    trainer: threading.Thread, calls: Calls, tmp_path: Path
) -> None:
    """It trains nothing, so that the new code can."""
    assert warm_training._ask({**ASKED, "code": "c2"}) is None
    trainer.join(5)
    assert not trainer.is_alive()
    assert calls == []
    assert not (tmp_path / warm_training.ADDRESS).exists()


def test_a_trainer_nobody_asks_ends(trainer: threading.Thread, tmp_path: Path) -> None:
    """After its idle time it is gone, and its socket too."""
    trainer.join(5)
    assert not trainer.is_alive()
    assert not (tmp_path / warm_training.ADDRESS).exists()


def test_a_guest_who_says_nothing_readable_does_not_end_it_with_a_crash(
    trainer: threading.Thread, calls: Calls, tmp_path: Path
) -> None:
    """Half a line is no request."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(warm_training.ADDRESS)
        line.sendall(b'{"code": "c1"\n')
        assert line.makefile().readline() == ""
    assert warm_training.train(tmp_path, ASKED, {}).ok


def test_changed_word_lists_are_read_again_and_unchanged_ones_are_not(
    calls: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Caches of the language room are emptied when the digest of the lists is another one."""
    seen: list[int] = []

    @functools.lru_cache(maxsize=1)
    def table() -> int:
        seen.append(1)
        return 1

    table.__module__ = "banpol.language.lexicon"
    trainer = warm_trainer.Trainer()
    for kamus in ("k1", "k1", "k2"):
        trainer.train({**ASKED, "kamus": kamus, "log": str(tmp_path / "l")})
        table()
    assert len(seen) == 2


def test_texts_are_remembered_only_where_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that talks with citizens keeps nothing; a trainer reads each text once until it forgets."""
    monkeypatch.setattr(remembering, "_memory", None)
    seen: list[str] = []

    def read(text: str) -> str:
        seen.append(text)
        return text.upper()

    assert remembering.remembered(read) is read
    remembering.remember()
    again = remembering.remembered(read)
    assert [again("a"), again("a"), remembering.remembered(read)("a")] == ["A", "A", "A"]
    assert seen == ["a"]
    remembering.forget()
    remembering.remembered(read)("a")
    assert seen == ["a", "a"]


def test_without_a_trainer_that_starts_the_caller_is_told(tmp_path: Path) -> None:
    """A program that is not there ends at once; the caller can train without it."""
    with pytest.raises(warm_training.NoTrainer, match="ended while it started"):
        warm_training.train(tmp_path, ASKED, dict(os.environ))


def test_a_machine_that_serves_one_run_keeps_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Continuous integration and those who say no train without it."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("BANPOL_WARM_TRAINING", raising=False)
    assert warm_training.wanted()
    monkeypatch.setenv("CI", "true")
    assert not warm_training.wanted()
    monkeypatch.delenv("CI")
    monkeypatch.setenv("BANPOL_WARM_TRAINING", "false")
    assert not warm_training.wanted()
