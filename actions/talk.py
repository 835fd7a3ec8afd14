"""A conversation as plain data: what was said, the report that comes of it, and what must be remembered."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any, Mapping

from banpol.register.draft import Place, ReportDraft


@dataclass(frozen=True)
class Memory:
    """What the course of a conversation needs beside the report; moments are ISO texts in UTC.

    `discreet`: the reporter cannot type safely, so replies are few and neutral. `asked`: slots that were
    asked for in this report. `candidates`: regions offered for a place, `moments` for a time. `awaiting`:
    what was asked back. `mode`: lapor (a report is told) | darurat (an emergency is filed, its place is
    asked) | tambah (something is added to a filed report). `additions`: how often something was added to
    the report filed last. `foretold`: what was told within a question before the report. `answered`: the
    report that an officer asked about. `leads_to`: the action that a message calls for before any rule,
    with its `verdict` `about` a report; this, `notes` and everything `pending` belong to the message that
    was read last.
    """

    read: str = ""
    mode: str = "lapor"
    quick: bool = False
    tries: int = 0
    misses: int = 0
    editing: str = ""
    half_place: bool = False
    asked_region: bool = False
    asked_ahead: bool = False
    notes: tuple[str, ...] = ()
    seen_at: str = ""
    cancelled_at: str = ""
    filed: str = ""
    filed_at: str = ""
    filed_urgent: bool = False
    additions: int = 0
    place_settled: bool = False
    privacy_told: bool = False
    pending_text: str = ""
    pending_evidence: tuple[str, ...] = ()
    pending_place: bool = False
    danger: bool = False
    discreet: bool = False
    insults: int = 0
    asked: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    awaiting: str = ""
    leads_to: str = ""
    verdict: str = ""
    about: str = ""
    answered: str = ""
    answered_at: str = ""
    foretold: str = ""
    foretold_at: str = ""

    def to_json(self) -> str:
        """Only what differs from a blank memory, so that the slot stays small."""
        blank = vars(Memory())
        return json.dumps({k: v for k, v in vars(self).items() if v != blank[k]}, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Memory:
        known = {f.name for f in fields(Memory)}
        data: dict[str, Any] = {k: v for k, v in json.loads(text).items() if k in known}
        for name in ("notes", "pending_evidence", "asked", "candidates", "moments"):
            data[name] = tuple(data.get(name) or ())
        return Memory(**data)


@dataclass(frozen=True)
class Talk:
    """`said` holds the visible answers by slot name, in the reporter's words; what is missing was not."""

    said: Mapping[str, str] = field(default_factory=dict)
    draft: ReportDraft | None = None
    memory: Memory = field(default_factory=Memory)

    @property
    def report(self) -> ReportDraft:
        """The report being told. Raises ValueError when there is none."""
        if self.draft is None:
            raise ValueError("no report is being told")
        return self.draft

    def saying(self, **answers: str | None) -> Talk:
        """The same talk with these answers; None takes an answer away."""
        kept = {slot: text for slot, text in self.said.items() if slot not in answers}
        given = {slot: text for slot, text in answers.items() if text is not None}
        return replace(self, said={**kept, **given})

    def drafting(self, **changes: Any) -> Talk:
        return replace(self, draft=replace(self.report, **changes))

    def remembering(self, **changes: Any) -> Talk:
        return replace(self, memory=replace(self.memory, **changes))

    def noting(self, *notes: str) -> Talk:
        """Adds acknowledgements to be said this turn, each once and in order."""
        return self.remembering(notes=tuple(dict.fromkeys((*self.memory.notes, *notes))))

    @property
    def place(self) -> Place | None:
        return self.draft.place if self.draft else None


def blank(memory: Memory) -> Talk:
    """A talk without a report that still knows which report was filed last."""
    kept = Memory(
        read=memory.read,
        seen_at=memory.seen_at,
        filed=memory.filed,
        filed_at=memory.filed_at,
        filed_urgent=memory.filed_urgent,
        additions=memory.additions,
        place_settled=memory.place_settled,
        discreet=memory.discreet,
        insults=memory.insults,
        answered=memory.answered,
        answered_at=memory.answered_at,
    )
    return Talk(memory=kept)


def within(moment: str, now: datetime, limit: timedelta) -> bool:
    """Whether an ISO moment lies at most `limit` before `now`; an empty one never does."""
    return bool(moment) and now - datetime.fromisoformat(moment) <= limit
