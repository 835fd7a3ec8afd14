"""The two rounds of the watch, each repeated for as long as the process lives.

Two watches at once do no harm: a sweep holds the register's write lock, and an alert is claimed before it is
sent. A watch that is killed leaves nothing half done; the next one goes on.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from typing import Callable, Mapping

from banpol.clock import Clock
from banpol.database import Database
from banpol.register import alerting, data_rights, drafts, reminders, second_looks, sweep
from banpol.register.alerting import Recipients, Sender
from banpol.register.office import Office, with_settings

log = logging.getLogger("banpol.watch")
SWEEP_SECONDS, ALERT_SECONDS = 10.0, 1.0
MOST_BLOCKS = 50  # of one sweep; the rest comes with the next round


@dataclass(frozen=True)
class Watch:
    """What the rounds need; `console_url` is where an alert's link leads."""

    database: Database
    office: Office = field(repr=False)
    clock: Clock
    recipients: Recipients
    senders: Mapping[str, Sender]
    console_url: str

    def sweep_once(self) -> None:
        """Deadlines, questions without an answer, closings without a word, talks that broke off."""
        now = self.clock.now()
        for _ in range(MOST_BLOCKS):
            with self.database.write() as session:
                done = sweep.sweep(session, with_settings(session, self.office), now)
            if done.total:
                log.info("swept: %s", done)
            if done.total < sweep.AT_ONCE:
                break
        with self.database.write() as session:
            reminded = reminders.remind(session, self.office, now)
            left = drafts.mark_left(session, now)
            unseen = second_looks.escalate(session, self.office, now)
            unanswered = data_rights.escalate(session, now)
        if unanswered:
            log.info("%d requests about own data are near their term and are escalated", unanswered)
        if unseen:
            log.info("%d opened identities were looked into by nobody and are escalated", unseen)
        if reminded:
            log.info("%d reporters who fell silent were reminded", reminded)
        if left:
            log.info("%d talks broke off and are kept as unfinished reports", left)

    def alert_once(self) -> None:
        """New alerts to everybody who was set."""
        now = self.clock.now()
        sent = alerting.run_once(
            self.database, self.recipients, self.senders, self.console_url, now, now.timestamp()
        )
        if sent:
            log.info("%d alerts were sent", sent)


def repeat(work: Callable[[], None], every: float, stop: threading.Event) -> None:
    """Until told to stop; whatever a round stumbles over, the next one is tried."""
    while not stop.is_set():
        try:
            work()
        except Exception as problem:  # its words could hold what an alert is about
            log.error("a round failed: %s", type(problem).__name__)
        stop.wait(every)
