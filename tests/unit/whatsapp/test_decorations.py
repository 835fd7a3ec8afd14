"""Pictures, files, carousels, a line above and below: within Meta's limits, and nothing lost for its form."""

from __future__ import annotations

from typing import Any

import pytest

from banpol.assistant.replies import gather
from banpol.clock import ManualClock
from banpol.post.letters import Choice, OutgoingMessage
from banpol.simulator.account import Account
from banpol.simulator.ids import Ids
from banpol.simulator.media import MediaStore
from banpol.simulator.outgoing_rules import OutgoingRules
from banpol.whatsapp.button_ids import ButtonIds
from banpol.whatsapp.outgoing import Body, Outgoing
from tests.support.parts import NOW

PHOTO, PAPER, SOUND = (f"https://example.org/{name}" for name in ("a.jpg", "b.pdf?x=1", "c.ogg"))
YES_NO = [{"title": "Ya", "payload": "/ya"}, {"title": "Tidak", "payload": "/tidak"}]
MANY = [{"title": f"Pilihan {number}", "payload": f"/p{number}"} for number in range(5)]
RULES = OutgoingRules(Account("s", "v", "t", "1", "6281200009999"), MediaStore(ManualClock(NOW), Ids(0)))


def bodies(*utterances: dict[str, Any]) -> list[Body]:
    """What leaves for them; each body must be one that Meta's part takes."""
    outgoing = Outgoing(ButtonIds(b"k" * 32))
    made = [body for message in gather(utterances) for body in outgoing.bodies(message, "r1")]
    for body in made:
        RULES.check({"messaging_product": "whatsapp", "to": "+6281200000001", **body})
    return made


def test_a_picture_and_its_words_are_one_message() -> None:
    """Also when Rasa says them one after the other; a paper has its name, a recording no caption."""
    captioned = {"type": "image", "image": {"link": PHOTO, "caption": "Ini petanya."}}
    assert bodies({"text": "Ini petanya.", "image": PHOTO}) == [captioned]
    assert bodies({"image": PHOTO}, {"text": "Ini petanya."}) == [captioned]
    assert bodies({"attachment": PAPER}) == [
        {"type": "document", "document": {"link": PAPER, "filename": "b.pdf"}}
    ]
    assert [body["type"] for body in bodies({"attachment": SOUND, "text": "Dengarkan."})] == ["audio", "text"]


def test_words_too_long_for_a_caption_follow() -> None:
    """1,024 characters fit beneath, one more does not."""
    for length, kinds in ((1024, ["image"]), (1025, ["image", "text"])):
        assert [body["type"] for body in bodies({"text": "x" * length, "image": PHOTO})] == kinds


def test_a_picture_stands_above_buttons_and_before_a_list() -> None:
    """Meta takes a picture above buttons, not above a list."""
    (above,) = bodies({"text": "Benar ini?", "image": PHOTO, "buttons": YES_NO})
    assert above["interactive"]["header"] == {"type": "image", "image": {"link": PHOTO}}
    before, listed = bodies({"text": "Pilih.", "image": PHOTO, "buttons": MANY})
    assert before == {"type": "image", "image": {"link": PHOTO}}
    assert listed["interactive"]["type"] == "list" and "header" not in listed["interactive"]


@pytest.mark.parametrize("buttons", [YES_NO, MANY], ids=["buttons", "list"])
def test_the_lines_above_and_below_have_their_places(buttons: list[dict[str, str]]) -> None:
    """Sixty characters; what is longer stands in the text."""
    lines = {"header": "h" * 60, "footer": "f" * 60}
    (body,) = bodies({"text": "Pilih.", "buttons": buttons, "metadata": lines})
    assert body["interactive"]["header"] == {"type": "text", "text": "h" * 60}
    assert body["interactive"]["footer"] == {"text": "f" * 60}
    longer = {"header": "h" * 61, "footer": "f" * 61}
    (body,) = bodies({"text": "Pilih.", "buttons": buttons, "metadata": longer})
    assert body["interactive"]["body"]["text"] == f"{'h' * 61}\n\nPilih.\n\n{'f' * 61}"
    assert not {"header", "footer"} & set(body["interactive"])


def test_without_choices_the_lines_are_part_of_the_text() -> None:
    """Plain text and the question for a place have no room for them."""
    lines = {"header": "Atas", "footer": "Bawah"}
    (body,) = bodies({"text": "Isi.", "metadata": lines})
    assert body["text"]["body"] == "*Atas*\n\nIsi.\n\n_Bawah_"
    (body,) = bodies({"text": "Di mana?", "metadata": {**lines, "request_location": True}})
    assert body["interactive"]["body"]["text"] == "*Atas*\n\nDi mana?\n\n_Bawah_"


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "a.jpg", "https://", "https://x y/a.jpg", "http://[x"]
)
def test_an_address_that_meta_would_not_fetch_is_written_out(address: str) -> None:
    """The reporter still reads it; nothing is refused for it."""
    (body,) = bodies({"text": "Lihat:", "image": address})
    assert body == {"type": "text", "text": {"body": f"Lihat:\n\n{address}", "preview_url": False}}


def test_a_carousel_becomes_one_message_for_each_element() -> None:
    """Title, subtitle, picture and choices; a button that leads to an address is a line of text."""
    element = {
        "title": "Polrestabes",
        "subtitle": "Jl. Gubernur",
        "image_url": PHOTO,
        "buttons": [*YES_NO, {"type": "web_url", "title": "Peta", "url": "https://example.org/peta"}],
    }
    first, second = bodies({"elements": [element, {"title": "Polsek"}, "x"]})
    assert (
        first["interactive"]["body"]["text"] == "*Polrestabes*\nJl. Gubernur\nPeta: https://example.org/peta"
    )
    assert len(first["interactive"]["action"]["buttons"]) == 2 and "header" in first["interactive"]
    assert second["text"]["body"] == "*Polsek*"


def test_a_picture_and_an_attachment_are_two_messages() -> None:
    """Neither takes the other's place."""
    assert [body["type"] for body in bodies({"image": PHOTO, "attachment": PAPER})] == ["image", "document"]


def test_a_raw_text_keeps_its_form() -> None:
    """The content of a custom body of type text is no text beside it."""
    raw = {"type": "text", "text": {"body": "https://example.org", "preview_url": True}}
    assert bodies({"custom": raw}) == [raw]


def test_a_refused_form_still_tells_everything_in_words() -> None:
    """Lines, address and choices, when Meta takes nothing but text."""
    message = OutgoingMessage("Isi.", (Choice("Ya", "/ya"),), file=PHOTO, header="Atas", footer="Bawah")
    (body,) = Outgoing(ButtonIds(b"k" * 32)).plain(message)
    assert body["text"]["body"] == f"*Atas*\n\nIsi.\n\n_Bawah_\n\n{PHOTO}\n\n1. Ya"
    assert OutgoingMessage.from_bytes(message.to_bytes()) == message
