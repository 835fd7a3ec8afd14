"""Where something happened, out of the words of a chat message."""

from __future__ import annotations

from dataclasses import dataclass

from banpol.language.gazetteer import Sense, gazetteer
from banpol.language.place_hits import Hit, find_hits, worth
from banpol.language.place_lists import word_list
from banpol.language.place_phrase import around, vague
from banpol.language.place_words import Name, place_names

# A list of towns is no place; weighing every pair would only cost time.
_ENOUGH = 30


@dataclass(frozen=True)
class PlaceCandidate:
    """One region that the words may mean; `score` runs from 0 to 1."""

    kabupaten: str | None
    kabupaten_code: str | None
    kecamatan: str | None
    kecamatan_code: str | None
    score: float
    reason: str


@dataclass(frozen=True)
class PlaceFound:
    """A place as said and as resolved; codes are Kemendagri's, with dots (16.71, 16.71.05).

    Names without a region that many regions share leave the kabupaten empty, ask back, and offer candidates.
    """

    said: str
    span: tuple[int, int]
    kabupaten: str | None
    kabupaten_code: str | None
    kecamatan: str | None
    kecamatan_code: str | None
    outside: bool
    ask: bool
    candidates: tuple[PlaceCandidate, ...] = ()


@dataclass(frozen=True)
class PlacesRead:
    """The best place of a text, and the raw spans of every place in it, whether it happened there or not."""

    best: PlaceFound | None
    spans: tuple[tuple[int, int], ...]


def find_place(text: str, answering: bool = False) -> PlaceFound | None:
    """The best place named in `text`; `answering` says that the text answers "di mana?"."""
    names = place_names(text)
    return _best(text, names, find_hits(names, answering), answering)


def read_places(text: str) -> PlacesRead:
    """What `text`, which answers no question, says of places."""
    names = place_names(text)
    hits = find_hits(names, answering=False)
    spans = sorted({around(hit, hits, names) for hit in hits[:_ENOUGH]})
    return PlacesRead(_best(text, names, hits, answering=False), tuple(spans))


def _best(text: str, names: list[Name], hits: list[Hit], answering: bool) -> PlaceFound | None:
    scored = sorted(_scores(hits), key=lambda item: (-item[0], item[1].first, item[2].code))
    if scored and scored[0][0] > -5:
        return _resolved(scored, hits, names, text)
    found = vague(names, text)
    if found:
        return _asked(text, found)
    if answering and _may_answer(text, names):
        return _asked(text, (names[0].start, names[-1].end))
    return None


def region(code: str) -> tuple[str | None, str | None, str | None, str | None]:
    """Names and codes of kabupaten and kecamatan for a Kemendagri code of either."""
    names = gazetteer().regions
    kabupaten, kecamatan = code[:5] or None, code[:8] if len(code) >= 8 else None
    return names.get(code[:5]), kabupaten, names.get(code[:8]) if kecamatan else None, kecamatan


def _may_answer(text: str, names: list[Name]) -> bool:
    if (
        not names
        or len(names) > 12
        or "?" in text
        or not any(n.form.isalpha() and len(n.form) > 2 for n in names)
    ):
        return False
    return any(n.form not in word_list("no_answer") for n in names)


def _asked(text: str, span: tuple[int, int], candidates: tuple[PlaceCandidate, ...] = ()) -> PlaceFound:
    return PlaceFound(text[span[0] : span[1]], span, None, None, None, None, False, True, candidates)


def _scores(hits: list[Hit]) -> list[tuple[float, Hit, Sense]]:
    hits = hits[:_ENOUGH]
    return [
        (worth(s) + hit.weight + _support(hit, s, hits) - 2.5 * hit.route, hit, s)
        for hit in hits
        for s in hit.senses
    ]


def _support(hit: Hit, sense: Sense, hits: list[Hit]) -> float:
    """What other names say of a sense: the same kabupaten speaks for it, another one beside it against."""
    total = 0.0
    for other in hits:
        if other is hit or other.weight < -5:
            continue
        beside = other.first - hit.last in (0, 1, 2) or hit.first - other.last in (0, 1, 2)
        total += _pair(sense, other, beside)
    return max(-4.0, min(total, 4.0))


def _pair(sense: Sense, other: Hit, beside: bool) -> float:
    same = any(s.kabupaten and s.kabupaten == sense.kabupaten for s in other.senses)
    if same:
        closer = any(s.kecamatan and s.kecamatan == sense.kecamatan for s in other.senses)
        return 2.5 if closer else 2.0
    clear = any(s.level in ("kabupaten", "luar", "kecamatan", "tempat") for s in other.senses)
    return -3.0 if beside and clear and not other.route else 0.0


def _resolved(
    scored: list[tuple[float, Hit, Sense]], hits: list[Hit], names: list[Name], text: str
) -> PlaceFound:
    best, hit, sense = scored[0]
    span = around(hit, hits, names)
    equal = [s for score, h, s in scored if h is hit and score >= best - 0.01]
    offered = _candidates([item for item in scored if item[1] is hit], best)
    said = text[span[0] : span[1]]
    if hit.route:
        return _asked(text, span, _candidates(scored, best))
    if sense.level == "luar":
        return PlaceFound(said, span, None, None, None, None, True, False, ())
    places = {s.kabupaten for s in equal}
    if len(places) > 1 or sense.level == "provinsi":
        return _asked(text, span, offered)
    code = _deeper(sense.kabupaten, {s.kecamatan for s in equal}, [h for h in hits if h is not hit])
    return PlaceFound(said, span, *region(code), False, sense.level == "jalan_ragu", offered)


def _deeper(kabupaten: str, kecamatan: set[str], hits: list[Hit]) -> str:
    """The kecamatan where all that is said agrees on one, else the kabupaten."""
    if len(kecamatan) == 1 and "" not in kecamatan:
        return kecamatan.pop()
    if kecamatan != {""}:
        return kabupaten
    told = {
        s.kecamatan
        for h in hits
        if h.weight > 0
        for s in h.senses
        if s.kabupaten == kabupaten and s.kecamatan
    }
    return told.pop() if len(told) == 1 else kabupaten


def _candidates(scored: list[tuple[float, Hit, Sense]], best: float) -> tuple[PlaceCandidate, ...]:
    seen: dict[str, PlaceCandidate] = {}
    for score, _, sense in scored:
        code = sense.kecamatan or sense.kabupaten
        if code and code not in seen and len(seen) < 8:
            seen[code] = PlaceCandidate(
                *region(code), round(max(0.0, min(1.0, 0.5 + (score - best) / 8)), 2), sense.level
            )
    return tuple(seen.values()) if len(seen) > 1 else ()
