"""The outbox leaves in order, once, within the limits; every refusal leads to the step the table demands."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from typing import Any, AsyncIterator

import pytest

from banpol.database import Database
from banpol.post import deliveries, inbox, outbox
from banpol.post.letters import Choice
from banpol.whatsapp.circuit import Circuit
from banpol.whatsapp.client import GraphClient
from banpol.whatsapp.metrics import Metrics
from banpol.whatsapp.pace import PAIR_BURST, Pace
from banpol.whatsapp.sender import PARALLEL, Pacing, Sender
from tests.integration.whatsapp.bench import (
    ACCOUNT,
    TOKEN,
    Answer,
    Bench,
    FakeGraph,
    refusal,
    settings,
    until,
)
from tests.support.parts import NOW, RING, arrival


class Post:
    """A sender at work; `wrote` opens the reporter's window."""

    def __init__(self, bench: Bench, graph: FakeGraph) -> None:
        self.bench, self.graph = bench, graph
        self.circuit = Circuit(probe_s=0.2, outage_probe_s=0.1)
        self.metrics = Metrics()
        self.running: list[tuple[Sender, GraphClient]] = []

    def start(self, total_s: float = 0.5, pace: Pace | None = None, **pacing: Any) -> Sender:
        client = GraphClient(settings(self.graph.url), total_s=total_s, connect_s=0.3)
        sender = Sender(
            self.bench.parts,
            client,
            self.metrics,
            pace=pace,
            circuit=self.circuit,
            pacing=Pacing(idle_s=0.02, **pacing),
            chance=random.Random(1),
        )
        self.running.append((sender, client))
        sender.start()
        return sender

    def wrote(self, phone: str = "6281200000001", hours_ago: float = 0) -> str:
        reporter_id = self.bench.reporter(phone)
        with self.bench.database.write() as session:
            stamp = NOW - timedelta(hours=hours_ago)
            inbox.receive(session, RING, [arrival(reporter=reporter_id, sent_at=stamp, account=ACCOUNT)])
        return reporter_id

    def statuses(self) -> list[str]:
        return [row.status for row in self.bench.outbox_rows()]

    async def settled(self, *statuses: str) -> None:
        await until(lambda: self.statuses() == list(statuses))

    async def stop(self) -> None:
        for sender, client in self.running:
            await sender.stop()
            await client.close()


@pytest.fixture
async def post(bench: Bench, graph: FakeGraph) -> AsyncIterator[Post]:
    """A sender's surroundings; whatever was started is stopped."""
    surroundings = Post(bench, graph)
    yield surroundings
    await surroundings.stop()


async def test_an_answer_leaves_with_plus_token_and_our_id(post: Post) -> None:
    """`to` carries its +, and Meta gives our id back in every status."""
    post.bench.put("Halo.", post.wrote())
    post.start()
    await post.settled("sent")
    (row,), (body,) = post.bench.outbox_rows(), post.graph.accepted
    assert (body["to"], body["messaging_product"]) == ("+6281200000001", "whatsapp")
    assert body["biz_opaque_callback_data"] == row.id
    assert row.channel_message_id == post.bench.parts.known_as("wamid.OUT1") and row.sent_at == NOW
    assert post.graph.headers[0]["Authorization"] == f"Bearer {TOKEN}"


async def test_a_reporter_without_a_number_is_answered_by_user_id(post: Post) -> None:
    """`recipient` instead of `to`."""
    reporter_id = post.bench.reporter("", "ID.abc")
    with post.bench.database.write() as session:
        inbox.receive(session, RING, [arrival(reporter=reporter_id, account=ACCOUNT)])
    post.bench.put("Halo.", reporter_id)
    post.start()
    await post.settled("sent")
    assert post.graph.accepted[0]["recipient"] == "ID.abc"
    assert "to" not in post.graph.accepted[0]


