"""Where the gazetteer's names stand in a message, and what stands around them."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from banpol.language.gazetteer import LEVELS, Gazetteer, Sense, gazetteer
from banpol.language.place_lists import word_list
from banpol.language.place_words import Name

_NUMBERS = re.compile(r"\d+")
_STREET = "jalan"
HINTS = {
    "kecamatan": "kecamatan", "kabupaten": "kabupaten", "kota": "kabupaten", "pemkab": "kabupaten",
    "desa": "desa", "kelurahan": "desa", "dusun": "desa", "kampung": "desa", "jalan": "jalan",
    "lorong": "jalan", "gang": "jalan",
}  # fmt: skip

_TITLES = {word for word, kind in HINTS.items() if kind != "jalan"} - {"kota"}
_AT = {"di", "daerah", "kawasan", "tkp", "lokasi", "lokasinya", "kejadiannya"}
_STATIONS = ("polsek", "polres", "polrestabes", "polresta")
_NAMED_AFTER = ("simpang", "terminal", "jalan", "lorong", "gang", "bundaran")
_DOUBLED = re.compile(r"(api|alang|jua)2(?=$|[a-z])")


@dataclass(frozen=True)
class Hit:
    """A name found at words `first` to `last` (exclusive), its senses, the weight of what stands around."""

    first: int
    last: int
    senses: tuple[Sense, ...]
    weight: float
    exact: bool
    route: bool = False


def find_hits(names: list[Name], answering: bool) -> list[Hit]:
    """Non-overlapping names, longest first at each word."""
    out: list[Hit] = []
    index = 0
    tries = 40  # windows that may be matched loosely; enough for any honest message
    while index < len(names):
        hit = _exact(names, index, out, answering)
        if hit is None and tries > 0 and len(names[index].form) > 2:
            tries -= 1
            hit = _loose(names, index, out, answering)
            if hit and any(_exact(names, i, out, answering) for i in range(index + 1, hit.last)):
                hit = None  # "terminal lahat": what is written well begins later
        if hit:
            out.append(hit)
        index = hit.last if hit else index + 1
    return _routes([_placed(hit, names, out) for hit in out if not _contradicted(hit, out)])


def _contradicted(hit: Hit, hits: list[Hit]) -> bool:
    """Whether a guessed name, or a landmark that any town has, lies elsewhere than the region beside it."""
    landmark = all(sense.level == "tempat" for sense in hit.senses)
    if hit.exact and not landmark:
        return False
    own = {sense.kabupaten for sense in hit.senses}
    after = [one for one in hits if one.exact and one.first == hit.last]
    beside = after if hit.exact else [*after, *(one for one in hits if one.exact and one.last == hit.first)]
    regions = [{s.kabupaten for s in one.senses if s.level == "kabupaten"} for one in beside]
    return any(region and own.isdisjoint(region) for region in regions)


def _routes(hits: list[Hit]) -> list[Hit]:
    """ "lintas Palembang - Jambi" names a road between two places, not either of them."""
    out = list(hits)
    for index, (one, two) in enumerate(itertools.pairwise(hits)):
        if one.route and two.first - one.last <= 1:
            out[index + 1] = replace(two, route=True)
        elif one.route and not (index and out[index - 1].route):
            out[index] = replace(one, route=False)
    if len(out) == 1 or (out and out[-1].route and not out[-2].route):
        out[-1] = replace(out[-1], route=False)
    return out


def _window(names: list[Name], index: int, size: int) -> str | None:
    if index + size > len(names) or any(name.breaks for name in names[index + 1 : index + size]):
        return None
    return "".join(name.form for name in names[index : index + size])


def _exact(names: list[Name], index: int, before: list[Hit], answering: bool) -> Hit | None:
    table = gazetteer()
    if names[index].form[:3] not in _beginnings():
        return None
    for size in range(table.longest, 0, -1):
        key = _window(names, index, size)
        if key and "2" in key and key not in table.senses:
            key = _DOUBLED.sub(r"\1\1", key)  # "api2" is "api api"
        senses = table.senses.get(key, ()) if key else ()
        senses = _allowed(senses, key or "", names, index, index + size, before, answering)
        if senses:
            return Hit(index, index + size, senses, 0.0, True)
    return None


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """The first letters of all names, up to three: most words of a message begin none of them."""
    return frozenset(key[:size] for key in gazetteer().senses for size in (1, 2, 3))


def _allowed(
    senses: tuple[Sense, ...],
    key: str,
    names: list[Name],
    first: int,
    last: int,
    before: list[Hit],
    answering: bool,
) -> tuple[Sense, ...]:
    """The senses that the words around them permit."""
    if not senses:
        return ()
    table = gazetteer()
    hint = hint_before(names, first)
    said = (
        _introduced(names, first, before)
        or answering
        or (last - first == len(names) and len(key) + 4 * len(names) > 9 and key not in table.plain_villages)
    )
    near = _beside_region(names, last, table)
    dish = first > 0 and names[first - 1].form in word_list("food")
    doubtful = key in table.need_kecamatan and hint not in ("kecamatan", "desa", "kabupaten")
    if dish or (doubtful and not _beside_region(names, last, table, {s.kabupaten for s in senses})):
        return ()
    if key in table.need_preposition and not (said or near):
        return ()
    kept = tuple(
        s for s in senses if s.level != "desa" or _village_allowed(key, hint, said, near, last - first)
    )
    return _by_hint(kept, hint)


def _village_allowed(key: str, hint: str | None, said: bool, near: bool, size: int) -> bool:
    if hint == "desa":
        return True
    if key in gazetteer().common or key in gazetteer().plain_villages or len(key) < 5:
        return False
    return (said and (size > 1 or len(key) > 6)) or near


def _by_hint(senses: tuple[Sense, ...], hint: str | None) -> tuple[Sense, ...]:
    """ "kec X" is a kecamatan, "desa X" a village, where there is one of that name."""
    if hint == "kecamatan":
        wanted = tuple(s for s in senses if s.level == "kecamatan")
    elif hint == "kabupaten":
        wanted = tuple(s for s in senses if s.level in ("kabupaten", "luar"))
    elif hint == "desa":
        wanted = tuple(s for s in senses if len(s.code) > 8) or tuple(
            s for s in senses if s.level == "kecamatan"
        )
    elif hint == "jalan":
        wanted = tuple(s for s in senses if s.level.startswith("jalan"))
        return wanted or tuple(
            s for s in senses if s.level != "luar"
        )  # towns far away lend streets their names
    else:
        plain = tuple(s for s in senses if not s.level.startswith("jalan"))
        wanted = tuple(s for s in plain if s.level == "kabupaten") or plain  # "Lahat" is the kabupaten first
    return wanted or senses


def hint_before(names: list[Name], index: int) -> str | None:
    """The kind of place announced by the word before `index`."""
    if index and not names[index].breaks:
        return HINTS.get(names[index - 1].form)
    return HINTS.get(names[index].form) if index < len(names) and names[index].form in ("jalan",) else None


def _introduced(names: list[Name], index: int, before: list[Hit]) -> bool:
    if (
        before
        and before[-1].last >= index - 1
        and (before[-1].last == index or names[index - 1].form in HINTS)
    ):
        return True
    return index > 0 and names[index - 1].form in word_list("prepositions") | word_list("nouns") | set(HINTS)


def _beside_region(names: list[Name], index: int, table: Gazetteer, own: set[str] | None = None) -> bool:
    """Whether a kabupaten's or kecamatan's name follows, perhaps after "kec"; with `own`, one of those."""
    while index < len(names) and names[index].form in ("kecamatan", "kabupaten", "kota", "di"):
        index += 1
    for size in (4, 3, 2, 1):
        key = _window(names, index, size) if index < len(names) else None
        senses = table.senses.get(key, ()) if key else ()
        if own is not None and any(s.level == "kabupaten" and s.kabupaten in own for s in senses):
            return True
        if own is None and any(s.level in ("kabupaten", "kecamatan") for s in senses):
            return True
    return False


def _loose(names: list[Name], index: int, before: list[Hit], answering: bool) -> Hit | None:
    if names[index].form in _TITLES:  # the name itself comes next and may be written well
        return None
    said = _introduced(names, index, before) or answering
    village = hint_before(names, index) == "desa" or (answering and len(names) <= 4)
    best: tuple[float, str, int] | None = None
    for size in (3, 2, 1):
        key = _window(names, index, size)
        # "Jalan tp ga" is no name: words that end a place stand in none that is only guessed.
        if any(name.form in word_list("stops") for name in names[index : index + size]):
            key = None
        found = similar(key, said, village) if key and not key.isdigit() else None
        if found and (best is None or found[1] > best[0]):
            best = (found[1], found[0], size)
    if best is None:
        return None
    senses = _allowed(gazetteer().senses[best[1]], best[1], names, index, index + best[2], before, answering)
    return Hit(index, index + best[2], senses, 0.0, False) if senses else None


@lru_cache(maxsize=4096)
def similar(key: str, said: bool, village: bool) -> tuple[str, float] | None:
    """The name most like `key` and its likeness (0-100); stricter where no preposition introduces it."""
    bare = key.removeprefix(_STREET)
    if len(bare) < 5 or len(key) > 30 or (len(key) < 8 and not said):
        return None
    table = gazetteer()
    if key in table.common or key in word_list("ordinary"):
        return None
    cutoff = (82.0 if len(key) > 6 else 83.0) if said else 91.0
    begun = _begun_like(village)
    pool = [*begun.get(key[0], ()), *(name for name in begun.get(key[1:3], ()) if name[0] != key[0])]
    found = process.extract(key, pool, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
    numbers = _NUMBERS.findall(key)
    fit = [(name, score) for name, score, _ in found if _NUMBERS.findall(name) == numbers]
    if bare != key:  # that both are called a street makes them no more alike
        fit = [(n, score) for n, score in fit if fuzz.ratio(bare, n.removeprefix(_STREET)) >= cutoff]
    return min(fit, key=lambda pair: (-pair[1], pair[0])) if fit else None


@lru_cache(maxsize=2)
def _begun_like(village: bool) -> dict[str, list[str]]:
    """Names by their first letter and by the two behind it; both are seldom mistyped in one name."""
    table = gazetteer()
    begun: dict[str, list[str]] = {}
    for name in table.alike + table.villages if village else table.alike:
        begun.setdefault(name[0], []).append(name)
        begun.setdefault(name[1:3], []).append(name)
    return begun


def _placed(hit: Hit, names: list[Name], hits: list[Hit]) -> Hit:
    """The hit with the weight of the words that lead up to it."""
    floor = max((other.last for other in hits if other.last <= hit.first), default=0)
    lead = [name.form for name in names[max(floor, hit.first - 5) : hit.first]]
    weight = 0.2 if hit.exact else -0.2
    weight += 2.0 if not _AT.isdisjoint(lead) else 0.0
    weight -= 2.0 if not word_list("away").isdisjoint(lead[-3:]) else 0.0
    weight -= 1.0 if lead and lead[-1] in _STATIONS else 0.0
    # "Simpang Kayu Agung, Plaju" is named after the town where its road leads.
    weight -= 3.0 if lead and lead[-1] in _NAMED_AFTER else 0.0
    weight += _corrected(hit, names)
    return replace(hit, weight=weight, route=not word_list("route").isdisjoint(lead))


def _corrected(hit: Hit, names: list[Name]) -> float:
    """What a correction takes away or adds: "bukan di Plaju", "eh salah, di Gandus"."""
    before = {name.form for name in names[max(0, hit.first - 4) : hit.first]}
    closest = {name.form for name in names[max(0, hit.first - 3) : hit.first]}
    denied = not word_list("denied").isdisjoint(closest) and not _righted(names, hit)
    return (3.0 if not word_list("righted").isdisjoint(before) else 0.0) - (20.0 if denied else 0.0)


def _righted(names: list[Name], hit: Hit) -> bool:
    """ "bukan, di Plaju": a comma after "bukan" ends what it denies."""
    places = range(max(1, hit.first - 2), hit.first + 1)
    return any(names[i].breaks and names[i - 1].form in word_list("denied") for i in places)


def worth(sense: Sense) -> float:
    """How much a sense tells by itself."""
    return LEVELS[sense.level]
