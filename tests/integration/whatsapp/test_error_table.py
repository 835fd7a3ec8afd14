"""Every code of Meta's error table, against the simulator's faults: the step the table demands, no other."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any, AsyncIterator, Mapping

import pytest

from banpol.database import Database
from banpol.post import inbox
from banpol.post.letters import Choice
from banpol.simulator.faults import refuse_sending
from banpol.simulator.graph_errors import GraphError
from banpol.simulator.messages import FROM_SERVICE
from banpol.simulator.simulator import SimulatedPhone, Simulator
from banpol.whatsapp.carrier import Carrier
from banpol.whatsapp.circuit import Circuit
from banpol.whatsapp.errors import BY_CODE
from tests.integration.whatsapp.bench import ACCOUNT, PHONE, SECRET, TOKEN, Bench, until
from tests.integration.whatsapp.bench import settings as number_settings
from tests.support.parts import NOW, RING, arrival

# What a refusal with this code must lead to. Each code of the table stands here once; of the ranges, 200 to
# 299 and 132000 to 132016, the ends and one in the middle.
AGAIN = (1, 2, 131000, 131016, 133004, 131057)
HOLD_RECIPIENT = (131056,)
SLOW_ALL = (130429, 4, 80007)
PARK = (131047,)
GIVE_UP = (131026, 130403, 131021, 131030, 130497, 131048, 131049, 131050, 131062, 131064)
PLAIN_TEXT = (131051, 100, 131008, 131009, 33, 132000, 132008, 132016, 131052, 131053)
STOP = (0, 190, 3, 10, 200, 250, 299, 131005, 131031, 368, 131042, 131045, 133010)
RANGES = (*range(200, 300), *range(132000, 132017))


class Street:
    """A citizen, the simulator and our carrier between them; SQLite, for no step depends on the database."""

    def __init__(self, bench: Bench, simulator: Simulator, carrier: Carrier, phone: SimulatedPhone) -> None:
        self.bench, self.simulator, self.carrier, self.phone = bench, simulator, carrier, phone
        self.refused = 0

    def refuse(self, code: int, times: int = 1_000, **more: int) -> None:
        """From now on the simulator answers so; how often it did is counted."""
        fault = refuse_sending(code, times=times, **more)

        def counted(body: Mapping[str, Any]) -> GraphError | None:
            error = fault(body)
            self.refused += error is not None
            return error

        self.simulator.state.send_faults.append(counted)

    def relent(self) -> None:
        self.simulator.state.send_faults.clear()

    def answer(self, text: str = "Halo.", **more: Any) -> None:
        self.bench.put(text, self.bench.inbox_rows()[0].reporter_id, **more)
        self.carrier.wake()

    def row(self, number: int = 0) -> Any:
        return self.bench.outbox_rows()[number]

    def shown(self) -> list[str]:
        """What the citizen's phone shows of us."""
        return [m.face.text for m in self.phone.messages() if m.direction == FROM_SERVICE]

    async def is_refused(self, times: int = 1) -> None:
        await until(lambda: self.refused >= times and self.row().status != "sending")


@pytest.fixture
async def street(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Street]:
    """The citizen has just written, so the window is open."""
    file = tmp_path / "banpol.db"
    shutil.copyfile(sqlite_template, file)
    bench = Bench(Database(f"sqlite:///{file}"), tmp_path)
    simulator = Simulator(
        app_secret=SECRET, verify_token="v", access_token=TOKEN, phone_number_id=ACCOUNT, clock=bench.clock
    )
    async with simulator:
        given = replace(number_settings(simulator.url), typing=False)
        carrier = Carrier(bench.setup(settings=given, circuit=Circuit(probe_s=0.2, outage_probe_s=0.1)))
        await carrier.start()
        with bench.database.write() as session:
            message = arrival(reporter=bench.reporter(), account=ACCOUNT, sent_at=NOW)
            inbox.receive(session, RING, [message])
        phone = simulator.phone(PHONE, "Siti")
        await phone.send("text", "halo")
        yield Street(bench, simulator, carrier, phone)
        await carrier.stop()
    bench.database.dispose()


def test_every_code_of_the_table_stands_here_once() -> None:
    """A code added to the table without a demanded step fails here."""
    listed = (*AGAIN, *HOLD_RECIPIENT, *SLOW_ALL, *PARK, *GIVE_UP, *PLAIN_TEXT, *STOP)
    assert len(set(listed)) == len(listed)
    assert set(listed) | set(RANGES) == set(BY_CODE)