async def test_who_writes_without_end_keeps_nobody_else_waiting(post: Post) -> None:
    """More people than the sender has hands have used up their share; the next one is answered at once."""
    pace = Pace(pair_seconds=60, per_second=1_000_000)
    busy = [post.wrote(f"62812000{n:05d}") for n in range(PARALLEL + 4)]
    for reporter_id in busy:
        post.bench.put("Halo.", reporter_id)
        for _ in range(round(PAIR_BURST)):
            pace.wait_for(f"{ACCOUNT}|{reporter_id}", post.bench.machine_s())
    post.bench.put("Halo, apa kabar.", post.wrote("6281200009999"))
    post.start(pace=pace)
    await until(lambda: post.statuses().count("sent") == 1)
    assert [body["text"]["body"] for body in post.graph.accepted] == ["Halo, apa kabar."]
    await until(lambda: set(post.statuses()) == {"queued", "sent"})
    assert {row.attempts for row in post.bench.outbox_rows() if row.status == "queued"} == {0}
    assert all(row.next_try_at > post.bench.machine_s() + 30 for row in post.bench.outbox_rows()[:-1])


async def test_order_is_kept_per_reporter_while_one_of_them_is_slow(post: Post) -> None:
    """Ten reporters, six messages each; whatever is refused at first, each reads them in order."""
    reporters = [post.wrote(f"62812000{n:05d}") for n in range(10)]
    for number in range(6):
        for reporter_id in reporters:
            post.bench.put(f"{number}", reporter_id)
    chance = random.Random(5)
    failed: set[str] = set()

    def sometimes(body: dict[str, Any]) -> Answer | None:
        opaque = body["biz_opaque_callback_data"]
        if opaque not in failed and chance.random() < 0.2:
            failed.add(opaque)
            return refusal(131056)
        return None

    post.graph.decide = sometimes
    post.start()
    await until(lambda: len(post.graph.accepted) == 60, 20)
    read: dict[str, list[str]] = {}
    for body in post.graph.accepted:
        read.setdefault(body["to"], []).append(body["text"]["body"])
    assert set(map(tuple, read.values())) == {("0", "1", "2", "3", "4", "5")}
    assert len(read) == 10 and failed


async def test_temporary_is_tried_again(post: Post) -> None:
    """After a second the same message leaves."""
    post.bench.put("Halo.", post.wrote())
    post.graph.script = [refusal(131000, 500)]
    post.start()
    await post.settled("sent")
    assert len(post.graph.calls) == 2


async def test_a_message_that_alone_keeps_failing_is_given_up_after_five_tries(post: Post) -> None:
    """Others get through, so it is the message."""
    other = post.wrote("6281200000002")
    post.bench.put("racun", post.wrote())
    post.graph.decide = lambda body: refusal(2, 503) if body.get("text", {}).get("body") == "racun" else None
    post.start()
    for number in range(5):
        await until(lambda tries=number + 1: post.bench.outbox_rows()[0].attempts == tries)
        await until(lambda: post.bench.outbox_rows()[0].status != "sending")
        post.bench.put(f"lain {number}", other)
        await until(lambda text=f"lain {number}": text in post.graph.texts())
        post.bench.ahead_s += 100
    assert post.bench.outbox_rows()[0].status == "failed"
    assert post.bench.outbox_rows()[0].error_code == 2


async def test_an_outage_loses_nothing_and_ends_by_itself(post: Post) -> None:
    """All of them wait, few calls are made, and afterwards all of them leave."""
    reporters = [post.wrote(f"62812000{n:05d}") for n in range(20)]
    for reporter_id in reporters:
        post.bench.put("Halo.", reporter_id)
    post.graph.always = refusal(131016, 503)
    post.start()
    await until(lambda: not post.circuit.is_closed)
    await asyncio.sleep(0.5)
    calls = len(post.graph.calls)
    assert calls <= 16 + 10
    post.graph.always = None
    await until(lambda: post.statuses() == ["sent"] * 20, 15)
    assert post.circuit.is_closed


