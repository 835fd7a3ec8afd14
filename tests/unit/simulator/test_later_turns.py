"""Edits, revokes, forms, new numbers, several numbers of the service: told as by Meta, read by our parser."""

from __future__ import annotations

from typing import Any

import pytest

from banpol.simulator.faults import batch, reorder
from banpol.simulator.turn_values import TurnRefused
from banpol.whatsapp.payload_types import Content, Delivery, InboundMessage
from banpol.whatsapp.payloads import parse
from tests.unit.simulator.conftest import CITIZEN, NUMBER_ID, Stage

SECOND = "100000000000002"
FORM: dict[str, Any] = {
    "type": "interactive",
    "interactive": {
        "type": "flow",
        "body": {"text": "Isi formulir."},
        "action": {
            "name": "flow",
            "parameters": {
                "flow_message_version": "3",
                "flow_id": "1",
                "flow_cta": "Isi",
                "flow_token": "t1",
            },
        },
    },
}


async def arrived(stage: Stage) -> list[Delivery]:
    assert await stage.simulator.wait_delivered(5)
    found = [parse(body) for body in stage.webhook.bodies]
    assert [problem for delivery in found for problem in delivery.problems] == []
    return found


async def newest(stage: Stage) -> InboundMessage:
    return [message for delivery in await arrived(stage) for message in delivery.messages][-1]


async def test_an_edit_brings_the_new_words_and_the_phone_shows_them(stage: Stage) -> None:
    """Also the words beneath a picture; the message it changes is named."""
    phone = stage.simulator.phone(CITIZEN)
    photo = await phone.send("image", "x", caption="di Plaju")
    await phone.send("edit", "di Kertapati")
    read = await newest(stage)
    assert (read.raw_type, read.content) == (
        "edit",
        Content("unsupported", "di Kertapati", details={"refers_to": photo.id}),
    )
    assert (photo.face.text, photo.edited) == ("di Kertapati", True)
    first = phone.messages()[0]
    await phone.send("edit", "selamat malam", message_id=first.id)
    assert (first.face.text, (await newest(stage)).content.details) == (
        "selamat malam",
        {"refers_to": first.id},
    )


async def test_what_is_taken_back_is_named_and_gone(stage: Stage) -> None:
    """Once; then there is nothing to take back any more."""
    phone = stage.simulator.phone(CITIZEN)
    first = phone.messages()[0]
    await phone.send("revoke")
    read = await newest(stage)
    assert (read.raw_type, read.content.details, first.revoked) == ("revoke", {"refers_to": first.id}, True)
    with pytest.raises(TurnRefused):
        await phone.send("revoke")


@pytest.mark.parametrize(("deed", "seconds"), [("edit", 15 * 60), ("revoke", 2 * 86400)])
async def test_changes_come_in_time_or_not_at_all(stage: Stage, deed: str, seconds: float) -> None:
    """Fifteen minutes for an edit, two days for a revoke."""
    phone = stage.simulator.phone(CITIZEN)
    stage.clock.advance(seconds + 1)
    with pytest.raises(TurnRefused) as refused:
        await phone.send(deed, "baru")
    assert refused.value.status == 409


async def test_a_form_is_answered_with_its_token(stage: Stage) -> None:
    """The fields as facts, what was typed as text; without a form there is nothing to answer."""
    phone = stage.simulator.phone(CITIZEN)
    with pytest.raises(TurnRefused):
        await phone.send("flow", answers={"cerita": "x"})
    status, answer = await stage.send(FORM)
    assert status == 200, answer
    asked = phone.messages()[-1]
    sent = await phone.send("flow", answers={"cerita": "motor hilang", "jumlah": 2})
    read = await newest(stage)
    assert sent.face.answers["flow_token"] == "t1" and read.answers == asked.id
    assert (read.content.text, read.content.details) == (
        "motor hilang",
        {"form": {"cerita": "motor hilang", "jumlah": 2}},
    )
    for wrong in ({}, {"answers": {}}, {"answers": "x"}):
        with pytest.raises(TurnRefused):
            await phone.send("flow", **wrong)


