"""Alerts reach people: each one goes to every mailbox and webhook that was set, until it is through.

A message holds a kind, an urgency and a report number: nothing that tells who reported what. Sending happens
outside the transaction and is repeated after a fault, so an alert may come twice and is never lost; every
alert stands in the console besides. That nobody would receive alerts is refused at the start; only a
demonstration may do with the console alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any, Mapping, Protocol

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.orm import Session

from banpol.clock import WIB
from banpol.database import Database
from banpol.post.ids import new_id
from banpol.post.inserts import insert_once
from banpol.register import alerts
from banpol.register.errors import NoRecipient
from banpol.register.sql.tables import alert, report
from banpol.register.sql.team_tables import alert_delivery

MAIL, WEBHOOK = "surel", "webhook"
WAITS, SENT, FAILED = "menunggu", "terkirim", "gagal"
YOUNG = timedelta(days=1)
AT_ONCE = 20
CLAIM_SECONDS = 60.0  # longer than any sender's patience
LOUD_AFTER = 5  # tries; then the console says that alerts do not get out
MOST_TRIES = 150  # about a day
FAILURE = "alarm_gagal"


@dataclass(frozen=True)
class Recipients:
    """Addresses in the order of the settings; rows name a position, never an address."""

    mails: tuple[str, ...] = field(default=(), repr=False)
    webhooks: tuple[str, ...] = field(default=(), repr=False)

    def targets(self) -> dict[tuple[str, str], str]:
        """(channel, position) → address."""
        mails = {(MAIL, str(n)): address for n, address in enumerate(self.mails)}
        return mails | {(WEBHOOK, str(n)): address for n, address in enumerate(self.webhooks)}


def check(recipients: Recipients, demo: bool) -> None:
    """Raises NoRecipient when alerts would reach nobody outside an open console."""
    if not demo and not recipients.targets():
        raise NoRecipient(
            "alerts would reach nobody; set BANPOL_ALERT_MAILS or BANPOL_ALERT_WEBHOOKS (with commas)"
        )


@dataclass(frozen=True)
class Message:
    """What leaves: codes, a report number, a moment; `link` leads to the console, which asks who is there."""

    kind: str
    urgency: str
    number: str | None
    raised_at: datetime
    link: str

    @property
    def subject(self) -> str:
        return f"[Banpol] {self.urgency.upper()}: {self.kind} {self.number or ''}".strip()

    @property
    def body(self) -> dict[str, str]:
        moment = self.raised_at.astimezone(WIB).strftime("%Y-%m-%d %H:%M WIB")
        return {
            "jenis": self.kind,
            "tingkat": self.urgency,
            "nomor": self.number or "",
            "pukul": moment,
            "tautan": self.link,
        }


class Sender(Protocol):
    """Raises OSError , HTTPException or ValueError when it did not go out."""

    def __call__(self, address: str, message: Message) -> None: ...


def run_once(
    database: Database,
    recipients: Recipients,
    senders: Mapping[str, Sender],
    console_url: str,
    now: datetime,
    now_s: float,
) -> int:
    """Sends what is due; how many went out."""
    targets = recipients.targets()
    with database.write() as session:
        _note_new(session, targets, now)
    with database.read() as session:
        due = _due(session, console_url, now_s)
    return sum(_send(database, targets, senders, row, message, now, now_s) for row, message in due)


def unsent(session: Session) -> int:
    """How many messages do not get out; the console shows it."""
    stuck = or_(alert_delivery.c.state == FAILED, alert_delivery.c.attempts >= LOUD_AFTER)
    query = select(func.count()).select_from(alert_delivery).where(alert_delivery.c.state != SENT, stuck)
    return int(session.execute(query).scalar_one())


def _note_new(session: Session, targets: Mapping[tuple[str, str], str], now: datetime) -> None:
    known = exists().where(alert_delivery.c.alert_id == alert.c.id)
    fresh = select(alert.c.id).where(alert.c.raised_at > now - YOUNG, ~known)
    for alert_id in session.execute(fresh.where(alert.c.kind != FAILURE)).scalars().all():
        for channel, target in targets:
            line = {
                "id": new_id(),
                "alert_id": alert_id,
                "channel": channel,
                "target": target,
                "state": WAITS,
            }
            insert_once(session, alert_delivery, line)


def _due(session: Session, console_url: str, now_s: float) -> list[tuple[Any, Message]]:
    query = (
        select(alert_delivery, alert.c.kind, alert.c.urgency, alert.c.raised_at, report.c.number)
        .join(alert, alert.c.id == alert_delivery.c.alert_id)
        .outerjoin(report, report.c.id == alert.c.report_id)
        .where(alert_delivery.c.state == WAITS, alert_delivery.c.next_try_at <= now_s)
        .order_by(alert.c.raised_at, alert_delivery.c.id)
        .limit(AT_ONCE)
    )
    found = []
    for row in session.execute(query).all():
        link = f"{console_url}/laporan/{row.number}" if row.number else f"{console_url}/antrean"
        if row.kind in alerts.OF_OPENINGS:
            link = f"{console_url}/permintaan"
        if row.kind == alerts.ACCOUNT:
            link = f"{console_url}/perubahan-akun"
        found.append((row, Message(row.kind, row.urgency, row.number, row.raised_at, link)))
    return found


def _send(
    database: Database,
    targets: Mapping[tuple[str, str], str],
    senders: Mapping[str, Sender],
    row: Any,
    message: Message,
    now: datetime,
    now_s: float,
) -> bool:
    if not _claim(database, row, now_s):
        return False
    address = targets.get((row.channel, row.target))
    values: dict[str, Any] = {"state": SENT, "at": now, "attempts": row.attempts + 1}
    try:
        if address is None:
            raise OSError("this recipient is not set any more")
        senders[row.channel](address, message)
    except (OSError, HTTPException, ValueError):
        values = _later(row, now_s)
    with database.write() as session:
        session.execute(update(alert_delivery).where(alert_delivery.c.id == row.id).values(**values))
        if values["state"] != SENT and values["attempts"] == LOUD_AFTER:
            alerts.raise_alert(session, FAILURE, "mendesak", row.id, None, now)
    return bool(values["state"] == SENT)


def _claim(database: Database, row: Any, now_s: float) -> bool:
    """Nobody else sends it for a while, and whoever dies meanwhile has not taken it along."""
    mine = (alert_delivery.c.id == row.id, alert_delivery.c.next_try_at == row.next_try_at)
    taken = update(alert_delivery).where(*mine, alert_delivery.c.state == WAITS)
    with database.write() as session:
        result = session.execute(taken.values(next_try_at=now_s + CLAIM_SECONDS))
        return bool(result.rowcount == 1)


def _later(row: Any, now_s: float) -> dict[str, Any]:
    """Ten seconds, then twice as long each time up to ten minutes, for about a day."""
    tries = row.attempts + 1
    state = FAILED if tries >= MOST_TRIES else WAITS
    return {
        "state": state,
        "attempts": tries,
        "next_try_at": now_s + min(600.0, 10.0 * 2 ** min(row.attempts, 6)),
    }
