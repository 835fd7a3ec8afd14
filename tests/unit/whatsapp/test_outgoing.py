"""What leaves fits Meta's limits, in as few messages as possible, and nothing gets lost on the way."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banpol.post.letters import Choice, OutgoingMessage
from banpol.whatsapp import limits
from banpol.whatsapp.button_ids import ButtonIds
from banpol.whatsapp.graphemes import fit
from banpol.whatsapp.outgoing import Body, NothingToSend, Outgoing
from banpol.whatsapp.splitting import head_and_tail, split

IDS = ButtonIds(b"k" * 32)
OUT = Outgoing(IDS)


def _choices(*titles: str) -> tuple[Choice, ...]:
    return tuple(Choice(title, f"/pilih_{position}") for position, title in enumerate(titles))


def _bodies(text: str = "Pilih satu.", **more: Any) -> list[Body]:
    return OUT.bodies(OutgoingMessage(text, **more), "rep1")


def test_text_keeps_its_blank_lines_in_one_message() -> None:
    """A blank line is no reason for a second message, which would cost money."""
    assert _bodies("Satu.\n\nDua.") == [
        {"type": "text", "text": {"body": "Satu.\n\nDua.", "preview_url": False}}
    ]


def test_three_short_choices_become_buttons_with_ids_of_ours() -> None:
    """Each id leads back to its payload, for this reporter only."""
    (body,) = _bodies(choices=_choices("Ya", "Tidak", "x" * 20))
    buttons = body["interactive"]["action"]["buttons"]
    assert [button["reply"]["title"] for button in buttons] == ["Ya", "Tidak", "x" * 20]
    assert [IDS.payload_of(button["reply"]["id"], "rep1") for button in buttons] == [
        "/pilih_0",
        "/pilih_1",
        "/pilih_2",
    ]


@pytest.mark.parametrize(
    "choices",
    [_choices("x" * 21, "b"), _choices("a", "b", "c", "d"), (Choice("a", "/a", "keterangan"),)],
    ids=["long", "four", "described"],
)
def test_what_does_not_fit_on_buttons_becomes_a_list(choices: tuple[Choice, ...]) -> None:
    """A label of 21 characters must never reach a button."""
    (body,) = _bodies(choices=choices, list_label="Lihat pilihan")
    action = body["interactive"]["action"]
    assert body["interactive"]["type"] == "list"
    assert action["button"] == "Lihat pilihan"
    assert len(action["sections"][0]["rows"]) == len(choices)


def test_long_row_titles_stand_in_full_in_the_description() -> None:
    """The fitted title ends with an ellipsis; nothing is unreadable."""
    full = "Pencurian dengan kekerasan (begal)"
    (body,) = _bodies(choices=(Choice(full, "/a", "rampas motor"), Choice("b", "/b")))
    row = body["interactive"]["action"]["sections"][0]["rows"][0]
    assert row["title"] == "Pencurian dengan kekera…" and len(row["title"]) == 24
    assert row["description"] == f"{full} · rampas motor"


def test_more_than_ten_choices_become_numbered_text() -> None:
    """Eleven rows would be refused whole."""
    (body,) = _bodies(choices=_choices(*[f"pilihan {n}" for n in range(1, 12)]))
    assert body["text"]["body"].startswith("Pilih satu.\n\n1. pilihan 1\n2. pilihan 2")
    assert body["text"]["body"].endswith("11. pilihan 11")


def test_a_payload_too_long_for_an_id_falls_back_to_numbered_text() -> None:
    """The question is still asked."""
    (body,) = _bodies(choices=(Choice("Ya", "/" + "x" * 300), Choice("Tidak", "/tolak")))
    assert body["text"]["body"] == "Pilih satu.\n\n1. Ya\n2. Tidak"


def test_choices_that_meta_would_refuse_are_left_out() -> None:
    """An empty title or the same id twice would cost the whole message."""
    choices = (Choice(" ", "/a"), Choice("Ya", "/b"), Choice("Ya lagi", "/b"))
    (body,) = _bodies(choices=choices)
    assert [button["reply"]["title"] for button in body["interactive"]["action"]["buttons"]] == ["Ya"]


def test_equal_titles_do_not_become_buttons() -> None:
    """Button titles must differ; rows need not."""
    (body,) = _bodies(choices=_choices("Ya", "Ya"))
    assert body["interactive"]["type"] == "list"


def test_long_text_with_choices_goes_ahead_of_them() -> None:
    """The choices stand with the last sentences that fit beneath 1,024 characters."""
    text = " ".join(f"Kalimat nomor {n} di sini." for n in range(100))
    head, tail = _bodies(text, choices=_choices("Ya"))
    assert head["type"] == "text" and len(head["text"]["body"]) <= limits.TEXT
    assert len(tail["interactive"]["body"]["text"]) <= limits.INTERACTIVE_BODY
    assert f"{head['text']['body']} {tail['interactive']['body']['text']}" == text
    assert tail["interactive"]["body"]["text"].startswith("Kalimat nomor")


def test_location_request_with_and_without_choices() -> None:
    """A pin is asked for with one message; choices stand in its text, to be typed."""
    (body,) = _bodies("Di mana?", request_location=True)
    assert body["interactive"] == {
        "type": "location_request_message",
        "body": {"text": "Di mana?"},
        "action": {"name": "send_location"},
    }
    (body,) = _bodies("Di mana?", request_location=True, choices=_choices("Lewati"))
    assert body["interactive"]["body"]["text"] == "Di mana?\n\n• Lewati"
    assert _bodies("Di mana?", custom={"request_location": True}) == _bodies(
        "Di mana?", request_location=True
    )


def test_custom_bodies_pass_and_nonsense_does_not() -> None:
    """Known types only, and nothing beside them, so a recipient can never be smuggled in."""
    template = {"name": "laporan_status", "language": {"code": "id"}}
    custom = {"type": "template", "template": template, "to": "+1", "reply_to": "wamid.A"}
    assert _bodies("", custom=custom) == [
        {"type": "template", "template": template, "context": {"message_id": "wamid.A"}}
    ]
    for bad in ({"type": "text"}, {"type": "x", "x": {}}, {"template": {}}, {"type": ["text"]}):
        with pytest.raises(NothingToSend):
            _bodies("", custom=bad)


def test_an_empty_message_is_refused() -> None:
    """There is nothing that could be sent."""
    with pytest.raises(NothingToSend):
        _bodies("  ")


@pytest.mark.parametrize(
    ("text", "limit", "fitted"),
    [
        ("pendek", 20, "pendek"),
        ("e\u0301" * 12, 20, "e\u0301" * 9 + "…"),
        ("a" * 17 + "\U0001f468\u200d\U0001f469\u200d\U0001f467", 20, "a" * 17 + "…"),
        ("\U0001f1ee\U0001f1e9" * 11, 20, "\U0001f1ee\U0001f1e9" * 9 + "…"),
        ("x" * 17 + "\U0001f44d\U0001f3fd ya", 19, "x" * 17 + "…"),
    ],
)
def test_titles_are_fitted_by_visible_character(text: str, limit: int, fitted: str) -> None:
    """No accent, family, flag or skin tone is cut in half."""
    assert fit(text, limit) == fitted
    assert len(fit(text, limit)) <= limit


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@given(st.text(alphabet="ab .!\n\U0001f468\u200d\u0301", max_size=300), st.integers(4, 60))
def test_splitting_loses_nothing_but_white_space(text: str, limit: int) -> None:
    """Every visible character arrives, in order, in pieces that fit."""
    pieces = split(text, limit)
    assert all(0 < len(piece) <= limit for piece in pieces)
    assert _bare("".join(pieces)) == _bare(text)
    head, tail = head_and_tail(text, limit)
    assert len(tail) <= limit
    assert _bare(head + tail) == _bare(text)


def test_long_text_is_cut_at_sentences() -> None:
    """A sentence is not torn where it can be avoided."""
    text = " ".join(["Kalimat ini berisi beberapa kata saja."] * 300)
    pieces = split(text, limits.TEXT)
    assert all(piece.endswith(".") for piece in pieces)
    assert len(pieces) == 3
