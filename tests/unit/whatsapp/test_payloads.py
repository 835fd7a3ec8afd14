"""Webhook → facts: one JSON file a case under tests/payloads/whatsapp, and whatever else JSON can hold."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banpol.whatsapp.payload_types import Content, Delivery, MediaRef
from banpol.whatsapp.payloads import parse

FOLDER = Path(__file__).resolve().parents[2] / "payloads" / "whatsapp"
CASES = sorted(FOLDER.glob("*.json"))


def _content(expected: dict[str, Any]) -> Content:
    media = MediaRef(**expected["media"]) if "media" in expected else None
    return Content(**{**expected, "media": media})


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_payload_gives_its_facts(file: Path) -> None:
    """Every message, status, change and problem of a recorded body, and nothing more."""
    case = json.loads(file.read_text())
    delivery = parse(json.dumps(case["body"]).encode())
    assert [problem.reason for problem in delivery.problems] == case["problems"]
    assert delivery.ignored == case["ignored"]
    assert [asdict(change) for change in delivery.changes] == case["changes"]
    _same_statuses(delivery, case["statuses"])
    _same_messages(delivery, case["messages"])


def _same_messages(delivery: Delivery, expected: list[dict[str, Any]]) -> None:
    assert len(delivery.messages) == len(expected)
    for message, facts in zip(delivery.messages, expected, strict=True):
        assert (message.id, message.raw_type) == (facts["id"], facts["raw_type"])
        assert asdict(message.sender) == facts["sender"]
        assert message.content == _content(facts["content"])
        assert message.answers == facts.get("answers", "")
        assert message.about == facts.get("about", {})
        if "sent_at" in facts:
            stamp = message.sent_at and message.sent_at.timestamp()
            assert stamp == facts["sent_at"]


def _same_statuses(delivery: Delivery, expected: list[dict[str, Any]]) -> None:
    assert len(delivery.statuses) == len(expected)
    for status, facts in zip(delivery.statuses, expected, strict=True):
        found = asdict(status) | {"at": status.at and status.at.timestamp()}
        assert {key: found[key] for key in facts} == facts


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b"not json",
    ],
)
def test_what_is_not_json_is_one_problem_with_its_bytes(body: bytes) -> None:
    """Nothing is thrown away: a person can look at the bytes."""
    (problem,) = parse(body).problems
    assert (problem.reason, problem.raw) == ("not_json", body)


@pytest.mark.parametrize("body", [b"1", b"null", b"[]", b'"x"', b"{}", b'{"object": 5}', b"NaN", b"1e999"])
def test_json_that_is_no_webhook_is_a_problem(body: bytes) -> None:
    """Signed but shaped like nothing we know."""
    assert [problem.reason for problem in parse(body).problems] == ["shape"]


def _text_body(extra: str) -> bytes:
    return (
        '{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{'
        '"metadata":{"phone_number_id":"1"},"messages":[{"from":"6281200000001","id":"m1",'
        '"timestamp":"1764000000","type":"text","text":{"body":"a"}' + extra + "}]}}]}]}"
    ).encode()


@pytest.mark.parametrize(
    "extra",
    [', "x": ' + "9" * 5000, ', "x": NaN', ', "x": 1e999', ', "x": "\\ud800"', ', "type": "text"', ""],
)
def test_oddities_beside_a_message_do_not_cost_the_message(extra: str) -> None:
    """5,000-digit integers, NaN, overflow, lone surrogates and repeated keys."""
    delivery = parse(_text_body(extra))
    assert [message.content.text for message in delivery.messages] == ["a"]


def test_a_byte_order_mark_does_not_hide_a_message() -> None:
    """UTF-8 with a mark, and UTF-16, are read as what they are."""
    body = _text_body("").decode()
    for encoded in (body.encode("utf-8-sig"), body.encode("utf-16")):
        assert len(parse(encoded).messages) == 1


_NAMES = """object entry changes field value metadata phone_number_id contacts messages statuses errors id
from from_user_id timestamp type text body image location latitude longitude interactive button_reply title
status wa_id profile name system reaction emoji code"""
_KINDS = "text image audio location contacts interactive button reaction edit system request_welcome x"
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(alphabet=st.characters()),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_NAMES.split()), inner, max_size=6)
    ),
    max_leaves=30,
)


@settings(max_examples=300, deadline=None)
@given(_JSON)
def test_no_json_makes_the_parser_raise(document: Any) -> None:
    """Any JSON at all: facts or problems, never an exception."""
    parse(json.dumps(document).encode())


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(_KINDS.split()), _JSON, _JSON, _JSON)
def test_no_message_makes_the_parser_raise_or_vanish(kind: str, body: Any, contacts: Any, extra: Any) -> None:
    """Any content in a message's own field: it arrives as a message, or is counted."""
    message = {"id": "m1", "from": "6281200000001", "timestamp": extra, "type": kind, kind: body}
    value = {"metadata": {"phone_number_id": "1"}, "contacts": contacts, "messages": [message]}
    document = {
        "object": "whatsapp_business_account",
        "entry": [{"changes": [{"field": "messages", "value": value}]}],
    }
    delivery = parse(json.dumps(document).encode())
    found = len(delivery.messages) + len(delivery.changes) + sum(delivery.ignored.values())
    assert found >= 1 and not delivery.problems
    for item in delivery.messages:
        item.content.text.encode("utf-8")
