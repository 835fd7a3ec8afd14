"""Every way in which Rasa and custom code may say something, as one utterance; none of them sends."""

from __future__ import annotations

from typing import Any, Iterable

from rasa.core.channels.channel import OutputChannel

from banpol.whatsapp.parts import CHANNEL

Json = dict[str, Any]


class WhatsAppOutput(OutputChannel):
    """What is said goes through `say`, which a channel of its own fills in."""

    async def say(self, recipient_id: str, utterance: Json) -> None:
        raise NotImplementedError

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    async def send_response(self, recipient_id: str, message: Json) -> None:
        await self.say(recipient_id, dict(message))

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        await self.say(recipient_id, {"text": text})

    async def send_text_with_buttons(
        self, recipient_id: str, text: str, buttons: list[Json], **kwargs: Any
    ) -> None:
        await self.say(recipient_id, {"text": text, "buttons": buttons})

    async def send_quick_replies(
        self, recipient_id: str, text: str, quick_replies: list[Json], **kwargs: Any
    ) -> None:
        await self.say(recipient_id, {"text": text, "buttons": quick_replies})

    async def send_image_url(self, recipient_id: str, image: str, **kwargs: Any) -> None:
        await self.say(recipient_id, {"image": image})

    async def send_attachment(self, recipient_id: str, attachment: str, **kwargs: Any) -> None:
        await self.say(recipient_id, {"attachment": attachment})

    async def send_elements(self, recipient_id: str, elements: Iterable[Json], **kwargs: Any) -> None:
        await self.say(recipient_id, {"elements": list(elements)})

    async def send_custom_json(self, recipient_id: str, json_message: Json, **kwargs: Any) -> None:
        await self.say(recipient_id, {"custom": json_message})
