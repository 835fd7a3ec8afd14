"""`make run`: trains if needed, migrates, starts the Procfile's processes, prints the address to open."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
from typing import Iterable, Mapping

import announce
import demo_env

PORTS = {
    "BANPOL_GATEWAY_PORT": "the gateway",
    "BANPOL_SIMULATOR_PORT": "the simulator",
    "BANPOL_CONSOLE_PORT": "the console",
}
ASSISTANT_READY = "assistant ready"  # what banpol/assistant/main.py logs once the model is loaded
# Lines appear when they are written; Rasa's libraries do not warn about each other before everybody's eyes.
CALM = {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
INTERRUPTED = (0, -signal.SIGINT, 128 + signal.SIGINT, -signal.SIGTERM, 128 + signal.SIGTERM)


class Refusal(Exception):
    """The demo cannot start; the sentence says why and what helps."""


def refuse_taken_ports(environment: Mapping[str, str]) -> None:
    """Raises Refusal when another program listens where one of ours is about to."""
    for setting, owner in PORTS.items():
        host, port = environment["BANPOL_HOST"], int(environment[setting])
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise Refusal(_port_sentence(error, setting, port, owner)) from None


def _port_sentence(error: OSError, setting: str, port: int, owner: str) -> str:
    why = "is taken by another program" if error.errno == errno.EADDRINUSE else f"cannot be used ({error})"
    other = f"{setting}={port + 1000} make run"
    return f"port {port}, meant for {owner}, {why}; end that program, or choose another: {other}"


def _step(environment: Mapping[str, str], *arguments: str) -> None:
    code = subprocess.run([sys.executable, *arguments], cwd=demo_env.ROOT, env=dict(environment)).returncode
    if code:
        raise SystemExit(code)


def pass_on(lines: Iterable[str], assistant_ready: threading.Event) -> None:
    """Shows what the processes say, and notices when the assistant, which has no address to ask, is ready."""
    for line in lines:
        print(line, end="", flush=True)
        if ASSISTANT_READY in line:
            assistant_ready.set()


def _serve(environment: Mapping[str, str]) -> int:
    """Runs until a process ends or Ctrl-C; honcho then ends all the others."""
    processes = subprocess.Popen(
        [sys.executable, "-m", "honcho", "--env", os.devnull, "start", "--no-colour"],
        cwd=demo_env.ROOT,
        env={**environment, **CALM},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    signal.signal(signal.SIGTERM, lambda *_: processes.terminate())
    ready = threading.Event()
    shown = threading.Thread(target=pass_on, args=(processes.stdout, ready))
    shown.start()
    threading.Thread(target=announce.when_ready, args=(environment, ready), daemon=True).start()
    code = _wait(processes)
    shown.join()
    return 0 if code in INTERRUPTED else code


def _wait(processes: subprocess.Popen[str]) -> int:
    while True:
        try:
            return processes.wait()
        except KeyboardInterrupt:
            # The terminal gave Ctrl-C to honcho too; it is ending the others and we only wait for it.
            continue


def main() -> int:
    environment = demo_env.demo_environment(os.environ)
    try:
        refuse_taken_ports(environment)
    except (Refusal, ValueError) as refusal:
        print(f"stopped: {refusal}.", file=sys.stderr)
        return 1
    try:
        _step(environment, "tools/train_if_stale.py")
        _step(environment, "-m", "banpol.cli.main", "db", "migrate")
    except KeyboardInterrupt:
        return 130
    return _serve(environment)


if __name__ == "__main__":
    sys.exit(main())
