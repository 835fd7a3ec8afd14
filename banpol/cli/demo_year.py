"""A year of invented work in the register: filed, verified, asked back, closed, disputed, as time goes by.

Everything goes the way of real reports (`filing`, `moving`, `casework`, `closing`, `sweep`), only the clock
is that of the past. What is said to the invented reporters is marked as sent: there is nobody to send it to.
"""

from __future__ import annotations

import heapq
import itertools
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Callable, Iterator

from sqlalchemy import update
from sqlalchemy.orm import Session

from banpol.cli.demo_reports import Told, invent, stories
from banpol.database import Database
from banpol.post import inbox
from banpol.post.inbox import Arrival
from banpol.post.letters import Letter
from banpol.post.tables import inbox_message, outbox_message
from banpol.register import additions, casework, changing, closing, filing, moving, sweep
from banpol.register.actors import OPERATOR, SUPERVISOR, Actor
from banpol.register.errors import RegisterError
from banpol.register.moving import Details
from banpol.register.office import Office
from banpol.register.sight import COMPLAINT

CHANNEL = "percobaan"  # no process sends on it
SWEEP_EVERY = timedelta(hours=12)
AT_ONCE = 400
DESK = tuple(Actor(f"petugas{n}", OPERATOR, named=True) for n in range(1, 7))
HEAD = Actor("pengawas", SUPERVISOR, named=True)
Step = Callable[[Session, datetime], None]


