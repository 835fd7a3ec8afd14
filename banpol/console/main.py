"""The console's process, on this machine only unless BANPOL_HOST says otherwise."""

from __future__ import annotations

import logging
import sys

import uvicorn

from banpol import logs, wiring
from banpol.console import demo
from banpol.console.app import console_app
from banpol.console.house import House
from banpol.console.live import Bell
from banpol.console.pages import Pages
from banpol.crypto import CryptoError
from banpol.database import Database, DatabaseProblem
from banpol.keys import KeyFolder
from banpol.register import queue
from banpol.register.operators import TeamKeys
from banpol.settings import SettingProblem, Settings

log = logging.getLogger("banpol.console")


def build(settings: Settings, database: Database, keys: KeyFolder) -> House:
    """Raises KeyFileProblem."""

    def mark() -> str:
        with database.read() as session:
            return queue.mark(session)

    return House(
        database=database,
        keys=TeamKeys(keys.ring("contact.key"), keys.audit_key()),
        office=wiring.office(keys),
        opener=keys.opener(),
        clock=wiring.clock(),
        media_dir=settings.media_dir,
        pages=Pages(),
        bell=Bell(mark),
        hosts=frozenset({settings.host, "localhost", "127.0.0.1", *settings.console_hosts}),
        blind=keys.blind_index(),
        demo=settings.demo,
    )


def main() -> None:
    """Runs until SIGTERM or SIGINT."""
    logs.configure()
    try:
        settings, database = wiring.settings(), wiring.database()
        wiring.prepare(settings, database)
        house = build(settings, database, wiring.keys())
        if house.demo:
            demo.ensure(database, house.keys, house.clock.now())
    except (SettingProblem, DatabaseProblem, CryptoError, OSError) as problem:
        sys.exit(f"banpol console: {problem}")
    log.info("console listens on port %d", settings.console_port)
    # A stream that is open must not keep the process from ending.
    uvicorn.run(
        console_app(house),
        host=settings.host,
        port=settings.console_port,
        log_config=None,
        access_log=False,
        ws="none",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )


if __name__ == "__main__":
    main()
