"""An alert reaches everybody who was set, survives faults, and says nothing about anybody."""

from __future__ import annotations

import http.server
import json
import socketserver
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from banpol.database import Database
from banpol.register import alerting, alerts
from banpol.register.alert_senders import check_webhook, mail_server, post_webhook, send_mail
from banpol.register.alerting import Message, Recipients
from banpol.register.errors import NoRecipient
from banpol.register.sql.tables import alert
from tests.support.desk_work import a_report, office
from tests.support.parts import NOW

TWO = Recipients(("piket@contoh.id",), ("https://contoh.id/kait",))
LATE = Message("tenggat_terlewat", "darurat", "BP-261124-0001", NOW, "http://k/laporan/BP-261124-0001")


class Post:
    """Takes what is sent, and fails as often as it is told."""

    def __init__(self, failures: int = 0) -> None:
        self.failures, self.sent = failures, []

    def __call__(self, address: str, message: Message) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("not now")
        self.sent.append((address, message))


def round_(database: Database, post: Post, seconds: float = 0.0, recipients: Recipients = TWO) -> int:
    senders = {alerting.MAIL: post, alerting.WEBHOOK: post}
    return alerting.run_once(database, recipients, senders, "http://k", NOW, seconds)


def test_every_recipient_hears_of_an_alert_once(database: Database, tmp_path: Path) -> None:
    """With number and kind; without name, phone or story."""
    with database.write() as session:
        story = {"narrative": "tolong ada perampok", "name": "Seseorang", "phones": ("081200001234",)}
        number = a_report(session, office(tmp_path), urgency="darurat", **story)
    post = Post()
    assert round_(database, post) == 2 and round_(database, post) == 0
    assert {address for address, _ in post.sent} == {"piket@contoh.id", "https://contoh.id/kait"}
    words = json.dumps([message.body | {"s": message.subject} for _, message in post.sent])
    assert number in words and "DARURAT" in words
    for secret in ("Seseorang", "081200001234", "perampok", "curanmor", "r1"):
        assert secret not in words


def test_a_fault_is_tried_again_and_at_last_shown(database: Database) -> None:
    """Later and later; that nothing gets out is an alert in the console itself, once."""
    with database.write() as session:
        alerts.raise_alert(session, "minta_petugas", "mendesak", "c1", None, NOW)
    one, post = Recipients(("a@contoh.id",)), Post(failures=1)
    assert round_(database, post, 0.0, one) == 0
    assert round_(database, post, 9.9, one) == 0 and not post.sent
    assert round_(database, post, 10.0, one) == 1
    with database.write() as session:
        alerts.raise_alert(session, "minta_petugas", "mendesak", "c2", None, NOW)
    for tries in range(alerting.LOUD_AFTER):
        with database.read() as session:
            assert alerting.unsent(session) == 0
        round_(database, Post(failures=9), 1000.0 * (tries + 1), one)
    with database.read() as session:
        assert alerting.unsent(session) == 1
        assert session.execute(select(alert.c.kind)).scalars().all().count(alerting.FAILURE) == 1
    assert round_(database, post, 99_999.0, one) == 1
    with database.read() as session:
        assert alerting.unsent(session) == 0


class Killed(BaseException):
    """As if the process had been ended between sending and writing it down."""


def test_an_alert_whose_sender_was_killed_goes_out_again(database: Database) -> None:
    """Not at once, since nobody knows that it died; then it comes a second time rather than never."""
    with database.write() as session:
        alerts.raise_alert(session, "minta_petugas", "mendesak", "c1", None, NOW)
    one, sent = Recipients(("a@contoh.id",)), []

    def dies(address: str, message: Message) -> None:
        sent.append(address)
        raise Killed

    with pytest.raises(Killed):
        alerting.run_once(database, one, {alerting.MAIL: dies}, "http://k", NOW, 0.0)
    post = Post()
    assert round_(database, post, alerting.CLAIM_SECONDS - 1, one) == 0
    assert round_(database, post, alerting.CLAIM_SECONDS, one) == 1 and sent == ["a@contoh.id"]
    assert round_(database, post, 99_999.0, one) == 0