@pytest.mark.parametrize("code", AGAIN)
async def test_temporary_comes_again_and_arrives(street: Street, code: int) -> None:
    """Queued for about a second, then sent; once on the phone."""
    street.refuse(code, times=1, status=500)
    street.answer()
    await street.is_refused()
    assert (street.row().status, street.row().error_code) == ("queued", code)
    street.bench.ahead_s += 2
    await until(lambda: street.row().status == "sent")
    assert street.shown() == ["Halo."]


@pytest.mark.parametrize("code", HOLD_RECIPIENT)
async def test_pair_rate_holds_this_recipient_only(street: Street, code: int) -> None:
    """The sender stays open for others."""
    street.refuse(code, times=1)
    street.answer()
    await street.is_refused()
    assert street.row().status == "queued" and (await street.carrier.readiness()).sending
    street.bench.ahead_s += 2
    await until(lambda: street.row().status == "sent")


@pytest.mark.parametrize("code", SLOW_ALL)
async def test_rates_slow_the_whole_sender_as_long_as_meta_says(street: Street, code: int) -> None:
    """Nothing leaves to anybody before Retry-After is over."""
    street.refuse(code, times=1, retry_after=300)
    street.answer("satu")
    await street.is_refused()
    street.answer("dua")
    street.bench.ahead_s += 200
    await asyncio.sleep(0.2)
    assert street.shown() == []
    street.bench.ahead_s += 200
    await until(lambda: street.shown() == ["satu", "dua"])


@pytest.mark.parametrize("code", PARK)
async def test_a_closed_window_parks_and_never_loops(street: Street, code: int) -> None:
    """One call however long one waits."""
    street.refuse(code)
    street.answer()
    await until(lambda: street.row().status == "parked")
    for _ in range(3):
        street.bench.ahead_s += 3600
        street.carrier.wake()
        await asyncio.sleep(0.1)
    assert street.refused == 1 and street.row().status == "parked"


@pytest.mark.parametrize("code", GIVE_UP)
async def test_refused_for_good_is_not_tried_again(street: Street, code: int) -> None:
    """Failed with its code after one call; the next message leaves, unless nobody is there."""
    street.refuse(code, times=1)
    street.answer("satu")
    street.answer("dua")
    then = "parked" if code == 131026 else "sent"
    await until(lambda: [row.status for row in street.bench.outbox_rows()] == ["failed", then])
    assert street.row().error_code == code and street.refused == 1


@pytest.mark.parametrize("code", PLAIN_TEXT)
async def test_a_refused_form_becomes_plain_text_once(street: Street, code: int) -> None:
    """The question reaches the citizen with its choices as numbers; if that is refused too, it has failed."""
    street.refuse(code, times=1)
    choices = (Choice("Ya", "/setuju"), Choice("Tidak", "/tolak"))
    street.answer("Setuju?", choices=choices)
    await until(lambda: street.row().status == "sent")
    assert street.shown() == ["Setuju?\n\n1. Ya\n2. Tidak"]
    street.refuse(code)
    street.answer("Yakin?", choices=choices)
    await until(lambda: street.row(1).status == "failed")
    assert street.refused == 3


@pytest.mark.parametrize("code", STOP)
async def test_a_refused_account_stops_the_sender_and_loses_nothing(street: Street, code: int) -> None:
    """Unready, everything queued; it all leaves in order when Meta lets us again."""
    street.refuse(code, status=401)
    for text in ("satu", "dua", "tiga"):
        street.answer(text)
    await street.is_refused()
    state = await street.carrier.readiness()
    assert not state.ready and not state.sending
    assert {row.status for row in street.bench.outbox_rows()} <= {"queued", "sending"}
    street.relent()
    street.bench.ahead_s += 120
    await until(lambda: street.shown() == ["satu", "dua", "tiga"])
    assert (await street.carrier.readiness()).ready


async def test_a_held_recipient_waits_longer_each_time(street: Street) -> None:
    """4 to the power of the try: the third wait of a held recipient is not over after the second's time."""
    street.refuse(131056, times=3)
    street.answer()
    for tries, wait in ((1, 1.1), (2, 4.1)):
        await street.is_refused(tries)
        street.bench.ahead_s += wait
    await street.is_refused(3)
    street.bench.ahead_s += 10
    await asyncio.sleep(0.2)
    assert street.row().status == "queued"
    street.bench.ahead_s += 7
    await until(lambda: street.row().status == "sent")
