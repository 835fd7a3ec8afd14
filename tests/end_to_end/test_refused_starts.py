"""A process that lacks something refuses to start, in one sentence that names it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from banpol.keys import SECRET_FILES, make_keys
from tests.end_to_end.house import environment
from tests.end_to_end.processes import ASSISTANT, GATEWAY, ROOT

SIMULATOR, WATCH = "banpol.simulator.main", "banpol.watch.main"
NEEDED = (
    "BANPOL_WHATSAPP_PHONE_NUMBER_ID",
    "BANPOL_WHATSAPP_APP_SECRETS",
    "BANPOL_WHATSAPP_VERIFY_TOKEN",
    "BANPOL_WHATSAPP_ACCESS_TOKEN",
)
WRONG = {
    "BANPOL_GATEWAY_PORT": "delapan",
    "BANPOL_DEMO": "barangkali",
    "BANPOL_BUNDLE_QUIET_SECONDS": "sebentar",
    "BANPOL_DATABASE_URL": "mysql://127.0.0.1/banpol",
    "BANPOL_WHATSAPP_APP_SECRETS": "satu\ndua",
}
# Which key files each process opens; of the others it must not depend.
KEYS = {
    GATEWAY: ("contact.key", "session.key", "index.key", "content.public"),
    ASSISTANT: ("session.key", "audit.key", "content.public"),
}
SLOW = pytest.mark.slow


def start(module: str, folder: Path, without: str = "", **changes: str) -> subprocess.CompletedProcess[str]:
    """Starts it and waits for its end; one that does not end within a minute was not refused."""
    settings = environment(folder, **changes)
    settings.pop(without, None)
    return subprocess.run(
        [sys.executable, "-m", module], cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60
    )


def assert_refused(ended: subprocess.CompletedProcess[str], *words: str) -> None:
    """An exit code that a supervisor notices, and a sentence instead of a traceback."""
    assert ended.returncode not in (0, None)
    assert "Traceback" not in ended.stderr
    last = ended.stderr.strip().splitlines()[-1]
    for word in words:
        assert word in last, ended.stderr


@pytest.mark.parametrize("module", [GATEWAY, SIMULATOR])
@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_setting_is_named(tmp_path: Path, module: str, name: str) -> None:
    """Which one it is, and where all of them are shown."""
    assert_refused(start(module, tmp_path, without=name), name, "missing", "deploy/demo.env")


@pytest.mark.parametrize("name", NEEDED)
def test_an_empty_setting_counts_as_missing(tmp_path: Path, name: str) -> None:
    """An empty secret would let anybody in."""
    assert_refused(start(GATEWAY, tmp_path, **{name: "  "}), name, "missing")


@pytest.mark.parametrize(("name", "value"), sorted(WRONG.items()))
def test_a_wrong_setting_is_refused(tmp_path: Path, name: str, value: str) -> None:
    """A word where a number belongs, a database that is not served, a value over two lines."""
    ended = start(GATEWAY, tmp_path, **{name: value})
    assert_refused(ended, "mysql is not served" if name.endswith("URL") else name)


@pytest.mark.parametrize(("module", "name"), [(m, n) for m, names in KEYS.items() for n in names])
def test_a_missing_key_is_named(tmp_path: Path, module: str, name: str, model: Path) -> None:
    """In service keys are never made by the way."""
    make_keys(tmp_path / "data" / "keys")
    (tmp_path / "data" / "keys" / name).unlink()
    assert_refused(start(module, tmp_path, BANPOL_DEMO="false"), name, "missing")


@pytest.mark.parametrize(
    ("module", "name"), [(m, n) for m, names in KEYS.items() for n in names if n in SECRET_FILES]
)
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, module: str, name: str, model: Path) -> None:
    """Mode 0644, as an unpacked archive or a careless copy leaves it."""
    make_keys(tmp_path / "data" / "keys")
    (tmp_path / "data" / "keys" / name).chmod(0o644)
    assert_refused(start(module, tmp_path), name, "0400")


def test_half_a_set_of_demo_keys_is_not_completed(tmp_path: Path) -> None:
    """A new key beside old ones would make old reports unreadable."""
    make_keys(tmp_path / "data" / "keys")
    (tmp_path / "data" / "keys" / "contact.key").unlink()
    assert_refused(start(GATEWAY, tmp_path), "incomplete", "contact.key")
    assert not (tmp_path / "data" / "keys" / "contact.key").exists()


def test_a_missing_model_is_refused(tmp_path: Path, model: Path) -> None:
    """The sentence says how to get one."""
    assert_refused(
        start(ASSISTANT, tmp_path, BANPOL_MODELS_DIR=str(tmp_path)), "no trained model", "make train"
    )


@pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.99])
def test_a_broken_model_is_refused(tmp_path: Path, model: Path, kept: float) -> None:
    """Part of an archive, as an interrupted copy leaves it."""
    whole = model.read_bytes()
    (tmp_path / "banpol.tar.gz").write_bytes(whole[: int(len(whole) * kept)])
    ended = start(ASSISTANT, tmp_path, BANPOL_MODELS_DIR=str(tmp_path))
    assert_refused(ended, "banpol.tar.gz cannot be loaded", "make train")


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    """Another program listens there already."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other:
        ended = start(GATEWAY, tmp_path, BANPOL_GATEWAY_PORT=str(other.getsockname()[1]))
    assert_refused(ended, "banpol gateway", "in use")


ALERTS = {
    "BANPOL_ALERT_MAILS": {"BANPOL_DEMO": "false"},
    "BANPOL_SMTP_URL": {"BANPOL_ALERT_MAILS": "piket@contoh.id"},
    "BANPOL_ALERT_WEBHOOKS": {"BANPOL_ALERT_WEBHOOKS": "http://contoh.id/kait"},
}


@pytest.mark.parametrize("name", ALERTS)
def test_alerts_that_would_reach_nobody_are_refused(tmp_path: Path, name: str) -> None:
    """No recipient in service, mailboxes without a mail server, a webhook that others could read."""
    make_keys(tmp_path / "data" / "keys")
    assert_refused(start(WATCH, tmp_path, **ALERTS[name]), name)