def test_two_senders_at_once_send_an_alert_once(database: Database) -> None:
    """The one that claims it sends it; the other, which has read the same list, lets it be."""
    with database.write() as session:
        alerts.raise_alert(session, "minta_petugas", "mendesak", "c1", None, NOW)
    one, other = Recipients(("a@contoh.id",)), Post()

    def slow(address: str, message: Message) -> None:
        assert round_(database, other, 0.0, one) == 0

    assert alerting.run_once(database, one, {alerting.MAIL: slow}, "http://k", NOW, 0.0) == 1
    assert other.sent == []


def test_old_alerts_do_not_flood_a_new_recipient(database: Database) -> None:
    """Only what was raised within a day is sent."""
    with database.write() as session:
        alerts.raise_alert(session, "minta_petugas", "mendesak", "c1", None, NOW - timedelta(days=1))
    assert round_(database, Post()) == 0


def test_nobody_to_tell_is_refused_in_service() -> None:
    """A demonstration has the console's list."""
    with pytest.raises(NoRecipient, match="BANPOL_ALERT_MAILS"):
        alerting.check(Recipients(), demo=False)
    alerting.check(Recipients(), demo=True)
    alerting.check(TWO, demo=False)


@pytest.mark.parametrize("url", ["host", "http://h", "smtp://", "smtp+plain://mail.contoh.id:25"])
def test_a_mail_server_that_is_none_is_refused(url: str) -> None:
    """And so is one that would carry alerts readably over the network."""
    with pytest.raises(ValueError, match="mail"):
        mail_server(url, "banpol@contoh.id")


def test_a_mail_server_is_read_from_its_address() -> None:
    """Port, encryption and the password, which stays out of sight."""
    server = mail_server("smtps://petugas:rahasia%21@surat.contoh.id", "banpol@contoh.id")
    assert (server.port, server.tls, server.password) == (465, True, "rahasia!")
    assert "rahasia" not in repr(server)


class _Listener:
    """A server on loopback for one connection after another, ended with the test."""

    def __init__(self, handler: type[socketserver.BaseRequestHandler]) -> None:
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self) -> _Listener:
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def test_a_webhook_gets_json_and_a_redirect_is_a_failure() -> None:
    """Over the real HTTP client."""
    taken: list[bytes] = []

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response({"/ok": 204, "/away": 302}.get(self.path, 500))
            self.send_header("Location", "/ok")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with _Listener(Hook) as listener:
        post_webhook(f"http://127.0.0.1:{listener.port}/ok", LATE)
        assert json.loads(taken[0])["nomor"] == "BP-261124-0001"
        for path in ("/away", "/broken"):
            with pytest.raises(OSError):
                post_webhook(f"http://127.0.0.1:{listener.port}{path}", LATE)


@pytest.mark.parametrize("address", ["http://contoh.id/kait", "contoh.id", "ftp://127.0.0.1/x", "https://"])
def test_a_webhook_that_is_none_is_refused(address: str) -> None:
    """And so is one over which alerts could be read on their way."""
    with pytest.raises(ValueError, match="https"):
        check_webhook(address)


def test_a_mail_arrives_over_smtp() -> None:
    """Spoken with a small server that knows just enough of the language."""
    lines: list[str] = []

    class Smtp(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 hai\r\n")
            body = False
            for raw in self.rfile:
                line = raw.decode().rstrip("\r\n")
                lines.append(line)
                line = line.upper()
                body = (body or line == "DATA") and line != "."
                if line == "DATA":
                    self.wfile.write(b"354 tulis\r\n")
                elif not body:
                    self.wfile.write(b"221 dah\r\n" if line == "QUIT" else b"250 ok\r\n")
                if line == "QUIT":
                    return

    with _Listener(Smtp) as listener:
        server = mail_server(f"smtp+plain://127.0.0.1:{listener.port}", "banpol@contoh.id")
        send_mail(server, "piket@contoh.id", LATE)
    text = "\n".join(lines)
    assert "To: piket@contoh.id" in text and "DARURAT" in text and "nomor: BP-261124-0001" in text
