"""Somebody with a phone, for tests: says, taps, and waits until something is heard."""

from __future__ import annotations

from collections import Counter
from typing import Any, Callable

from banpol.simulator.messages import FROM_SERVICE, PhoneMessage
from banpol.simulator.simulator import SimulatedPhone
from tests.end_to_end.processes import until

ANSWER_SECONDS = 60.0


class Citizen:
    """One phone of the simulator."""

    def __init__(self, phone: SimulatedPhone) -> None:
        self.phone = phone

    @property
    def name(self) -> str:
        return self.phone.name

    async def say(self, text: str) -> PhoneMessage:
        return await self.phone.send("text", text)

    async def tap(self, title: str) -> PhoneMessage:
        return await self.phone.send("button", title)

    async def send(self, type: str, content: str = "", **more: Any) -> PhoneMessage:
        return await self.phone.send(type, content, **more)

    def heard(self) -> list[PhoneMessage]:
        """Everything that reached this phone, oldest first."""
        return [message for message in self.phone.messages() if message.direction == FROM_SERVICE]

    def texts(self) -> list[str]:
        return [message.face.text for message in self.heard()]

    def is_offered(self, title: str) -> bool:
        """Whether the newest message offers this choice."""
        heard = self.heard()
        return bool(heard) and title in [option.title for option in heard[-1].face.options]

    def repeated(self) -> int:
        """How many messages of this phone say word for word what an earlier one said."""
        return sum(count - 1 for count in Counter(self.texts()).values())

    async def hears(self, wanted: str, seconds: float = ANSWER_SECONDS, after: int = 0) -> PhoneMessage:
        """The first message after the `after` oldest ones that holds these words."""

        def found() -> PhoneMessage | None:
            return next((m for m in self.heard()[after:] if wanted in m.face.text), None)

        await until(
            lambda: found() is not None, seconds, lambda: f"{self.name} hears {wanted!r} in {self.texts()}"
        )
        message = found()
        assert message is not None
        return message

    async def is_answered(self, more_than: int, seconds: float = ANSWER_SECONDS) -> list[PhoneMessage]:
        """What is new when there are more messages than that."""
        await until(
            lambda: len(self.heard()) > more_than,
            seconds,
            lambda: f"{self.name} is answered; has {self.texts()}",
        )
        return self.heard()[more_than:]

    async def meets(self, true: Callable[[], bool], what: str, seconds: float = ANSWER_SECONDS) -> None:
        await until(true, seconds, lambda: f"{self.name}: {what}; has {self.texts()}")


async def arrived(message: PhoneMessage, seconds: float = 60.0) -> None:
    """Returns as soon as the webhook of this message was answered with 200."""
    await until(lambda: message.status != "sent", seconds, "a webhook is answered with 200", every=0.001)