@dataclass
class Year:
    """Plays the events of `days` up to `now`, in order of time; `per_day` says how many reports a day has."""

    database: Database
    office: Office
    now: datetime
    seed: int
    days: int = 365
    dense_days: int = 90
    _events: list[tuple[datetime, int, Step]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=itertools.count)
    filed: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311  (stories, no secrets)

    def play(self, sparse: float = 1.0, dense: float = 6.0) -> int:
        """The number of reports."""
        for number, at in enumerate(self._moments(sparse, dense)):
            self._at(at, partial(self._file, invent(self.chance, number, at)))
        for count in range(int(timedelta(days=self.days) / SWEEP_EVERY)):
            when = self.now - timedelta(days=self.days) + count * SWEEP_EVERY
            self._at(when, lambda session, now: _sweep(session, self.office, now))
        while self._events:
            with self.database.write() as session:
                for _ in range(min(AT_ONCE, len(self._events))):
                    at, _, step = heapq.heappop(self._events)
                    step(session, at)
                _nothing_to_send(session)
        return self.filed

    def _moments(self, sparse: float, dense: float) -> list[datetime]:
        found = []
        for ago in range(self.days, 0, -1):
            expected = dense if ago <= self.dense_days else sparse
            number = int(expected) + (self.chance.random() < expected % 1)
            for _ in range(max(0, number + self.chance.choice((-1, 0, 0, 1)))):
                found.append(
                    self.now - timedelta(days=ago) + timedelta(seconds=self.chance.randrange(86_400))
                )
        return sorted(found)

    def _at(self, when: datetime, step: Step) -> None:
        """What would lie in the future does not happen."""
        if when < self.now:
            heapq.heappush(self._events, (when, next(self._order), step))

    def _later(self, now: datetime, least: float, most: float, step: Step) -> None:
        self._at(now + timedelta(minutes=self.chance.uniform(least, most)), step)

    def _file(self, told: Told, session: Session, _now: datetime) -> None:
        if told.channel == "whatsapp":
            letter = Letter("text", text="halo")
            arrival = Arrival(
                told.draft.draft_id, told.reporter_id, CHANNEL, "demo", letter, told.at, told.at
            )
            inbox.receive(session, self.office.ring, [arrival])
        receipt = filing.file_report(
            session,
            self.office.sealer,
            self.office.audit_key,
            told.draft,
            reporter_id=told.reporter_id,
            source_channel=told.channel,
            now=told.at,
            rules=self.office,
        )
        self.filed += 1
        slowest = {"darurat": 6, "mendesak": 40, "biasa": 160}[told.draft.urgency]
        self._later(told.at, 1, slowest, lambda s, now: self._look(s, now, receipt.number, told))

    def _move(
        self, session: Session, now: datetime, number: str, name: str, details: Details, actor: Actor
    ) -> bool:
        """False when the report is elsewhere by now."""
        try:
            version = changing.take(session, number)["version"]
            moving.move(session, self.office, actor, number, name, version, now, details)
        except RegisterError:
            return False
        return True

    def _look(self, session: Session, now: datetime, number: str, told: Told) -> None:
        """The first look: most are verified, some are asked back, some are no case."""
        complaint = told.draft.kind == COMPLAINT
        officer, dice = HEAD if complaint else self.chance.choice(DESK), self.chance.random()
        if dice < 0.06:
            outcome = self.chance.choice(("iseng", "uji_coba", "bukan_kepolisian", "di_luar_wilayah"))
            details = Details("sudah diperiksa, tidak ada yang bisa ditindaklanjuti", outcome)
            self._move(session, now, number, "nyatakan_tidak_valid", details, HEAD)
            return
        if dice < 0.16:
            question = Details(self.chance.choice(stories()["pertanyaan"]))
            if self._move(session, now, number, "tanya_pelapor", question, officer):
                self._later(now, 10, 900, lambda s, then: self._answer(s, then, told))
        else:
            self._move(session, now, number, "verifikasi", Details(), officer)
        self._later(now, 30, 2000, lambda s, then: self._work(s, then, number, told, officer))

    def _answer(self, session: Session, now: datetime, told: Told) -> None:
        if self.chance.random() < 0.75:
            said = {"text": self.chance.choice(stories()["jawaban"])}
            ids = {"draft_id": told.draft.draft_id, "reporter_id": told.reporter_id, "kind": "keterangan"}
            turn = f"{told.draft.draft_id}-jawab"
            additions.add(
                session, self.office.sealer, **ids, turn_id=turn, body=said, now=now, office=self.office
            )

    def _work(self, session: Session, now: datetime, number: str, told: Told, officer: Actor) -> None:
        if self.chance.random() < 0.1:
            unit = self.chance.choice(("polrestabes-palembang", "polres-oki", "polres-lahat", "ditlantas"))
            self._move(session, now, number, "teruskan", Details(unit=unit), officer)
        else:
            self._move(session, now, number, "verifikasi", Details(), officer)
            self._move(session, now, number, "tindak_lanjuti", Details(assignee=officer.id), officer)
            if self.chance.random() < 0.3:
                text = self.chance.choice(stories()["tindakan"])
                casework.add_note(session, self.office, officer, number, text, now)
        if self.chance.random() < 0.94:
            self._later(now, 120, 9000, lambda s, then: self._close(s, then, number, told, officer))

    def _close(self, session: Session, now: datetime, number: str, told: Told, officer: Actor) -> None:
        outcome = self.chance.choice(list(self.office.outcomes["selesai"]))
        details = Details(self.chance.choice(stories()["tindakan"]), outcome)
        if self._move(session, now, number, "selesaikan", details, officer):
            self._later(now, 20, 3000, lambda s, then: self._verdict(s, then, number, told, officer))

    def _verdict(self, session: Session, now: datetime, number: str, told: Told, officer: Actor) -> None:
        """Agreed and rated, disputed, or silence."""
        dice, house = self.chance.random(), self.office
        try:
            if dice < 0.5:
                closing.confirm(session, house, told.reporter_id, number, now)
                stars = self.chance.choices((1, 2, 3, 4, 5), (4, 6, 15, 40, 35))[0]
                closing.rate(session, house, told.reporter_id, number, stars, now)
            elif dice < 0.55:
                closing.dispute(session, house, told.reporter_id, number, "belum ada yang datang", now)
                self._later(now, 60, 1500, lambda s, then: self._work(s, then, number, told, officer))
        except RegisterError:
            return


def _sweep(session: Session, office: Office, now: datetime) -> None:
    while sweep.sweep(session, office, now).total >= sweep.AT_ONCE:
        pass


def _nothing_to_send(session: Session) -> None:
    done = inbox_message.c.channel == CHANNEL
    session.execute(update(inbox_message).where(done, inbox_message.c.status == "new").values(status="done"))
    waiting = (outbox_message.c.channel == CHANNEL, outbox_message.c.status == "queued")
    sent = {"status": "sent", "sent_at": outbox_message.c.created_at}
    session.execute(update(outbox_message).where(*waiting).values(**sent))
