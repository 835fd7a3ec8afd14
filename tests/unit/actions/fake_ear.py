"""An ear with a handful of words, so that a conversation can be tried without any model or word list."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Iterator, Mapping

from banpol.clock import WIB
from banpol.language.emergency import Danger
from banpol.language.kinds import Kind, KindGuess
from banpol.language.money import Money
from banpol.language.place import PlaceFound
from banpol.language.plates import Plate
from banpol.language.reading import Reading
from banpol.language.time import TimeFound

PLACES = {
    "plaju": ("Kota Palembang", "16.71", "Plaju", "16.71.14"),
    "kertapati": ("Kota Palembang", "16.71", "Kertapati", "16.71.13"),
    "pasar 16 ilir": ("Kota Palembang", "16.71", "Ilir Timur Satu", "16.71.05"),
    "palembang": ("Kota Palembang", "16.71", None, None),
}
# Hours before the message at which each phrase begins and ends.
TIMES = {"tadi malam": (18, 8), "kemarin": (36, 12), "sore": (20, 17), "besok": (-12, -36)}
_CLOCK = re.compile(r"(?:tadi malam |kemarin |sore )?jam (\d+)( pagi| sore)?")


def _kind(name: str, label: str, words: str, follow_up: str | None = None, sensitive: bool = False) -> Kind:
    response = f"utter_tanya_{follow_up}" if follow_up else None
    return Kind(name, label, sensitive, follow_up, response, tuple(words.split(",")), ())


KINDS = {
    kind.name: kind
    for kind in (
        _kind("pencurian", "Pencurian", "dicuri,kemalingan,maling", "kerugian"),
        _kind("penganiayaan", "Penganiayaan", "dipukul,dikeroyok", "orang"),
        _kind("penipuan", "Penipuan", "ditipu,penipuan", "kerugian"),
        _kind("kekerasan_seksual", "Kekerasan seksual", "dilecehkan", sensitive=True),
        _kind("pelayanan_polri", "Keluhan layanan atau anggota Polri", "oknum", "orang"),
        _kind("kehilangan_barang", "Kehilangan barang", "kehilangan dompet", "kerugian"),
        _kind("lainnya", "Kejadian lain", "tidak ada kata kuat"),
    )
}


class FakeEar:
    """Understands the words above and nothing else."""

    def read(self, text: str, now: datetime) -> Reading:
        plates = tuple(
            Plate(m[0].upper(), m[0], m.span()) for m in re.finditer(r"\bbg \d+ [a-z]+", text.lower())
        )
        money = tuple(Money(int(m[1]) * 10**6, m[0], m.span()) for m in re.finditer(r"(\d+) juta", text))
        return Reading(self._time(text, now), self._place(text), (), money, plates, ())

    def _time(self, text: str, now: datetime) -> TimeFound | None:
        low = text.lower()
        clock = _CLOCK.search(low)
        for phrase, (first, last) in TIMES.items():
            start = low.find(phrase)
            if start >= 0 and not clock:
                begins, ends = now - timedelta(hours=first), now - timedelta(hours=last)
                return TimeFound(
                    begins,
                    ends,
                    text[start : start + len(phrase)],
                    False,
                    (start, start + len(phrase)),
                    "rentang",
                )
        if not clock:
            return None
        local = now.astimezone(WIB).replace(hour=int(clock[1]) % 24, minute=0, second=0, microsecond=0)
        at = local - timedelta(days=1)
        return TimeFound(at, at, text[slice(*clock.span())], False, clock.span(), "titik")

    def _place(self, text: str) -> PlaceFound | None:
        low = text.lower()
        hits = [(low.find(name), name) for name in PLACES if name in low]
        if not hits:
            return None
        start, name = min(hits)
        return PlaceFound(
            text[start : start + len(name)], (start, start + len(name)), *PLACES[name], False, False
        )

    def place(self, text: str) -> PlaceFound | None:
        found = self._place(text)
        if found is None and re.match(r"(di )?(rumah|warung|pasar|jalan)\b", text.lower()):
            return PlaceFound(text, (0, len(text)), None, None, None, None, False, True)
        return found

    def pin(self, latitude: float, longitude: float) -> PlaceFound | None:
        return PlaceFound("", (0, 0), *PLACES["plaju"], False, False) if latitude < 0 else None

    def kind(self, narrative: str) -> KindGuess:
        for name in self._kinds(narrative):
            return KindGuess(name, 0.9, ((name, 0.9),))
        return KindGuess("lainnya", 0.1, (("lainnya", 0.1),))

    def _kinds(self, narrative: str) -> Iterator[str]:
        for name, kind in KINDS.items():
            if any(word in narrative.lower() for word in kind.strong_words):
                yield name

    def kinds(self) -> Mapping[str, Kind]:
        return KINDS

    def danger(self, text: str) -> Danger | None:
        low = text.lower()
        if "bunuh diri" in low:
            return Danger("bunuh_diri", ("bunuh diri",), True)
        if "parang" in low or "tolong" in low:
            return Danger("senjata", ("parang",), "semalam" not in low and "kemarin" not in low)
        return None

    def hazard(self, text: str) -> str:
        return "api" if "kebakaran" in text.lower() else ""

    def plain(self, text: str) -> str:
        return text.lower()
