"""The whole way of an answer that came too late: accepted, failed, kept, gone out when the citizen writes."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from banpol.simulator.messages import FROM_SERVICE
from banpol.simulator.simulator import Simulator
from banpol.whatsapp.gateway import Gateway
from tests.integration.whatsapp.bench import ACCOUNT, PHONE, SECRET, TOKEN, Bench, settings, until


async def test_what_was_parked_leaves_in_order_and_once_when_the_citizen_writes(bench: Bench) -> None:
    """Meta accepts both and fails them later; the citizen's next message brings them, one time each."""
    simulator = Simulator(
        app_secret=SECRET, verify_token="v", access_token=TOKEN, phone_number_id=ACCOUNT, clock=bench.clock
    )

    def states() -> list[str]:
        return [row.status for row in bench.outbox_rows()]

    async with simulator:
        gateway = Gateway(bench.setup(settings=replace(settings(simulator.url), typing=False)))
        await gateway.start()
        simulator.aim(gateway.url)
        phone = simulator.phone(PHONE, "Siti")
        await phone.send("text", "halo")
        assert await simulator.wait_delivered(8)
        simulator.state.exchange.close_window(next(iter(simulator.state.phones)))
        for text in ("satu", "dua"):
            bench.put(text, bench.inbox_rows()[0].reporter_id)
        await gateway.step()
        await until(lambda: states() == ["parked", "parked"])
        bench.ahead_s += 3600
        await gateway.step()
        await asyncio.sleep(0.3)
        assert states() == ["parked", "parked"]
        await phone.send("text", "saya di sini")
        await until(lambda: states() == ["sent", "sent"])
        assert await simulator.wait_delivered(8)
        said = [message for message in phone.messages() if message.direction == FROM_SERVICE]
        assert [message.face.text for message in said if message.status != "failed"] == ["satu", "dua"]
        assert len(said) == 4
        await gateway.stop()
