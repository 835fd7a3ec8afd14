"""A desk without a register: it remembers what it was asked to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Sequence

from banpol.post.letters import Letter
from banpol.register.desk import ReportLine
from banpol.register.draft import Place, ReportDraft
from banpol.register.errors import UnknownReport
from banpol.register.pins import PinTry

NOON = datetime(2025, 11, 24, 5, 0, tzinfo=timezone.utc)


@dataclass
class FakeDesk:
    """Deeds in `done`, reports in `filed`, newest last; numbers count up from 0001."""

    reporter_id: str = "pelapor-1"
    turn_id: str = "giliran-1"
    channel: str = "uji"
    now: datetime = NOON
    letters: tuple[Letter, ...] = ()
    filed: dict[str, ReportDraft] = field(default_factory=dict)
    done: list[tuple[Any, ...]] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)
    pins: dict[str, str] = field(default_factory=dict)

    def file(self, draft: ReportDraft) -> str:
        self.filed.setdefault(draft.draft_id, draft)
        self.done.append(("file", draft.draft_id, draft.urgency))
        return self._number(draft.draft_id)

    def _number(self, draft_id: str) -> str:
        return f"BP-251124-{list(self.filed).index(draft_id) + 1:04d}"

    def _known(self, draft_id: str) -> str:
        if draft_id not in self.filed:
            raise UnknownReport("no such report")
        return self._number(draft_id)

    def number_of(self, draft_id: str) -> str:
        return self._known(draft_id)

    def keep_draft(self, draft: ReportDraft, asking: str | None, state: str = "berjalan") -> None:
        self.done.append(("keep_draft", draft.draft_id, asking, state))

    def add_information(self, draft_id: str, kind: str, text: str, place: Place | None = None) -> str:
        number = self._known(draft_id)
        self.done.append(("add_information", draft_id, kind, text, place))
        return number

    def name_kind(self, draft_id: str, kind: str, confidence: float, restricted: bool) -> None:
        self._known(draft_id)
        self.done.append(("name_kind", draft_id, kind, restricted))

    def add_evidence(self, draft_id: str, evidence_ids: Sequence[str]) -> str:
        number = self._known(draft_id)
        self.done.append(("add_evidence", draft_id, tuple(evidence_ids)))
        return number

    def own_reports(self, limit: int = 10) -> tuple[ReportLine, ...]:
        newest = list(self.filed.items())[::-1][:limit]
        return tuple(
            ReportLine(
                self._number(one), self.statuses.get(one, "diterima"), draft.kind, NOON, one, one in self.pins
            )
            for one, draft in newest
        )

    def closed_without_answer(self) -> tuple[str, ...]:
        return tuple(line.number for line in self.own_reports() if line.status == "selesai")

    def confirm_closing(self, number: str) -> None:
        self.done.append(("confirm_closing", number))

    def dispute_closing(self, number: str, text: str = "") -> None:
        self.done.append(("dispute_closing", number, text))

    def rate_closing(self, number: str, rating: int) -> None:
        self.done.append(("rate_closing", number, rating))

    def set_pin(self, draft_id: str, mark: str) -> str:
        self.pins[draft_id] = mark
        return self._known(draft_id)

    def try_pin(self, mark: str) -> PinTry:
        opened = tuple(one for one, kept in self.pins.items() if kept == mark)
        return PinTry(opened, () if opened else tuple(self.pins))

    def ask_officer(self, reason: str) -> None:
        self.done.append(("ask_officer", reason))

    def ask_data(self, kind: str, confirmed_by: str = "") -> None:
        self.done.append(("ask_data", kind, confirmed_by) if confirmed_by else ("ask_data", kind))

    def give_feedback(self, text: str, rating: int | None = None) -> None:
        self.done.append(("give_feedback", text, rating))

    def alert(self, kind: str, urgency: str = "mendesak") -> None:
        self.done.append(("alert", kind, urgency))
