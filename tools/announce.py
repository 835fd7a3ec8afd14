"""Waits until every part answers, then says where to open the demonstration."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from typing import Callable, Mapping

POLL_SECONDS = 0.5
PATIENCE_SECONDS = 180.0
DEMO_PASSWORD = "hanya-untuk-mencoba"  # as in banpol/console/demo.py, which would cost a second to import


def ready_addresses(environment: Mapping[str, str]) -> list[str]:
    """Where gateway, simulator and console say whether they are ready."""
    host = environment["BANPOL_HOST"]
    names = ("BANPOL_SIMULATOR_PORT", "BANPOL_GATEWAY_PORT", "BANPOL_CONSOLE_PORT")
    ports = [environment[name] for name in names]
    return [f"http://{host}:{port}/ready" for port in ports]


def answers(address: str) -> bool:
    """Whether this address answers 200 now."""
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait(
    addresses: list[str],
    asks: Callable[[str], bool] = answers,
    sleep: Callable[[float], None] = time.sleep,
    patience: float = PATIENCE_SECONDS,
) -> list[str]:
    """The addresses that still do not answer after the patience (seconds); empty when all do."""
    missing = list(addresses)
    for _ in range(int(patience / POLL_SECONDS)):
        missing = [address for address in missing if not asks(address)]
        if not missing:
            break
        sleep(POLL_SECONDS)
    return missing


def when_ready(environment: Mapping[str, str], assistant_ready: threading.Event) -> None:
    missing = wait(ready_addresses(environment))
    if not assistant_ready.wait(PATIENCE_SECONDS):
        missing.append("the assistant")
    if missing:
        print(f"\n  Not ready yet, see the lines above: {', '.join(missing)}\n", flush=True)
        return
    address = f"http://{environment['BANPOL_HOST']}:{environment['BANPOL_SIMULATOR_PORT']}/"
    console = f"http://{environment['BANPOL_HOST']}:{environment['BANPOL_CONSOLE_PORT']}/"
    print(f"\n  Banpol is ready. Open {address}   (Ctrl-C ends it)", flush=True)
    print(f"  The team's console: {console}   (petugas, {DEMO_PASSWORD}, code on that page)\n", flush=True)
