"""The gateway's process: refuses to start when something it needs is missing, ends gracefully when told."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from dataclasses import replace
from datetime import timedelta
from typing import Any, Mapping

from banpol import logs, wiring
from banpol.crypto import CryptoError
from banpol.database import Database, DatabaseProblem
from banpol.post.turns import Patience
from banpol.settings import SettingProblem, Settings, WhatsAppSettings, read_whatsapp
from banpol.whatsapp import responses
from banpol.whatsapp.carrier import CarrierSetup
from banpol.whatsapp.credentials import settings_from
from banpol.whatsapp.evidence_shelf import EvidenceShelf
from banpol.whatsapp.gateway import Gateway
from banpol.whatsapp.hosting import Hosting
from banpol.whatsapp.parts import CarrierKeys, Parts

log = logging.getLogger("banpol.whatsapp")


def speaks_of_danger(text: str) -> bool:
    """Whether somebody is in danger now."""
    # Imported when used: whatever is wrong with the word lists, webhooks are accepted.
    from banpol.language.emergency import find_danger

    found = find_danger(text)
    return found is not None and found.now


def setup(settings: Settings, whatsapp: WhatsAppSettings, database: Database) -> CarrierSetup:
    """The carrier's parts for this installation. Raises KeyFileProblem and SentenceMissing."""
    keys = CarrierKeys.from_folder(wiring.keys())
    said = responses.read_responses(settings.project_dir / "data" / "responses")
    return CarrierSetup(
        parts=Parts(database, keys, wiring.clock()),
        settings=whatsapp,
        shelf=EvidenceShelf(keys.session, wiring.keys().sealer(), settings.media_dir),
        notice=responses.sentence(said, responses.STORED),
        urgent=speaks_of_danger,
    )


def hosted(credentials: Mapping[str, Any]) -> Hosting:
    """This installation inside Rasa's server; credentials.yml names it as `hosted_by`.

    Raises SettingProblem, DatabaseProblem, CryptoError."""
    # A name must never reach the tracker here, whatever the file says.
    whatsapp = replace(settings_from(credentials), tell_name=False)
    where, database = wiring.settings(), wiring.database()
    wiring.prepare(where, database)
    try:
        said = responses.read_responses(where.project_dir / "data" / "responses")
        trouble, parts = responses.sentence(said, responses.TROUBLE), setup(where, whatsapp, database)
    except responses.SentenceMissing as missing:
        raise SettingProblem(str(missing)) from None
    quiet, longest = (timedelta(seconds=n) for n in (where.bundle_quiet_seconds, where.bundle_max_seconds))
    return Hosting(parts, trouble, Patience(quiet, longest))


def main() -> None:
    """Runs until SIGTERM or SIGINT."""
    logs.configure()
    try:
        settings, whatsapp = wiring.settings(), read_whatsapp()
        database = wiring.database()
        wiring.prepare(settings, database)
        asyncio.run(
            _serve(Gateway(setup(settings, whatsapp, database), settings.host, settings.gateway_port))
        )
    except (SettingProblem, DatabaseProblem, CryptoError, responses.SentenceMissing, OSError) as problem:
        sys.exit(f"banpol gateway: {problem}")


async def _serve(gateway: Gateway) -> None:
    told_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told_to_stop.set)
    await gateway.start()
    log.info("gateway ready on port %d", gateway.port)
    waits = {asyncio.create_task(told_to_stop.wait()), asyncio.create_task(gateway.wait())}
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    await gateway.stop()
    for wait in waits:
        wait.cancel()
    log.info("gateway stopped")


if __name__ == "__main__":
    main()