async def test_pair_rate_holds_one_reporter_only(post: Post) -> None:
    """The other one is answered at once."""
    slow, quick = post.wrote(), post.wrote("6281200000002")
    post.bench.put("lambat", slow)
    post.bench.put("cepat", quick)
    post.graph.decide = lambda body: (
        refusal(131056) if body["text"]["body"] == "lambat" and len(post.graph.calls) < 4 else None
    )
    post.start()
    await post.settled("queued", "sent")
    await until(lambda: post.statuses() == ["sent", "sent"])


async def test_rate_limit_slows_everybody_as_long_as_meta_says(post: Post) -> None:
    """Retry-After is honoured by the whole sender."""
    first, second = post.wrote(), post.wrote("6281200000002")
    post.bench.put("satu", first)
    post.graph.script = [Answer(429, {"code": 130429}, {"Retry-After": "1"})]
    post.start()
    await until(lambda: post.graph.calls)
    await post.settled("queued")
    post.bench.put("dua", second)
    await asyncio.sleep(0.6)
    assert post.graph.accepted == []
    await post.settled("sent", "sent")


async def test_a_closed_window_parks_without_a_call_and_never_loops(post: Post) -> None:
    """Judged at the moment of sending; freed when the reporter writes."""
    reporter_id = post.wrote(hours_ago=23.95)
    post.bench.put("Laporan selesai.", reporter_id)
    post.start()
    await post.settled("parked")
    await asyncio.sleep(0.3)
    assert post.graph.calls == []
    post.wrote()
    with post.bench.database.write() as session:
        outbox.unpark(session, reporter_id)
    await post.settled("sent")


NOTICE: dict[str, Any] = {"kind": "status_laporan", "facts": ("BP-261124-0001", "diproses")}


async def test_outside_the_window_a_status_notice_leaves_as_its_template(post: Post) -> None:
    """Only the number and the status travel; the text of the notice does not."""
    post.bench.put("Laporan Sari sedang diproses.", post.wrote(hours_ago=30), **NOTICE)
    post.start()
    await post.settled("sent")
    (body,) = post.graph.accepted
    assert body["type"] == "template" and body["template"]["name"] == "laporan_status"
    words = [word["text"] for word in body["template"]["components"][0]["parameters"]]
    assert words == ["BP-261124-0001", "diproses"] and "Sari" not in str(body)


async def test_inside_the_window_the_notice_leaves_in_its_own_words(post: Post) -> None:
    """A template would say less."""
    post.bench.put("Laporan sedang diproses.", post.wrote(), **NOTICE)
    post.start()
    await post.settled("sent")
    assert post.graph.texts() == ["Laporan sedang diproses."]


@pytest.mark.parametrize("code", [131047, 132001, 132015])
async def test_a_refused_template_is_parked_and_never_loops(post: Post, code: int) -> None:
    """Unknown, paused, or the window after all: one call, then it waits for the reporter."""
    post.bench.put("Laporan.", post.wrote(hours_ago=30), **NOTICE)
    post.graph.always = refusal(code)
    post.start()
    await post.settled("parked")
    await asyncio.sleep(0.2)
    assert len(post.graph.calls) == 1


async def test_a_window_that_only_meta_saw_closed_becomes_a_template_once(post: Post) -> None:
    """131047 to the text, then the template; 131047 to that as well, then it is parked."""
    post.bench.put("Laporan.", post.wrote(), **NOTICE)
    post.graph.always = refusal(131047)
    post.start()
    await post.settled("parked")
    await asyncio.sleep(0.2)
    assert [body["type"] for body in post.graph.calls] == ["text", "template"]


async def test_the_window_belongs_to_the_number_that_was_written_to(post: Post) -> None:
    """A message to one number of ours opens nothing for another."""
    post.bench.put("Halo.", post.wrote(), account="100000000000002")
    post.start()
    await post.settled("parked")
    assert post.graph.calls == []


