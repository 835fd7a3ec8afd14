"""A desk without a register: it remembers what it was asked to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Sequence

from banpol.post.letters import Letter
from banpol.register.desk import ReportLine
from banpol.register.draft import Place, ReportDraft
from banpol.register.errors import UnknownReport

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
            ReportLine(self._number(one), "diterima", draft.kind, NOON, one) for one, draft in newest
        )

    def ask_officer(self, reason: str) -> None:
        self.done.append(("ask_officer", reason))

    def ask_data(self, kind: str) -> None:
        self.done.append(("ask_data", kind))

    def give_feedback(self, text: str, rating: int | None = None) -> None:
        self.done.append(("give_feedback", text, rating))

    def alert(self, kind: str, urgency: str = "mendesak") -> None:
        self.done.append(("alert", kind, urgency))
