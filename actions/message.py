"""One message of a reporter as plain data, and the ear that understands it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Mapping, Protocol

from banpol.language.emergency import Danger, find_danger, find_hazard
from banpol.language.kinds import Kind, KindGuess, classify_kind, kind_table
from banpol.language.pin import locate
from banpol.language.place import PlaceFound, find_place
from banpol.language.reading import Reading, read
from banpol.language.spelling import normalise
from banpol.post.letters import Letter


@dataclass(frozen=True)
class Message:
    """`text` was typed or written under a picture; a tapped choice has none, its content is in `given`."""

    id: str
    now: datetime
    text: str = ""
    intent: str = "nlu_fallback"
    confidence: float = 0.0
    ranking: tuple[tuple[str, float], ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    letters: tuple[Letter, ...] = ()

    @property
    def evidence_ids(self) -> tuple[str, ...]:
        return tuple(one.evidence_id for one in self.letters if one.kind == "media" and one.evidence_id)

    @property
    def media_types(self) -> tuple[str, ...]:
        return tuple(one.media_type for one in self.letters if one.kind == "media")

    @property
    def letters_sent(self) -> bool:
        """Whether a file or a place came along."""
        return bool(self.evidence_ids or self.media_types or self.pin)

    @property
    def secret(self) -> str:
        """The keyed mark of a PIN that was typed, empty when there was none."""
        return next((one.secret for one in self.letters if one.secret), "")

    @property
    def pin(self) -> Letter | None:
        pins = [one for one in self.letters if one.kind == "location" and one.latitude is not None]
        return pins[-1] if pins else None

    @property
    def words(self) -> list[str]:
        return self.text.split()


class Ear(Protocol):
    """Understanding of language, handed in, so that the conversation can be tried with plain data."""

    def read(self, text: str, now: datetime) -> Reading: ...

    def place(self, text: str) -> PlaceFound | None: ...

    def pin(self, latitude: float, longitude: float) -> PlaceFound | None: ...

    def kind(self, narrative: str) -> KindGuess: ...

    def kinds(self) -> Mapping[str, Kind]: ...

    def danger(self, text: str) -> Danger | None: ...

    def hazard(self, text: str) -> str: ...

    def plain(self, text: str) -> str: ...


class LanguageEar:
    """The ear that `banpol.language` gives; with a boundary file a pin's region is exact."""

    def __init__(self, boundaries: Path | None = None) -> None:
        self._boundaries = boundaries

    def read(self, text: str, now: datetime) -> Reading:
        return read(text, now)

    def place(self, text: str) -> PlaceFound | None:
        """The place that `text` names as an answer to "di mana?"."""
        return find_place(text, answering=True)

    def pin(self, latitude: float, longitude: float) -> PlaceFound | None:
        try:
            return locate(latitude, longitude, boundaries=self._boundaries)
        except ValueError:
            return None

    def kind(self, narrative: str) -> KindGuess:
        return classify_kind(narrative)

    def kinds(self) -> Mapping[str, Kind]:
        return kind_table()

    def danger(self, text: str) -> Danger | None:
        return find_danger(text)

    def hazard(self, text: str) -> str:
        """What endangers people beside other people."""
        return find_hazard(text)

    def plain(self, text: str) -> str:
        return normalise(text)
