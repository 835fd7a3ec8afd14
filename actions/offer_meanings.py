"""When nothing was understood: a choice of meanings, then an example, then an officer, then both in turn."""

from __future__ import annotations

from rasa_sdk.events import EventType, FollowupAction

from actions import slots
from actions.answer_loose import opens_form
from actions.answer_off_topic import off_topic_reply
from actions.deed import Deed, Scene
from actions.find_office import answers_office, say_office
from actions.wording import known, phrase

MOST_MEANINGS = 3
_OFFER = "utter_arti_"


class OfferMeanings(Deed):
    def name(self) -> str:
        return "action_offer_meanings"

    def do(self, scene: Scene) -> list[EventType]:
        if scene.talk.memory.danger and not scene.active:
            return [FollowupAction("action_report_emergency")]
        if opens_form(scene):
            return [FollowupAction(slots.FORM)]
        if scene.active:
            return []
        if answers_office(scene):
            return say_office(scene)
        meanings = offered(scene.message.ranking)
        misses = scene.talk.memory.misses + 1
        special = off_topic_reply(scene.message.text)
        if special and misses == 1:
            scene.say(special)
        elif misses >= 3 and misses % 2:
            scene.say("utter_tawaran_petugas")
        elif misses >= 2 or not meanings:
            scene.say("utter_default")
        else:
            buttons = [{"title": phrase(_OFFER + name), "payload": f"/{name}"} for name in meanings]
            scene.dispatcher.utter_message(response="utter_maksud", buttons=buttons)
        return slots.changes(scene.talk, scene.talk.remembering(misses=misses))


def offered(ranking: tuple[tuple[str, float], ...]) -> list[str]:
    """The likeliest meanings that can stand on a button, best first."""
    names = [name for name, _ in ranking if known(_OFFER + name)]
    return list(dict.fromkeys(names))[:MOST_MEANINGS]
