"""How an alert leaves the house: as a mail over SMTP, or as JSON posted to a webhook."""

from __future__ import annotations

import json
import smtplib
import ssl
import urllib.request
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from banpol.register.alerting import Message

PATIENCE_SECONDS = 10.0


@dataclass(frozen=True)
class MailServer:
    """`tls`: True from the first byte, False upgrades with STARTTLS, None never (this machine only)."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool | None = False


def mail_server(url: str, sender: str) -> MailServer:
    """From smtps://user:password@host, smtp://… (STARTTLS) or smtp+plain://localhost. Raises ValueError."""
    parts = urlsplit(url)
    kinds: dict[str, bool | None] = {"smtps": True, "smtp": False, "smtp+plain": None}
    if parts.scheme not in kinds or not parts.hostname:
        raise ValueError("a mail server is written smtps://user:password@host:465 or smtp://host:587")
    if parts.scheme == "smtp+plain" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise ValueError("mail leaves this machine only encrypted")
    port = parts.port or (465 if parts.scheme == "smtps" else 587)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port, sender, user, password, kinds[parts.scheme])


def send_mail(server: MailServer, address: str, message: Message) -> None:
    """Raises OSError; smtplib's errors are such."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = server.sender, address, message.subject
    mail.set_content("\n".join(f"{name}: {value}" for name, value in message.body.items() if value))
    with _connected(server) as smtp:
        if server.user:
            smtp.login(server.user, server.password)
        smtp.send_message(mail)


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.tls:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE_SECONDS, context=context)
    smtp = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_SECONDS)
    if server.tls is False:
        smtp.starttls(context=context)
    return smtp


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_more: object) -> None:
        """A redirect could lead anywhere, so it counts as a failure."""


def check_webhook(address: str) -> None:
    """Raises ValueError for an address over which an alert could be read on its way."""
    parts = urlsplit(address)
    plain_at_home = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
    if not parts.hostname or not (parts.scheme == "https" or plain_at_home):
        raise ValueError("a webhook must be https")


def post_webhook(address: str, message: Message) -> None:
    """Raises OSError for anything but an answer of the 200s; urllib's errors are such."""
    body = json.dumps({"teks": message.subject, **message.body}).encode()
    request = urllib.request.Request(  # noqa: S310  (the scheme was looked at)
        address, body, {"Content-Type": "application/json"}, method="POST"
    )
    opener = urllib.request.build_opener(_NoRedirect)
    with opener.open(request, timeout=PATIENCE_SECONDS) as answer:
        if not 200 <= answer.status < 300:
            raise OSError(f"the webhook answered {answer.status}")
