"""What every action has at hand: the talk, the reporter's message, the desk, and a mouth."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import slots, summary
from actions.message import Ear, LanguageEar, Message
from actions.talk import Talk
from actions.wording import named_in
from banpol import wiring
from banpol.post.letters import Letter
from banpol.register.desk import Desk, ReportLine

# WhatsApp cuts nothing off, it refuses the message.
LONGEST_TITLE = 20


@dataclass(frozen=True)
class Scene:
    """One turn as an action sees it."""

    tracker: Tracker
    dispatcher: CollectingDispatcher
    desk: Desk
    talk: Talk
    message: Message
    ear: Ear

    @property
    def active(self) -> bool:
        """Whether the form is open."""
        loop: Mapping[str, Any] = self.tracker.active_loop or {}
        return loop.get("name") == slots.FORM

    @property
    def requested(self) -> str | None:
        return self.tracker.get_slot(slots.REQUESTED) if self.active else None

    def say(self, response: str, talk: Talk | None = None, **values: str) -> None:
        """Says one response. It gets only what it names, because Rasa keeps all of it in the tracker."""
        about = {**summary.variables(talk or self.talk, self.ear.kinds()), **values}
        named = {name: about.get(name, "") for name in named_in(response)}
        self.dispatcher.utter_message(response=response, **named)

    def offer(self, response: str, intent: str, choices: Sequence[str]) -> None:
        """Says one response with a button for each choice; a tapped one comes back as `pilihan`."""
        buttons = [
            {"title": choice[:LONGEST_TITLE], "payload": f'/{intent}{{"pilihan": "{choice}"}}'}
            for choice in choices
        ]
        self.dispatcher.utter_message(response=response, buttons=buttons)

    def filed_number(self, draft_id: str) -> str | None:
        """The number of an own filed report, None when that draft became none."""
        line = self.own_report(draft_id)
        return line.number if line else None

    def own_report(self, draft_id: str) -> ReportLine | None:
        """The own report that came of a draft."""
        return next((line for line in self.desk.own_reports() if line.draft_id == draft_id), None)


class Deed(Action, ABC):
    """An action that is given its scene."""

    @abstractmethod
    def do(self, scene: Scene) -> list[EventType]:
        """Does the deed and says what it must; gives back slot and form events."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        desk = wiring.desk_for(tracker)
        talk = slots.load(tracker.slots)
        return self.do(
            Scene(
                tracker,
                dispatcher,
                desk,
                talk,
                read_message(tracker, desk),
                LanguageEar(wiring.settings().boundaries),
            )
        )


def read_message(tracker: Tracker, desk: Desk) -> Message:
    """The reporter's message; a tapped choice has no text but its content."""
    latest: Mapping[str, Any] = tracker.latest_message or {}
    intent: Mapping[str, Any] = latest.get("intent") or {}
    typed = str(latest.get("text") or "")
    entities = {str(e["entity"]): str(e["value"]) for e in latest.get("entities") or []}
    chosen = typed.startswith("/")
    return Message(
        id=desk.turn_id,
        now=desk.now,
        text=_captions(desk.letters) if chosen else typed.strip(),
        intent=str(intent.get("name") or "nlu_fallback"),
        confidence=float(intent.get("confidence") or 0.0),
        ranking=tuple((str(r["name"]), float(r["confidence"])) for r in latest.get("intent_ranking") or []),
        given=entities if chosen else {},
        letters=desk.letters,
    )


def _captions(letters: tuple[Letter, ...]) -> str:
    """What was written under pictures; the title of a tapped choice is not the reporter's own words."""
    return "\n".join(one.text for one in letters if one.kind == "media" and one.text).strip()
