"""Where settings, keys and database meet the rooms; nothing else builds them.

An action asks `desk_for(tracker)`. Inside the engine the running turn has laid its desk ready; behind an HTTP
action server, or under `rasa shell`, a desk is made whose deeds commit one by one.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping, Protocol

from sqlalchemy.orm import Session

from banpol.clock import Clock, SystemClock, to_utc
from banpol.database import Database
from banpol.keys import KeyFolder, make_keys
from banpol.post.letters import Letter
from banpol.register.desk import Deed, Desk, RegisterKeys
from banpol.register.office import Office
from banpol.register.phrases import read_phrases
from banpol.register.search_index import SearchIndex
from banpol.settings import Settings, read_settings

current_desk: ContextVar[Desk | None] = ContextVar("current_desk", default=None)


class TrackerLike(Protocol):
    """What this file reads of a rasa_sdk tracker."""

    sender_id: str
    latest_message: Mapping[str, Any]
    events: list[dict[str, Any]]


@lru_cache(maxsize=1)
def settings() -> Settings:
    return read_settings()


@lru_cache(maxsize=1)
def database() -> Database:
    return Database(settings().database_url)


@lru_cache(maxsize=1)
def keys() -> KeyFolder:
    return KeyFolder(settings().keys_dir)


@lru_cache(maxsize=1)
def clock() -> Clock:
    return SystemClock()


def database_in(file: Path) -> Database:
    """A SQLite file beside the service's own database, such as a copy of it."""
    return Database(f"sqlite:///{file}")


def apart(folder: Path) -> tuple[Database, KeyFolder]:
    """A new database and new keys in a folder of their own, for conversations that are only played."""
    from banpol.register.sql.migrate import upgrade

    store = database_in(folder / "banpol.db")
    upgrade(store)
    make_keys(folder / "keys")
    return store, KeyFolder(folder / "keys")


def register_keys(folder: KeyFolder) -> RegisterKeys:
    return RegisterKeys(folder.sealer(), folder.audit_key(), office(folder))


def search_index(folder: KeyFolder) -> SearchIndex:
    """Words come in the normal form in which the language room reads them."""
    return SearchIndex(folder.blind_index(), words_for_search)


def words_for_search(text: str) -> list[str]:
    # Read late: the spelling table is large, and only filing and searching need it.
    from banpol.language.spelling import normalise

    return normalise(text).split()


def office(folder: KeyFolder) -> Office:
    """What deeds on reports stand on: assistant, console and commands."""
    responses = Path(__file__).resolve().parent.parent / "data" / "responses"
    return Office(
        sealer=folder.sealer(),
        ring=folder.ring("session.key"),
        audit_key=folder.audit_key(),
        phrases=read_phrases(responses),
        index=search_index(folder),
    )


def prepare(where: Settings, store: Database) -> bool:
    """Demo keys if there are none, and the newest database schema. True when keys were made."""
    from banpol.register.sql.migrate import upgrade

    made = where.demo and make_keys(where.keys_dir)
    upgrade(store)
    return made


class OwnHands:
    """Each deed is a transaction of its own, as behind an HTTP action server."""

    def __init__(self, store: Database) -> None:
        self._store = store

    def do(self, deed: Deed) -> str:
        with self._store.write() as session:
            return deed(session)

    def look(self) -> AbstractContextManager[Session]:
        return self._store.read()


def desk_for(tracker: TrackerLike) -> Desk:
    """The desk of the running turn, or one whose deeds commit by themselves."""
    return current_desk.get() or _own_desk(tracker)


def _own_desk(tracker: TrackerLike) -> Desk:
    metadata = tracker.latest_message.get("metadata") or {}
    return Desk(
        OwnHands(database()),
        register_keys(keys()),
        reporter_id=tracker.sender_id,
        turn_id=metadata.get("turn_id") or _message_id(tracker),
        channel=metadata.get("channel") or "shell",
        now=_now(metadata),
        letters=tuple(Letter(**letter) for letter in metadata.get("letters", ())),
    )


def _now(metadata: Mapping[str, Any]) -> datetime:
    said = metadata.get("now")
    return to_utc(datetime.fromisoformat(said)) if said else clock().now()


def _message_id(tracker: TrackerLike) -> str:
    """Rasa repeats an action request with the same message id, so a repeated request changes nothing."""
    for event in reversed(tracker.events):
        if event.get("event") == "user" and event.get("message_id"):
            return f"{tracker.sender_id[:16]}-{event['message_id']}"[:64]
    return f"{tracker.sender_id[:32]}-0"
