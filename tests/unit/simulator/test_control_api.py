"""The routes under /sim/: phones, transcripts, files, events, faults, and who may call them."""

from __future__ import annotations

import asyncio
import json

import pytest

from banpol.simulator.phones import PhoneRefused, normal_number
from tests.unit.simulator.conftest import CITIZEN, NUMBER_ID, TOKEN, Stage


@pytest.mark.parametrize(
    "written", ["0812-0000-0001", "+62 812 0000 0001", "6281200000001", "(0812) 0000.0001"]
)
def test_one_number_however_it_is_written(written: str) -> None:
    """Digits with the country code."""
    assert normal_number(written) == CITIZEN


@pytest.mark.parametrize("written", ["", "abc", "12", "0" * 30, "+62 812 x"])
def test_what_is_no_number_is_refused(written: str) -> None:
    """With the word that was written."""
    with pytest.raises(PhoneRefused):
        normal_number(written)


async def test_phones_are_made_once_and_listed(stage: Stage) -> None:
    """201, then 200 for the same number; without a number an invented one is taken."""
    status, made = await stage.ask("POST", "/sim/phones", json={"number": "0812-0000-0002", "name": "Budi"})
    assert (status, made["id"], made["name"], made["window_open"]) == (201, "6281200000002", "Budi", False)
    assert made["bsuid"].startswith("ID.")
    assert (await stage.ask("POST", "/sim/phones", json={"number": "+6281200000002"}))[0] == 200
    assert (await stage.ask("POST", "/sim/phones", json={}))[1]["id"] == "6281200000003"
    _, listed = await stage.ask("GET", "/sim/phones")
    assert [phone["number"][-1] for phone in listed["phones"]] == ["1", "2", "3"]


@pytest.mark.parametrize("wanted", [{"number": "x"}, {"number": 5}, {"number": "+6281200009999"}])
async def test_an_impossible_phone_is_refused(stage: Stage, wanted: dict[str, object]) -> None:
    """Also one with the number of the service itself."""
    status, answer = await stage.ask("POST", "/sim/phones", json=wanted)
    assert status == 400 and answer["error"]


async def test_the_transcript_tells_all_that_is_seen(stage: Stage) -> None:
    """Direction, words, buttons, ticks, time."""
    reply = {"type": "reply", "reply": {"id": "a", "title": "Ya"}}
    body = {"type": "button", "body": {"text": "Siap?"}, "action": {"buttons": [reply]}}
    await stage.send({"type": "interactive", "interactive": body})
    _, answer = await stage.ask("GET", f"/sim/phones/{CITIZEN}/messages")
    first, second = answer["messages"]
    assert (first["direction"], first["type"], first["text"], first["status"]) == (
        "in",
        "text",
        "halo",
        "delivered",
    )
    assert (second["direction"], second["buttons"], second["status"]) == ("out", ["Ya"], "read")
    assert first["at"] == "2026-11-24T03:00:00+00:00"


async def test_the_bill_counts_messages_but_neither_marks_nor_reactions_nor_failures(stage: Stage) -> None:
    """A text and a template count; what the citizen wrote and what never arrived do not."""
    phone = stage.simulator.phone(CITIZEN)
    first = phone.messages()[0].id
    await stage.send({"to": None, "status": "read", "message_id": first})
    await stage.send({"type": "reaction", "reaction": {"message_id": first, "emoji": "👍"}})
    assert phone.billable == 0
    await stage.send({"text": {"body": "satu"}})
    stage.clock.advance(48 * 3600)
    await stage.send({"text": {"body": "terlambat"}})
    parameters = [{"type": "text", "text": word} for word in ("BP-1", "selesai")]
    template = {"name": "laporan_status", "language": {"code": "id"}}
    components = [{"type": "body", "parameters": parameters}]
    await stage.send({"type": "template", "template": {**template, "components": components}})
    _, answer = await stage.ask("GET", f"/sim/phones/{CITIZEN}/messages")
    counted = [message["text"][:4] for message in answer["messages"] if message["billable"]]
    assert (answer["billable"], counted) == (2, ["satu", "Ada "])


async def test_a_window_can_be_closed_but_not_opened(stage: Stage) -> None:
    """A message then fails with 131047, until the citizen writes again."""
    address = f"/sim/phones/{CITIZEN}/window"
    assert (await stage.ask("POST", address, json={"open": True}))[0] == 400
    assert (await stage.ask("POST", address, json={"open": False}))[1]["window_open"] is False
    phone = stage.simulator.phone(CITIZEN)
    await stage.send({"text": {"body": "terlambat"}})
    assert phone.messages()[-1].error_code == 131047
    await phone.send("text", "saya kembali")
    await stage.send({"text": {"body": "kabar"}})
    assert phone.messages()[-1].status == "read"


async def test_reading_on_the_phone_turns_the_ticks_blue(stage: Stage) -> None:
    """A phone that does not read by itself reads when it is looked at."""
    phone = stage.simulator.phone("0812-0000-0002", "Budi", auto_read=False)
    await phone.send("text", "halo")
    await stage.send({"to": "+6281200000002", "type": "text", "text": {"body": "kabar"}})
    assert phone.messages()[-1].status == "delivered"
    async with stage.session.post(f"{stage.simulator.url}/sim/phones/6281200000002/read") as answer:
        assert answer.status == 204
    assert phone.messages()[-1].status == "read"


