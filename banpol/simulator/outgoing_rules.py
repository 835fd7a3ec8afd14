"""A request to send → whom, what and with which reference; everything that Meta would refuse is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from banpol.simulator.account import COUNTRY_CODE, MESSAGING_PRODUCT, Account
from banpol.simulator.graph_errors import invalid, missing, refused, unexpected
from banpol.simulator.media import MediaStore
from banpol.simulator.messages import Face
from banpol.simulator.nodes import Node
from banpol.simulator.rules_contents import content_rules
from banpol.simulator.rules_interactive import interactive

OPAQUE = 512
KEYS = (
    "messaging_product",
    "recipient_type",
    "to",
    "recipient",
    "type",
    "context",
    "biz_opaque_callback_data",
)
BSUID = re.compile(r"[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]{1,128}")
_SPACERS = re.compile(r"[\s().-]")


@dataclass(frozen=True)
class Recipient:
    """As the business wrote it, and as a number (digits) or a user id."""

    written: str
    number: str = ""
    user_id: str = ""


@dataclass(frozen=True)
class Sending:
    """A valid request to send."""

    recipient: Recipient
    face: Face
    opaque: str
    account: str = ""  # which number of the business sends


class OutgoingRules:
    """The validator of one account."""

    def __init__(self, account: Account, store: MediaStore) -> None:
        self._account = account
        self._rules = {**content_rules(account, store), "interactive": interactive(store)}

    @property
    def types(self) -> tuple[str, ...]:
        return tuple(sorted(self._rules))

    def check(self, body: dict[str, Any]) -> Sending:
        """Raises GraphError."""
        message = Node(body)
        # Meta takes a message without a type for text.
        kind = message.choice("type", self.types) if message.has("type") else "text"
        message.only(*KEYS, kind)
        if message.value.get("recipient_type", "individual") != "individual":
            raise unexpected("recipient_type must be individual.")
        recipient = _recipient(message)
        if self._account.owns(recipient.number):
            raise refused(131021, "The recipient is the number that sends.")
        face = self._rules[kind](message)
        opaque = message.optional_text("biz_opaque_callback_data", OPAQUE)
        return Sending(recipient, replace(face, context_id=face.context_id or _context(message)), opaque)


def check_product(body: Any) -> dict[str, Any]:
    """A JSON object for WhatsApp. Raises GraphError."""
    if not isinstance(body, dict):
        raise unexpected("The request must be a JSON object.")
    if body.get("messaging_product") is None:
        raise missing("messaging_product")
    if body["messaging_product"] != MESSAGING_PRODUCT:
        raise unexpected(f"messaging_product must be {MESSAGING_PRODUCT}.")
    return body


def _context(message: Node) -> str:
    if not message.has("context"):
        return ""
    context = message.node("context")
    context.only("message_id")
    return context.text("message_id", 256)


def _recipient(message: Node) -> Recipient:
    """`to` wins over `recipient`, as at Meta."""
    if message.has("to"):
        written = message.text("to", 40)
        digits = _SPACERS.sub("", written)
        if not re.fullmatch(r"\+?\d{5,20}", digits):
            raise invalid("to must be a phone number with its country code.")
        # Without a plus sign Meta takes the number for one of the business's own country.
        number = digits[1:] if digits.startswith("+") else COUNTRY_CODE + digits
        return Recipient(written, number=number)
    if not message.has("recipient"):
        raise missing("to or recipient")
    written = message.text("recipient", 140)
    if not BSUID.fullmatch(written):
        raise invalid("recipient must be a business-scoped user id.")
    return Recipient(written, user_id=written)
