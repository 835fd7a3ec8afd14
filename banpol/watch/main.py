"""The watch's process: refuses to start when alerts would reach nobody, ends when told."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from functools import partial
from typing import Callable, Mapping, TypeVar

from banpol import logs, wiring
from banpol.crypto import CryptoError
from banpol.database import DatabaseProblem
from banpol.register import alert_senders, alerting
from banpol.register.alerting import Recipients, Sender
from banpol.register.errors import RegisterError
from banpol.settings import AlertSettings, SettingProblem, read_alerts
from banpol.watch.rounds import ALERT_SECONDS, SWEEP_SECONDS, Watch, repeat

log = logging.getLogger("banpol.watch")
T = TypeVar("T")


def build() -> Watch:
    """Raises SettingProblem, DatabaseProblem, CryptoError, NoRecipient."""
    settings, told = wiring.settings(), read_alerts()
    recipients = Recipients(told.mails, told.webhooks)
    alerting.check(recipients, settings.demo)
    wiring.prepare(settings, wiring.database())
    url = told.console_url or f"http://{settings.host}:{settings.console_port}"
    office = wiring.office(wiring.keys())
    return Watch(wiring.database(), office, wiring.clock(), recipients, senders(told), url)


def senders(told: AlertSettings) -> Mapping[str, Sender]:
    """How each channel is reached. Raises SettingProblem when mailboxes are set and no mail server."""
    ways: dict[str, Sender] = {alerting.WEBHOOK: alert_senders.post_webhook}
    for address in told.webhooks:
        _checked("ALERT_WEBHOOKS", partial(alert_senders.check_webhook, address))
    if told.mails:
        server = _checked("SMTP_URL", partial(alert_senders.mail_server, told.smtp_url, told.mail_from))
        ways[alerting.MAIL] = partial(alert_senders.send_mail, server)
    return ways


def _checked(name: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except ValueError as wrong:
        raise SettingProblem(f"setting BANPOL_{name} is wrong: {wrong}") from None


def main() -> None:
    """Runs until SIGTERM or SIGINT."""
    logs.configure()
    try:
        watch = build()
    except (SettingProblem, DatabaseProblem, CryptoError, RegisterError, OSError) as problem:
        sys.exit(f"banpol watch: {problem}")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    # Apart from the sweep, because a mail server that does not answer takes ten seconds of patience.
    post = threading.Thread(target=repeat, args=(watch.alert_once, ALERT_SECONDS, stop), daemon=True)
    post.start()
    log.info("watch ready; alerts go to %d recipients and the console", len(watch.recipients.targets()))
    repeat(watch.sweep_once, SWEEP_SECONDS, stop)
    post.join(alert_senders.PATIENCE_SECONDS + 2)  # what is being sent is also written down
    log.info("watch stopped")


if __name__ == "__main__":
    main()
