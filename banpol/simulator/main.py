"""The simulator as a process of its own, beside gateway and assistant."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from typing import Mapping

from banpol import logs
from banpol.clock import SystemClock
from banpol.settings import SettingProblem, read_settings, read_whatsapp
from banpol.simulator.simulator import Simulator, SimulatorProblem

WEBHOOK_PATH = "/webhooks/whatsapp/webhook"
FIRST_PHONE = ("6281200000001", "Warga 1")
log = logging.getLogger("banpol.simulator")


def build(environment: Mapping[str, str]) -> Simulator:
    """From the settings that gateway and simulator share. Raises SettingProblem.

    BANPOL_SIMULATOR_WEBHOOK_URL aims at another gateway, BANPOL_SIMULATOR_SEED makes all ids repeatable,
    BANPOL_SIMULATOR_RATES=1 refuses what is sent faster than Meta takes it.
    """
    settings, whatsapp = read_settings(), read_whatsapp()
    gateway = f"http://{settings.host}:{settings.gateway_port}{WEBHOOK_PATH}"
    clock = SystemClock()
    simulator = Simulator(
        app_secret=whatsapp.app_secrets[0],
        verify_token=whatsapp.verify_token,
        access_token=whatsapp.access_token,
        phone_number_id=whatsapp.phone_number_id,
        webhook_url=environment.get("BANPOL_SIMULATOR_WEBHOOK_URL", gateway),
        clock=clock,
        # A start must not hand out the ids of the one before: the gateway would take them for repetitions.
        seed=environment.get("BANPOL_SIMULATOR_SEED", clock.now().isoformat()),
        host=settings.host,
        port=settings.simulator_port,
        rates=environment.get("BANPOL_SIMULATOR_RATES", "") == "1",
    )
    number, name = FIRST_PHONE
    simulator.phone(number, name, auto_read=False)
    return simulator


async def serve(simulator: Simulator) -> None:
    """Until SIGINT or SIGTERM. Raises SimulatorProblem."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    async with simulator:
        log.info("simulator listens at %s", simulator.url)
        greeting = loop.create_task(_greet(simulator))
        await ended.wait()
        greeting.cancel()


async def _greet(simulator: Simulator) -> None:
    """The handshake, as soon as the gateway is there; messages are carried without it all the same."""
    while not await simulator.subscribe():
        await asyncio.sleep(1)
    log.info("the gateway has answered the handshake")


def main() -> int:
    logs.configure()
    try:
        asyncio.run(serve(build(os.environ)))
    except (SettingProblem, SimulatorProblem) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
