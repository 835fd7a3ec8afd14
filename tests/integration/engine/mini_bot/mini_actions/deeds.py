"""One deed that files, one that fails as often as it is told, one that fills a slot, one that rejects."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet
from rasa_sdk.interfaces import ActionExecutionRejection

from banpol.register.draft import ReportDraft
from banpol.wiring import desk_for

failures_left = {"count": 0}


class FileReport(Action):
    def name(self) -> str:
        return "action_file"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        desk = desk_for(tracker)
        draft = ReportDraft(draft_id=desk.turn_id, narrative=tracker.latest_message["text"])
        dispatcher.utter_message(response="utter_terima", nomor=desk.file(draft))
        return []


class Explode(Action):
    def name(self) -> str:
        return "action_explode"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        desk = desk_for(tracker)
        nomor = desk.file(ReportDraft(draft_id=desk.turn_id, narrative="meledak"))
        if failures_left["count"] > 0:
            failures_left["count"] -= 1
            raise RuntimeError("kata pelapor di dalam galat")
        dispatcher.utter_message(response="utter_terima", nomor=nomor)
        return []


class Fill(Action):
    def name(self) -> str:
        return "action_fill"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        return [SlotSet("catatan", f"{tracker.get_slot('catatan') or ''}x")]


class Reject(Action):
    def name(self) -> str:
        return "action_reject"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        raise ActionExecutionRejection("action_reject")