async def test_a_closed_window_that_meta_reports_parks_too(post: Post) -> None:
    """131047 in the answer itself."""
    post.bench.put("Halo.", post.wrote())
    post.graph.always = refusal(131047)
    post.start()
    await post.settled("parked")
    await asyncio.sleep(0.3)
    assert len(post.graph.calls) == 1


@pytest.mark.parametrize("code", [130403, 131030, 131048, 131049, 131050, 131062])
async def test_final_refusals_fail_once_and_the_next_message_leaves(post: Post, code: int) -> None:
    """No retry, no standstill."""
    reporter_id = post.wrote()
    post.bench.put("satu", reporter_id)
    post.bench.put("dua", reporter_id)
    post.graph.script = [refusal(code)]
    post.start()
    await post.settled("failed", "sent")
    assert post.bench.outbox_rows()[0].error_code == code


async def test_a_refused_form_is_sent_once_more_as_plain_text(post: Post) -> None:
    """The question reaches the reporter, with its choices to type."""
    post.bench.put("Setuju?", post.wrote(), choices=(Choice("Ya", "/setuju"), Choice("Tidak", "/tolak")))
    post.graph.decide = lambda body: refusal(131009) if body["type"] == "interactive" else None
    post.start()
    await post.settled("sent")
    assert post.graph.texts() == ["Setuju?\n\n1. Ya\n2. Tidak"]
    assert len(post.graph.calls) == 2


async def test_refused_text_fails(post: Post) -> None:
    """There is nothing plainer than text."""
    post.bench.put("Halo.", post.wrote())
    post.graph.always = refusal(100)
    post.start()
    await post.settled("failed")
    assert len(post.graph.calls) == 1


@pytest.mark.parametrize("code", [190, 368, 131031, 131005, 131042, 133010, 10, 200])
async def test_a_refused_account_stops_the_sender_and_loses_nothing(post: Post, code: int) -> None:
    """Circuit open, everything queued; it closes when a probe gets through."""
    for number in range(3):
        post.bench.put("Halo.", post.wrote(f"628120000000{number}"))
    post.graph.always = refusal(code, 401)
    post.start()
    await until(lambda: post.circuit.refusal == code)
    await asyncio.sleep(0.3)
    assert set(post.statuses()) <= {"queued", "sending"}
    assert len(post.graph.calls) <= 8
    post.graph.always = None
    await post.settled("sent", "sent", "sent")
    assert post.circuit.is_closed


async def test_silence_after_the_request_is_uncertain_and_settled_by_a_status(post: Post) -> None:
    """Accepted but never answered: not sent again, for Meta's status says that it left."""
    post.bench.put("Halo.", post.wrote())
    post.graph.script = [Answer(hang_s=60)]
    post.start(total_s=1.5)
    await post.settled("uncertain")
    (row,) = post.bench.outbox_rows()
    with post.bench.database.write() as session:
        deliveries.note(session, "wamid.OUT1", "sent", row.id, None, NOW)
    post.bench.ahead_s += 600
    await asyncio.sleep(0.2)
    assert post.statuses() == ["sent"]
    assert len(post.graph.calls) == 1


async def test_uncertain_without_a_status_is_sent_again_after_a_while(post: Post) -> None:
    """Twice is better than never, but not before the wait is over."""
    post.bench.put("Halo.", post.wrote())
    post.graph.script = [Answer(hang_s=60)]
    # An hour, so that only the clock that the test moves can end the wait, however slow the machine is.
    post.start(total_s=1.5, uncertain_after_s=3600.0)
    await post.settled("uncertain")
    post.bench.ahead_s += 3000
    await asyncio.sleep(0.2)
    assert post.statuses() == ["uncertain"] and len(post.graph.calls) == 1
    post.bench.ahead_s += 700
    await post.settled("sent")
    assert len(post.graph.calls) == 2


