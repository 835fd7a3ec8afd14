"""Words of sealed reports, findable without being readable: keyed tokens of 63 bits.

How words are brought into their normal form is the language room's business, so wiring hands in `words_of`.
What the index gives away to whoever steals it: how often a token occurs, not which word it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Callable, Iterable

from sqlalchemy.orm import Session

from banpol.crypto import BlindIndex
from banpol.post.inserts import insert_all_once
from banpol.register.draft import ReportDraft
from banpol.register.sql.team_tables import word_index

MOST_WORDS = 400  # of one text; what is longer than any story is not indexed to its end
SHORTEST = 3
_NO_LETTER = re.compile(r"[^0-9A-Z]")
_NO_DIGIT = re.compile(r"\D")
# fmt: off
# Words that stand in every story.
STOP = frozenset((
    "yang", "dan", "di", "ke", "dari", "itu", "ini", "untuk", "dengan", "pada", "ada", "tidak", "saya",
    "kami", "dia", "ia", "mereka", "akan", "sudah", "telah", "juga", "atau", "karena", "oleh", "saat",
    "waktu", "lalu", "terus", "jadi", "bisa", "dapat", "lagi", "saja", "aja", "bae", "pak", "ibu",
    "bapak", "mohon", "tolong", "nya", "nian", "nah", "kok", "dong", "sih", "kan", "lah", "pun", "para",
    "satu", "dua", "orang", "seperti", "tapi", "tetapi", "kalau", "bila", "agar", "supaya", "masih",
    "belum",
))
# fmt: on


@dataclass(frozen=True)
class SearchIndex:
    """`words_of` gives the normal forms of a text's words, in any order."""

    blind: BlindIndex = field(repr=False)
    words_of: Callable[[str], Iterable[str]]

    def words(self, text: str) -> tuple[int, ...]:
        """Tokens of the telling words of a text, each once."""
        telling = (w for w in self.words_of(text) if len(w) >= SHORTEST and w not in STOP)
        return tuple(dict.fromkeys(self._token("kata", word) for word in _first(telling)))

    def plate(self, plate: str) -> int:
        return self._token("plat", _NO_LETTER.sub("", plate.upper()))

    def phone(self, phone: str) -> int:
        """The last nine digits tell a number apart, however its beginning is written."""
        return self._token("telepon", _NO_DIGIT.sub("", phone)[-9:])

    def tokens(self, draft: ReportDraft) -> tuple[int, ...]:
        """Everything by which a report may be looked for; the name is not among it."""
        place = draft.place.said if draft.place else ""
        text = " ".join((draft.narrative, place, draft.people, draft.loss, *draft.vehicles))
        found = [*self.words(text), *map(self.plate, draft.plates), *map(self.phone, draft.phones)]
        return tuple(dict.fromkeys(found))

    def _token(self, purpose: str, value: str) -> int:
        return int(self.blind.of(purpose, value)[:16], 16) >> 1


def _first(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))[:MOST_WORDS]


def remember(session: Session, tokens: Iterable[int], ordinal: int) -> None:
    """Notes that the report with this ordinal holds these tokens."""
    insert_all_once(session, word_index, [{"token": t, "ordinal": ordinal} for t in sorted(set(tokens))])
