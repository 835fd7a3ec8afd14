"""Between phones and business: takes what each side sends, shows it to the other, and says how far it got."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from banpol.clock import Clock
from banpol.simulator.account import Account
from banpol.simulator.courier import Courier
from banpol.simulator.events import Events
from banpol.simulator.graph_errors import invalid, unexpected
from banpol.simulator.ids import Ids, user_id
from banpol.simulator.media import MediaStore
from banpol.simulator.messages import FROM_CITIZEN, FROM_SERVICE, Face, PhoneMessage
from banpol.simulator.outgoing_rules import Recipient, Sending
from banpol.simulator.phones import TYPING, Phone, Phones
from banpol.simulator.turns import Turn, face_of
from banpol.simulator.webhook_bodies import message_value, status_value

log = logging.getLogger(__name__)
WINDOW_CLOSED, UNDELIVERABLE = 131047, 131026
REACTION_LIFE = timedelta(days=30)


@dataclass
class Exchange:
    """All state of a running simulator that is not HTTP."""

    account: Account
    clock: Clock
    ids: Ids
    phones: Phones
    media: MediaStore
    courier: Courier
    events: Events

    def from_phone(self, phone: Phone, turn: Turn) -> PhoneMessage:
        """A citizen's turn: on the phone at once, at the webhook when that answers. Raises TurnRefused."""
        face = face_of(turn, phone, self.media)
        now = self.clock.now()
        message = PhoneMessage(self.ids.wamid(phone.number), FROM_CITIZEN, face, now, "sent")
        if face.type == "reaction":
            self._show_reaction(phone, face)
        phone.messages.append(message)
        phone.last_inbound_at = now
        self._tell(phone, message)
        value = message_value(self.account, phone, message, self.media)
        self.courier.post("message", phone.number, value, lambda: self._arrived(phone, message))
        return message

    def from_business(self, sending: Sending) -> tuple[PhoneMessage, Phone | None]:
        """Accepts a message; whether it reaches anybody is told by statuses. Raises GraphError."""
        phone = self._phone(sending.recipient)
        face = sending.face
        if face.type == "reaction":
            self._check_reaction(phone, face)
        number = phone.number if phone else sending.recipient.number
        message = PhoneMessage(
            self.ids.wamid(number), FROM_SERVICE, face, self.clock.now(), opaque=sending.opaque
        )
        if phone is None:
            self._fail(self._nobody(sending.recipient), message, UNDELIVERABLE)
        else:
            self._deliver(phone, message)
        return message, phone

    def read_by_business(self, message_id: str, typing: bool) -> None:
        """Blue ticks for this and all earlier messages of the citizen. Raises GraphError."""
        found = self.phones.holder_of(message_id)
        if found is None or found[1].direction != FROM_CITIZEN:
            raise unexpected("message_id is not a message that this number has received.")
        phone, read = found
        for message in phone.messages:
            if message.direction == FROM_CITIZEN and message.climb("read", self.clock.now()):
                self._tell(phone, message)
            if message is read:
                break
        if typing:
            phone.typing_until = self.clock.now() + TYPING
            self.events.tell("typing", phone=phone.number, on=True)

    def read_by_citizen(self, phone: Phone) -> None:
        """The conversation is being looked at: everything in it counts as read."""
        for message in phone.messages:
            if message.direction == FROM_SERVICE and message.status == "delivered":
                self._status(phone, message, "read")

    def close_window(self, phone: Phone) -> None:
        """As if the citizen had written more than 24 hours ago."""
        phone.last_inbound_at = None
        self.events.tell("phone", phone=phone.number, facts=phone.as_dict(self.clock.now()))

    def _phone(self, recipient: Recipient) -> Phone | None:
        if recipient.number:
            return self.phones.find(recipient.number)
        return self.phones.find_user(recipient.user_id)

    def _nobody(self, recipient: Recipient) -> Phone:
        """Stands in for a number without WhatsApp, so that the failure can name it."""
        number = recipient.number
        bsuid = recipient.user_id or user_id(self.account.business_id, number)
        return Phone(number, "", bsuid, hide_number=not number)

    def _check_reaction(self, phone: Phone | None, face: Face) -> None:
        target = phone.find(face.context_id) if phone else None
        if target is None or self.clock.now() - target.at > REACTION_LIFE:
            raise invalid("reaction.message_id is not a message of the last 30 days in this conversation.")

    def _deliver(self, phone: Phone, message: PhoneMessage) -> None:
        phone.messages.append(message)
        if not phone.window_open(self.clock.now()) and message.face.type != "template":
            self._fail(phone, message, WINDOW_CLOSED)
            return
        self._status(phone, message, "sent")
        if message.face.type == "reaction":
            # Meta says nothing more about a reaction than that it was sent.
            self._show_reaction(phone, message.face)
            return
        phone.typing_until = None
        self.events.tell("typing", phone=phone.number, on=False)
        self._status(phone, message, "delivered")
        if phone.auto_read:
            self._status(phone, message, "read")

    def _fail(self, phone: Phone, message: PhoneMessage, code: int) -> None:
        message.error_code = code
        log.info("a message failed with %s, as Meta would fail it", code)
        self._status(phone, message, "failed")

    def _status(self, phone: Phone, message: PhoneMessage, status: str) -> None:
        if message.climb(status, self.clock.now()):
            value = status_value(phone, message, status, self.clock.now())
            self.courier.post("status", phone.number or phone.bsuid, value)
            self._tell(phone, message)

    def _show_reaction(self, phone: Phone, face: Face) -> None:
        target = phone.find(face.context_id)
        if target:
            target.reaction = face.emoji
            self._tell(phone, target)

    def _arrived(self, phone: Phone, message: PhoneMessage) -> None:
        if message.climb("delivered", self.clock.now()):
            self._tell(phone, message)

    def _tell(self, phone: Phone, message: PhoneMessage) -> None:
        self.events.tell("message", phone=phone.number, message=message.as_dict())