async def test_an_uploaded_file_is_sent_and_only_safe_types_are_shown(stage: Stage) -> None:
    """HTML comes back as a download, never as a page of this origin."""
    address = f"{stage.simulator.url}/sim/files?name=surat.html"
    async with stage.session.put(address, data=b"<script>", headers={"Content-Type": "text/html"}) as answer:
        file = (await answer.json())["id"]
    message = await stage.simulator.phone(CITIZEN).send("document", file=file)
    assert (message.face.mime_type, message.face.file_name) == ("text/html", "surat.html")
    async with stage.session.get(f"{stage.simulator.url}/sim/files/{file}") as answer:
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_idle_counts_what_is_under_way(stage: Stage) -> None:
    """And says when the next attempt is planned."""
    assert (await stage.ask("GET", "/sim/idle"))[1]["idle"] is True
    stage.webhook.answers = [500]
    await stage.simulator.phone(CITIZEN).send("text", "lagi")
    await asyncio.sleep(0.2)
    _, answer = await stage.ask("GET", "/sim/idle")
    assert (answer["idle"], answer["undelivered"]) == (False, 1)
    assert answer["next_attempt_at"] == "2026-11-24T03:00:01+00:00"


async def test_events_are_told_to_everybody_who_listens(stage: Stage) -> None:
    """Two listeners both get the message."""
    streams = [await stage.session.get(f"{stage.simulator.url}/sim/events") for _ in range(2)]
    for stream in streams:
        while (await stream.content.readline()).strip() != b"data: {}":
            pass
    await stage.simulator.phone(CITIZEN).send("text", "kabar")
    for stream in streams:
        line = b""
        while not line.startswith(b"data:"):
            line = await asyncio.wait_for(stream.content.readline(), 5)
        event = json.loads(line[5:])
        assert (event["kind"], event["message"]["text"]) == ("message", "kabar")
        stream.close()


async def test_a_fault_can_be_ordered_and_taken_back(stage: Stage) -> None:
    """By a program in another process."""
    address = f"{stage.simulator.url}/sim/faults"
    for wanted, status in (
        ({"kind": "duplicate", "times": 1}, 201),
        ({"kind": "storm"}, 400),
        ({"kind": "delay", "times": "x"}, 400),
    ):
        async with stage.session.post(address, json=wanted) as answer:
            assert answer.status == status
    await stage.simulator.phone(CITIZEN).send("text", "dua kali")
    await stage.simulator.wait_delivered(5)
    assert len(stage.webhook.bodies) == 3
    async with stage.session.delete(address) as answer:
        assert answer.status == 204
    assert stage.simulator.state.faults == []


async def test_faults_are_listed_with_what_is_left_of_them(stage: Stage) -> None:
    """Everything that was left out of the order is told as well."""
    await stage.ask("POST", "/sim/faults", json={"kind": "refuse", "code": 190, "times": 2})
    await stage.ask("POST", "/sim/faults", json={"kind": "duplicate", "share": 0.5, "seed": 3, "copies": 4})
    status, answer = await stage.send({"type": "text", "text": {"body": "kabar"}})
    assert (status, answer["error"]["code"], answer["error"]["error_subcode"]) == (401, 190, 463)
    assert "error_data" not in answer["error"]
    _, listed = await stage.ask("GET", "/sim/faults")
    assert listed["faults"] == [
        {"kind": "refuse", "code": 190, "times": 2, "left": 1},
        {"kind": "duplicate", "copies": 4, "times": 1, "share": 0.5, "seed": 3, "left": 1},
    ]


async def test_a_refusal_can_say_when_to_come_again(stage: Stage) -> None:
    """Retry-After, in seconds."""
    order = {"kind": "refuse", "code": 130429, "status": 429, "retry_after": 7}
    assert (await stage.ask("POST", "/sim/faults", json=order))[0] == 201
    body = {"messaging_product": "whatsapp", "to": f"+{CITIZEN}", "text": {"body": "kabar"}}
    address = f"{stage.simulator.url}/v23.0/{NUMBER_ID}/messages"
    async with stage.session.post(address, json=body, headers={"Authorization": f"Bearer {TOKEN}"}) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize(
    "order",
    [
        {"kind": "refuse", "status": 200},
        {"kind": "refuse", "share": 0.5},
        {"kind": "duplicate", "share": 2},
        {"kind": "duplicate", "share": True},
        {"kind": "delay", "copies": 2},
        {"kind": ["delay"]},
        {},
    ],
)
async def test_a_fault_that_makes_no_sense_is_refused(stage: Stage, order: dict[str, object]) -> None:
    """With a sentence, and nothing is ordered."""
    status, answer = await stage.ask("POST", "/sim/faults", json=order)
    assert status == 400 and answer["error"]
    assert (await stage.ask("GET", "/sim/faults"))[1] == {"faults": []}


async def test_a_foreign_page_can_neither_write_nor_read(stage: Stage) -> None:
    """A form's content type is refused, and so is another host name that points here."""
    address = f"{stage.simulator.url}/sim/phones/{CITIZEN}/messages"
    body = json.dumps({"type": "text", "content": "palsu"})
    async with stage.session.post(address, data=body, headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 415
    async with stage.session.get(address, headers={"Host": "jahat.example"}) as answer:
        assert answer.status == 400
    assert len(stage.simulator.phone(CITIZEN).messages()) == 1


async def test_the_page_allows_nothing_from_elsewhere(stage: Stage) -> None:
    """Its policy is strict, and every file that it names is there."""
    async with stage.session.get(stage.simulator.url + "/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        page = await answer.text()
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "http" not in policy
    assert "://" not in page
    for name in ("/static/js/main.js", "/static/css/layout.css", "/static/icon.svg"):
        assert name in page
        async with stage.session.get(stage.simulator.url + name) as answer:
            assert answer.status == 200


async def test_an_unknown_phone_is_404(stage: Stage) -> None:
    """For reading and for writing."""
    for method in ("GET", "POST"):
        status, _ = await stage.ask(method, "/sim/phones/628/messages", json={"type": "text", "content": "x"})
        assert status == 404
