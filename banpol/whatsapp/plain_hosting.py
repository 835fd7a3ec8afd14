"""The channel in any Rasa project: a folder holds database, keys and files; credentials.yml says the rest."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Callable, Mapping

from banpol.clock import SystemClock
from banpol.database import Database
from banpol.keys import KeyFolder, make_keys
from banpol.post.tables import metadata
from banpol.settings import SettingProblem
from banpol.whatsapp.carrier import CarrierSetup
from banpol.whatsapp.credentials import settings_from
from banpol.whatsapp.folder_shelf import FolderShelf
from banpol.whatsapp.folder_shelf import metadata as shelf_metadata
from banpol.whatsapp.hosting import Hosting
from banpol.whatsapp.parts import CarrierKeys, Parts

FOLDER = "whatsapp"


def hosting(credentials: Mapping[str, Any]) -> Hosting:
    """Makes the folder, its keys and tables on first use. Raises SettingProblem, KeyFileProblem."""
    settings = settings_from(credentials)
    folder = Path(str(credentials.get("folder") or FOLDER)).absolute()
    database = _prepared(folder, str(credentials.get("database_url") or ""))
    keys = CarrierKeys.from_folder(KeyFolder(folder / "keys"))
    setup = CarrierSetup(
        parts=Parts(database, keys, SystemClock()),
        settings=settings,
        shelf=FolderShelf(keys.session, folder / "files"),
        notice=str(credentials.get("late_notice") or ""),
        urgent=_finder(str(credentials.get("urgent_words") or "")),
    )
    return Hosting(setup, trouble=str(credentials.get("trouble") or ""))


def _prepared(folder: Path, url: str) -> Database:
    try:
        make_keys(folder / "keys")
    except OSError as fault:
        raise SettingProblem(f"`folder`: {folder} cannot be written ({fault.strerror})") from None
    database = Database(url or f"sqlite:///{folder / 'whatsapp.db'}")
    with database.write() as session:
        metadata.create_all(session.connection())
        shelf_metadata.create_all(session.connection())
    return database


def _finder(words: str) -> Callable[[str], bool]:
    """Whether a text holds one of the words, which are separated by commas; such a message does not wait."""
    wanted = [re.escape(word.strip()) for word in words.split(",") if word.strip()]
    pattern = re.compile(rf"\b(?:{'|'.join(wanted)})\b", re.IGNORECASE) if wanted else None
    return lambda text: bool(pattern and pattern.search(text))