async def test_a_success_that_cannot_be_read_is_uncertain(post: Post) -> None:
    """200 with a broken body was most likely sent."""
    post.bench.put("Halo.", post.wrote())
    post.graph.script = [Answer(raw=b"<html>")]
    post.start()
    await post.settled("uncertain")


async def test_meta_out_of_reach_is_temporary(post: Post) -> None:
    """Nothing was written, so nothing can have been sent: it stays queued."""
    await post.graph.stop()
    post.bench.put("Halo.", post.wrote())
    post.start()
    await until(lambda: post.bench.outbox_rows()[0].attempts >= 1)
    await post.settled("queued")
    await post.graph.start()


async def test_a_sender_that_dies_between_sending_and_marking_does_not_send_blindly(post: Post) -> None:
    """The row is left as `sending`; after its lease it is uncertain, and Meta's status settles it."""
    post.bench.put("Halo.", post.wrote())
    with post.bench.database.write() as session:
        (parcel,) = outbox.claim(session, RING, "mati", post.bench.machine_s(), 9)
    client = GraphClient(settings(post.graph.url))
    await client.send(
        ACCOUNT,
        (await _address(post, parcel.reporter_id)),
        {"type": "text", "text": {"body": "Halo."}},
        parcel.id,
    )
    await client.close()
    post.start()
    await asyncio.sleep(0.2)
    assert post.statuses() == ["sending"]
    post.bench.ahead_s = outbox.LEASE_SECONDS + 1
    await post.settled("uncertain")
    with post.bench.database.write() as session:
        deliveries.note(session, "wamid.OUT1", "delivered", parcel.id, None, NOW)
    await asyncio.sleep(0.2)
    assert post.statuses() == ["sent"]
    assert len(post.graph.calls) == 1


async def _address(post: Post, reporter_id: str) -> Any:
    from banpol.post.aliases import address_of
    from tests.support.parts import CONTACT

    with post.bench.database.read() as session:
        return address_of(session, CONTACT, reporter_id, "whatsapp")


async def test_parts_already_sent_are_not_sent_again(post: Post) -> None:
    """A long message in three parts whose second part fails at first."""
    text = " ".join(["Kalimat ini berisi beberapa kata saja."] * 300)
    post.bench.put(text, post.wrote())
    post.graph.script = [Answer(), refusal(131000, 500)]
    post.start()
    await post.settled("sent")
    assert " ".join(post.graph.texts()) == text
    assert len(post.graph.accepted) == 3


async def test_two_senders_share_the_work_without_doubling(post: Post) -> None:
    """The claim decides."""
    for number in range(30):
        post.bench.put(f"{number}", post.wrote(f"62812000{number % 6:05d}"))
    post.start()
    post.start()
    await until(lambda: post.statuses() == ["sent"] * 30, 15)
    assert sorted(post.graph.texts(), key=int) == [str(number) for number in range(30)]


async def test_stop_finishes_what_is_under_way(post: Post) -> None:
    """Graceful: the message on the wire is marked as sent."""
    post.bench.put("Halo.", post.wrote())
    post.graph.script = [Answer(hang_s=0.3)]
    sender = post.start(total_s=5)
    await until(lambda: post.graph.accepted)
    await sender.stop()
    assert post.statuses() == ["sent"]


async def test_a_locked_database_does_not_end_the_sender(
    post: Post, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It complains, waits and goes on."""
    post.bench.put("Halo.", post.wrote())
    original, failures = Database.write, [0]

    def failing(self: Database, hurried: bool = False) -> Any:
        if failures[0] < 2:
            failures[0] += 1
            raise OSError("disk gone")
        return original(self, hurried)

    monkeypatch.setattr(Database, "write", failing)
    post.start()
    await post.settled("sent")
    assert failures[0] == 2


async def test_nobody_to_send_to_fails_without_a_standstill(post: Post) -> None:
    """A reporter whose address was erased."""
    post.bench.put("ke mana", "tidak-ada")
    post.bench.put("Halo.", post.wrote())
    post.start()
    await post.settled("failed", "sent")
