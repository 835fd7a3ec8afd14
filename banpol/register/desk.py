"""The counter at which the conversation hands its deeds over.

The actions of the conversation are the same whether they run inside the engine, where all deeds of a turn are
written in one transaction at its end, or behind an HTTP action server, where each deed commits by itself. The
difference is the `Hands` that a desk is given.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Callable, Protocol, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from banpol.crypto import ContentSealer
from banpol.post.letters import Letter
from banpol.register import additions, alerts, closing, drafts, evidence, filing, pins, requests
from banpol.register.draft import Place, ReportDraft
from banpol.register.errors import RegisterError
from banpol.register.office import Office
from banpol.register.sql.tables import report

Deed = Callable[[Session], str]


class Hands(Protocol):
    """How deeds are done: now, or together at the end of the turn."""

    def do(self, deed: Deed) -> str:
        """What the deed gives back, or a token that the turn's end replaces by it."""

    def look(self) -> AbstractContextManager[Session]:
        """A session to read with."""


@dataclass(frozen=True)
class RegisterKeys:
    """What the conversation's process may hold: it seals reports and can never open them."""

    sealer: ContentSealer
    audit_key: bytes
    office: Office | None = None


@dataclass(frozen=True)
class ReportLine:
    """What a reporter may hear of an own report: no content."""

    number: str
    status: str
    kind: str
    filed_at: datetime
    draft_id: str
    guarded: bool = False  # by a PIN


