"""Between phones and business: takes what each side sends, shows it to the other, and says how far it got."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

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
from banpol.simulator.turn_values import Turn, TurnRefused, string
from banpol.simulator.turns import face_of
from banpol.simulator.webhook_bodies import message_value, number_changed, status_value

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
        now, account = self.clock.now(), self._asked_account(turn)
        face = face_of(turn, phone, self.media, now)
        message = PhoneMessage(self.ids.wamid(phone.number), FROM_CITIZEN, face, now, "sent")
        message.account = account
        self._show_change(phone, face)
        phone.messages.append(message)
        phone.wrote_at[account] = now
        self._tell(phone, message)
        value = message_value(self.account, phone, message, self.media)
        arrived = partial(self._arrived, phone, message)
        self.courier.post("message", phone.number, value, arrived, account)
        return message

    def change_number(self, phone: Phone, number: str) -> None:
        """The same person with a new number; the service is told by a notice. Raises PhoneRefused."""
        old_user_id, now = phone.bsuid, self.clock.now()
        old = self.phones.move(phone, number)
        value = number_changed(phone, old, old_user_id, self.ids.wamid(phone.number), now)
        # In the old number's lane: what was written from it comes first.
        self.courier.post("message", old, value)
        self.events.tell("moved", phone=phone.number, old=old)

    def _asked_account(self, turn: Turn) -> str:
        account = string(turn, "account") or self.account.phone_number_id
        if not self.account.has(account):
            raise TurnRefused(400, "account must be the id of one of the service's numbers")
        return account

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
        message.account = sending.account or self.account.phone_number_id
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
        phone.wrote_at.clear()
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
        open_now = phone.window_open(self.clock.now(), message.account)
        if not open_now and message.face.type != "template":
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
            self.courier.post("status", phone.number or phone.bsuid, value, number_id=message.account)
            self._tell(phone, message)

    def _show_change(self, phone: Phone, face: Face) -> None:
        """What a turn does to a message that stands on the phone already."""
        target = phone.find(face.context_id)
        if face.type == "reaction":
            self._show_reaction(phone, face)
        elif target and face.type == "edit":
            target.face, target.edited = replace(target.face, text=face.text), True
            self._tell(phone, target)
        elif target and face.type == "revoke":
            target.revoked = True
            self._tell(phone, target)

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
