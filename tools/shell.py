"""`make shell`: `rasa shell` here, with the action server beside it on loopback; both end together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import demo_env
from train_if_stale import QUIET

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / "var" / "log" / "actions.log"
HOST = "127.0.0.1"
PORT = 5055  # the address that endpoints.yml names
# Without SANIC_HOST rasa_sdk would listen on every interface, and it asks nobody for a password.
LOOPBACK = {"SANIC_HOST": HOST}
ACTION_SERVER = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(PORT)]


def _listening() -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, PORT)) == 0


def _wait(actions: subprocess.Popen[bytes]) -> bool:
    for _ in range(120):
        if actions.poll() is not None or _listening():
            break
        time.sleep(0.25)
    return actions.poll() is None and _listening()


def _talk(environment: dict[str, str]) -> int:
    shell = [sys.executable, "-m", "rasa", "shell", "--endpoints", "endpoints.yml"]
    return subprocess.run(
        [*shell, "--interface", HOST, "--model", "models/banpol.tar.gz"], cwd=ROOT, env=environment
    ).returncode


def main() -> int:
    environment = {**demo_env.demo_environment(os.environ), **QUIET}
    if _listening():
        print(f"stopped: port {PORT} is taken by another program; end it and try again.", file=sys.stderr)
        return 1
    LOG.parent.mkdir(parents=True, exist_ok=True)
    migrated = subprocess.run(
        [sys.executable, "-m", "banpol.cli.main", "db", "migrate"], cwd=ROOT, env=environment
    )
    if migrated.returncode:
        return migrated.returncode
    # A polite request to end counts like Ctrl-C: the action server must not be left behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with LOG.open("wb") as log:
        actions = subprocess.Popen(
            ACTION_SERVER, cwd=ROOT, env={**environment, **LOOPBACK}, stdout=log, stderr=log
        )
    try:
        if not _wait(actions):
            print(f"stopped: the action server did not start; see {LOG.relative_to(ROOT)}.", file=sys.stderr)
            return 1
        return _talk(environment)
    except KeyboardInterrupt:
        return 0
    finally:
        actions.terminate()
        actions.wait()


if __name__ == "__main__":
    sys.exit(main())