class Desk:
    """Everything the conversation may do for one reporter in one turn; each deed counts once per turn."""

    def __init__(
        self,
        hands: Hands,
        keys: RegisterKeys,
        *,
        reporter_id: str,
        turn_id: str,
        channel: str,
        now: datetime,
        letters: tuple[Letter, ...] = (),
    ) -> None:
        self.reporter_id = reporter_id
        self.turn_id = turn_id
        self.channel = channel
        self.now = now
        self.letters = letters
        self._hands = hands
        self._keys = keys

    def file(self, draft: ReportDraft) -> str:
        """The report's number as text; the same draft gets the same number again. Raises EmptyReport."""

        def deed(session: Session) -> str:
            receipt = filing.file_report(
                session,
                self._keys.sealer,
                self._keys.audit_key,
                draft,
                reporter_id=self.reporter_id,
                source_channel=self.channel,
                now=self.now,
                rules=self._keys.office,
            )
            return receipt.number

        return self._hands.do(deed)

    def number_of(self, draft_id: str) -> str:
        """The number of an own filed draft. Raises UnknownReport."""
        return self._hands.do(
            lambda session: additions.own_report(session, draft_id, self.reporter_id).number
        )

    def keep_draft(self, draft: ReportDraft, asking: str | None, state: str = "berjalan") -> None:
        """`state`: berjalan | dibatalkan | belum_selesai."""

        def deed(session: Session) -> str:
            drafts.keep(
                session,
                self._keys.sealer,
                draft,
                reporter_id=self.reporter_id,
                asking=asking,
                state=state,
                now=self.now,
            )
            return ""

        self._hands.do(deed)

    def add_information(self, draft_id: str, kind: str, text: str, place: Place | None = None) -> str:
        """Adds to an own filed report; its number. `kind`: keterangan | tempat | waktu.

        Raises UnknownReport."""

        def deed(session: Session) -> str:
            body: dict[str, object] = {"text": text, "place": place.__dict__ if place else None}
            filed = additions.add(
                session,
                self._keys.sealer,
                draft_id=draft_id,
                reporter_id=self.reporter_id,
                turn_id=self.turn_id,
                kind=kind,
                body=body,
                now=self.now,
                office=self._keys.office,
            )
            if place:
                codes = (place.kabupaten_code, place.kecamatan_code, place.outside)
                additions.settle_place(session, filed.report_id, *codes, self.now, self._keys.office)
            return filed.number

        return self._hands.do(deed)

    def name_kind(self, draft_id: str, kind: str, confidence: float, restricted: bool) -> None:
        """Gives an own filed report of unknown kind its kind, once. Raises UnknownReport."""

        def deed(session: Session) -> str:
            filed = additions.own_report(session, draft_id, self.reporter_id)
            told = (kind, confidence, restricted)
            additions.settle_kind(session, filed.report_id, *told, self.now, self._keys.office)
            return filed.number

        self._hands.do(deed)

    def add_evidence(self, draft_id: str, evidence_ids: Sequence[str]) -> str:
        """Ties files to an own filed report; its number. Raises UnknownReport."""

        def deed(session: Session) -> str:
            filed = additions.own_report(session, draft_id, self.reporter_id)
            evidence.link(session, evidence_ids, self.reporter_id, filed.report_id)
            return filed.number

        return self._hands.do(deed)

    def closed_without_answer(self) -> tuple[str, ...]:
        """Numbers of own closed reports that are neither confirmed nor disputed yet, newest first."""
        with self._hands.look() as session:
            return tuple(closing.waiting(session, self.reporter_id))

    def confirm_closing(self, number: str) -> None:
        """The reporter agrees that it is done. Raises UnknownReport, MoveImpossible."""

        def deed(session: Session) -> str:
            closing.confirm(session, self._office(), self.reporter_id, number, self.now)
            return number

        self._hands.do(deed)

    def dispute_closing(self, number: str, text: str = "") -> None:
        """The reporter disagrees: the report opens again. Raises UnknownReport, MoveImpossible."""

        def deed(session: Session) -> str:
            closing.dispute(session, self._office(), self.reporter_id, number, text, self.now)
            return number

        self._hands.do(deed)

    def rate_closing(self, number: str, rating: int) -> None:
        """One to five. Raises UnknownReport, MoveImpossible, SomethingMissing."""

        def deed(session: Session) -> str:
            closing.rate(session, self._office(), self.reporter_id, number, rating, self.now)
            return number

        self._hands.do(deed)

    def _office(self) -> Office:
        if self._keys.office is None:
            raise RegisterError("this process was started without the tables of the workflow")
        return self._keys.office

    def own_reports(self, limit: int = 10) -> tuple[ReportLine, ...]:
        """This reporter's reports, newest first."""
        columns = (report.c.number, report.c.status, report.c.kind, report.c.filed_at, report.c.draft_id)
        guarded = report.c.pin_hash.is_not(None)
        newest = (
            select(*columns, guarded)
            .where(report.c.reporter_id == self.reporter_id)
            .order_by(report.c.filed_at.desc(), report.c.number.desc())
            .limit(limit)
        )
        with self._hands.look() as session:
            return tuple(ReportLine(*row) for row in session.execute(newest))

    def ask_officer(self, reason: str) -> None:
        def deed(session: Session) -> str:
            requests.ask_officer(session, self.reporter_id, self.turn_id, reason, self.now)
            return ""

        self._hands.do(deed)

    def set_pin(self, draft_id: str, mark: str) -> str:
        """Guards an own report; its number. Raises UnknownReport, MoveImpossible."""
        return self._hands.do(
            lambda session: pins.set_pin(session, draft_id, self.reporter_id, mark, self.now)
        )

    def try_pin(self, mark: str) -> pins.PinTry:
        """Which own reports the PIN opens; a miss is counted."""
        with self._hands.look() as session:
            tried = pins.attempt(session, self.reporter_id, mark, self.now)

        def deed(session: Session) -> str:
            pins.note(session, self.reporter_id, tried, self.now)
            return ""

        self._hands.do(deed)
        return tried

    def ask_data(self, kind: str, confirmed_by: str = "") -> None:
        """`kind`: akses | ubah | hapus | cabut. `confirmed_by`: pin, or empty for an officer to make sure."""

        def deed(session: Session) -> str:
            requests.ask_data(session, self.reporter_id, self.turn_id, kind, self.now, confirmed_by)
            return ""

        self._hands.do(deed)

    def give_feedback(self, text: str, rating: int | None = None) -> None:
        def deed(session: Session) -> str:
            requests.give_feedback(
                session, self._keys.sealer, self.reporter_id, self.turn_id, text, rating, self.now
            )
            return ""

        self._hands.do(deed)

    def alert(self, kind: str, urgency: str = "mendesak") -> None:
        def deed(session: Session) -> str:
            alerts.raise_alert(session, kind, urgency, self.turn_id, None, self.now)
            return ""

        self._hands.do(deed)
