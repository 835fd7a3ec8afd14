"""The phones that belong to this simulator, and what stands on each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Iterator

from banpol.simulator.account import Account
from banpol.simulator.ids import user_id
from banpol.simulator.messages import FROM_SERVICE, Option, PhoneMessage

WINDOW = timedelta(hours=24)
TYPING = timedelta(seconds=25)
_INVENTED = "62812000000"  # two more digits make an invented number


class PhoneRefused(Exception):
    """A number that cannot be one; the sentence says why."""


@dataclass
class Phone:
    """One citizen's phone. `number` is in digits, country code first, and names the phone in addresses.

    `auto_read` reads every message at once; `hide_number` is a person known by user id only.
    """

    number: str
    name: str
    bsuid: str
    auto_read: bool = True
    hide_number: bool = False
    messages: list[PhoneMessage] = field(default_factory=list)
    # When the citizen last wrote to each number of the service.
    wrote_at: dict[str, datetime] = field(default_factory=dict)
    typing_until: datetime | None = None

    def window_open(self, now: datetime, account: str = "") -> bool:
        """Whether the business may write freely: the citizen wrote within the last 24 hours, to this number
        of its own, or to any."""
        stamps = [at for one, at in self.wrote_at.items() if account in ("", one)]
        return any(now - at < WINDOW for at in stamps)

    @property
    def billable(self) -> int:
        """How many messages of the service Meta's bill would count in this conversation."""
        return sum(message.billable for message in self.messages)

    def find(self, message_id: str) -> PhoneMessage | None:
        return next((message for message in self.messages if message.id == message_id), None)

    def received(self) -> list[PhoneMessage]:
        """What reached this phone, newest first."""
        return [m for m in reversed(self.messages) if m.direction == FROM_SERVICE and m.status != "failed"]

    def offered(self) -> Iterator[tuple[PhoneMessage, Option]]:
        """Every choice that can still be seen, newest message first."""
        for message in self.received():
            for option in message.face.options:
                yield message, option

    def as_dict(self, now: datetime) -> dict[str, Any]:
        return {
            "id": self.number,
            "number": self.number,
            "name": self.name,
            "bsuid": self.bsuid,
            "auto_read": self.auto_read,
            "hide_number": self.hide_number,
            "billable": self.billable,
            "window_open": self.window_open(now),
            "typing": self.typing_until is not None and now < self.typing_until,
        }


class Phones:
    """All phones, in the order they came."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._by_number: dict[str, Phone] = {}

    def __iter__(self) -> Iterator[Phone]:
        return iter(list(self._by_number.values()))

    def find(self, number: str) -> Phone | None:
        return self._by_number.get(number)

    def find_user(self, bsuid: str) -> Phone | None:
        return next((phone for phone in self if phone.bsuid == bsuid), None)

    def holder_of(self, message_id: str) -> tuple[Phone, PhoneMessage] | None:
        for phone in self:
            message = phone.find(message_id)
            if message:
                return phone, message
        return None

    def move(self, phone: Phone, number: str) -> str:
        """Gives a phone a new number; the old one, which nobody has any more. Raises PhoneRefused."""
        old, new = phone.number, normal_number(number) if number else self._unused()
        if new in self._by_number or self._account.owns(new):
            raise PhoneRefused("somebody has this number already")
        self._by_number = {(new if key == old else key): one for key, one in self._by_number.items()}
        phone.number, phone.bsuid = new, user_id(self._account.business_id, new)
        return old

    def add(
        self, number: str = "", name: str = "", *, auto_read: bool = True, hide_number: bool = False
    ) -> Phone:
        """The phone with this number, made if new; without a number an invented one. Raises PhoneRefused."""
        digits = normal_number(number) if number else self._unused()
        if self._account.owns(digits):
            raise PhoneRefused("that is the number of the service itself")
        known = self._by_number.get(digits)
        if known:
            return known
        bsuid = user_id(self._account.business_id, digits)
        label = name.strip()[:60] or f"Warga {len(self._by_number) + 1}"
        phone = Phone(digits, label, bsuid, auto_read=auto_read, hide_number=hide_number)
        self._by_number[digits] = phone
        return phone

    def _unused(self) -> str:
        for position in range(1, 100):
            if f"{_INVENTED}{position:02d}" not in self._by_number:
                return f"{_INVENTED}{position:02d}"
        raise PhoneRefused("all invented numbers are in use; give a number")


def transcript(phones: Phones, now: datetime) -> list[dict[str, Any]]:
    """Every phone with its facts and its messages, oldest first."""
    return [{**phone.as_dict(now), "messages": [m.as_dict() for m in phone.messages]} for phone in phones]


def normal_number(written: str) -> str:
    """Digits with country code, from 0812…, +62 812… or 62812…. Raises PhoneRefused."""
    digits = re.sub(r"[\s().+-]", "", written)
    if digits.startswith("0"):
        digits = "62" + digits[1:]
    if not re.fullmatch(r"[1-9]\d{6,14}", digits):
        raise PhoneRefused(f"{written!r} is not a phone number")
    return digits
