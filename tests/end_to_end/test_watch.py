"""The watch as a real process: killed while alerts are on their way, it still tells of every one of them."""

from __future__ import annotations

import http.server
import json
import threading
from pathlib import Path

from banpol.clock import SystemClock
from banpol.database import Database
from banpol.keys import make_keys
from banpol.register import alerting, alerts
from tests.end_to_end.house import environment
from tests.end_to_end.processes import WATCH, Process, until
from tests.support.schema import migrate

ALERTS = 12


async def test_a_killed_watch_loses_no_alert(tmp_path: Path) -> None:
    """Killed twice with SIGKILL; what was sent and not written down comes again, the rest once."""
    heard: list[str] = []

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["jenis"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    env = environment(tmp_path, BANPOL_ALERT_WEBHOOKS=f"http://127.0.0.1:{server.server_port}/")
    make_keys(tmp_path / "data" / "keys")
    url = f"sqlite:///{tmp_path / 'data' / 'banpol.db'}"
    migrate(url)
    database = Database(url)
    with database.write() as session:
        for n in range(ALERTS):
            alerts.raise_alert(session, f"percobaan_{n}", "mendesak", f"c{n}", None, SystemClock().now())
    watch = Process(WATCH, env, tmp_path / "watch.log")
    await watch.start()
    try:
        for some in (2, 5):
            await until(lambda least=some: len(heard) >= least, 60, "the first alerts are out", every=0.002)
            watch.kill()
        # What had been claimed when it died is tried again after its claim, which nobody wants to wait for.
        await until(lambda: len(set(heard)) >= ALERTS - 2, 60, lambda: f"heard {heard}; {watch.said()}")
    finally:
        await watch.stop()
        server.shutdown()
        server.server_close()
    rest: list[str] = []

    def take(address: str, message: alerting.Message) -> None:
        rest.append(message.kind)

    later = SystemClock().now().timestamp() + alerting.CLAIM_SECONDS
    one = alerting.Recipients(webhooks=("http://127.0.0.1/",))
    alerting.run_once(database, one, {alerting.WEBHOOK: take}, "http://k", SystemClock().now(), later)
    database.dispose()
    assert set(heard) | set(rest) == {f"percobaan_{n}" for n in range(ALERTS)}
    assert len(heard) + len(rest) <= ALERTS + watch.kills