@pytest.mark.parametrize(
    "change",
    [
        {"flow_message_version": "2"},
        {"flow_name": "laporan"},
        {"flow_id": None},
        {"flow_cta": "x" * 31},
        {"mode": "live"},
        {"colour": "red"},
    ],
)
async def test_a_wrong_form_is_refused(stage: Stage, change: dict[str, Any]) -> None:
    """As strictly as every other kind of message."""
    parameters = {**FORM["interactive"]["action"]["parameters"], **change}
    action = {"name": "flow", "parameters": parameters}
    status, _ = await stage.send(
        {"type": "interactive", "interactive": {**FORM["interactive"], "action": action}}
    )
    assert status == 400


async def test_the_question_for_a_number_is_taken(stage: Stage) -> None:
    """With its one action."""
    question = {"type": "contact_request", "body": {"text": "Bagikan nomor?"}}
    for name, expected in (("request_contact_info", 200), ("send_location", 400)):
        body = {"type": "interactive", "interactive": {**question, "action": {"name": name}}}
        assert (await stage.send(body))[0] == expected


async def test_a_first_opening_is_told_without_words(stage: Stage) -> None:
    """As `request_welcome`."""
    await stage.simulator.phone(CITIZEN).send("welcome")
    assert (await newest(stage)).content == Content("welcome")


async def test_a_new_number_is_told_and_used_from_then_on(stage: Stage) -> None:
    """Number and user id, old and new; nobody else's number can be taken."""
    phone = stage.simulator.phone(CITIZEN)
    old_id = phone.user_id
    phone.change_number("0812-0000-0077")
    changes = [change for delivery in await arrived(stage) for change in delivery.changes]
    assert [(change.kind, change.old, change.new) for change in changes] == [
        ("phone", CITIZEN, "6281200000077"),
        ("user_id", old_id, phone.user_id),
    ]
    await phone.send("text", "ini nomor baru saya")
    assert (await newest(stage)).sender.phone == "6281200000077"
    stage.simulator.phone("0812-0000-0078")
    status, _ = await stage.ask("POST", "/sim/phones/6281200000077/number", json={"number": "081200000078"})
    assert status == 400


async def test_each_number_of_the_service_has_its_own_window(stage: Stage) -> None:
    """What is written to one opens nothing at the other; answers come from the number they were sent with."""
    object.__setattr__(stage.simulator.state.account, "others", {SECOND: "6281200009998"})
    phone, answer = stage.simulator.phone(CITIZEN), {"to": f"+{CITIZEN}", "messaging_product": "whatsapp"}
    body = {**answer, "type": "text", "text": {"body": "Halo."}}
    path = f"/v23.0/{SECOND}/messages"
    assert (await stage.ask("POST", path, json=body))[0] == 200
    assert (phone.messages()[-1].status, phone.messages()[-1].error_code) == ("failed", 131047)
    await phone.send("text", "halo", account=SECOND)
    assert (await newest(stage)).account == SECOND
    assert (await stage.ask("POST", path, json=body))[0] == 200
    assert phone.messages()[-1].account == SECOND and phone.messages()[-1].status != "failed"
    assert {status.account for delivery in await arrived(stage) for status in delivery.statuses} == {SECOND}
    with pytest.raises(TurnRefused):
        await phone.send("text", "halo", account="5")
    assert (await stage.ask("GET", f"/v23.0/{SECOND}?fields=display_phone_number"))[1] == {
        "id": SECOND,
        "display_phone_number": "+6281200009998",
    }
    assert NUMBER_ID != SECOND


async def test_updates_of_several_phones_share_an_envelope(stage: Stage) -> None:
    """One webhook with the messages of three people, each in its own change."""
    stage.simulator.state.faults.append(batch(3, 30, times=1, across=True))
    before = len(stage.webhook.bodies)
    for number in range(3):
        await stage.simulator.phone(f"0812-0000-005{number}").send("text", f"halo {number}")
    found = (await arrived(stage))[before:]
    assert [[message.content.text for message in delivery.messages] for delivery in found] == [
        ["halo 0", "halo 1", "halo 2"]
    ]


async def test_a_later_phone_overtakes_but_nobody_overtakes_themselves(stage: Stage) -> None:
    """Reordered across phones, once; afterwards every phone has a lane of its own again."""
    stage.simulator.state.faults.append(reorder(30, times=1, across=True))
    before = len(stage.webhook.bodies)
    for number, words in ((0, "satu"), (1, "dua"), (0, "tiga")):
        await stage.simulator.phone(f"0812-0000-005{number}").send("text", words)
    said = [m.content.text for delivery in (await arrived(stage))[before:] for m in delivery.messages]
    assert said == ["dua", "satu", "tiga"]
