"""Which words of a message are the place as said."""

from __future__ import annotations

from banpol.language.gazetteer import gazetteer
from banpol.language.place_hits import HINTS, Hit
from banpol.language.place_lists import word_list
from banpol.language.place_words import Name
from banpol.language.time_words import plain_word

# In words before the name.
_FARTHEST = 8
_THERE = frozenset({"sini", "situ", "sana", "sano", "mana", "mano"})
_NEXT_TO = frozenset({"dekat", "depan", "samping", "sebelah", "seberang", "belakang"})
REGIONS = ("kabupaten", "kecamatan")


def around(hit: Hit, hits: list[Hit], names: list[Name]) -> tuple[int, int]:
    """The raw span of a hit with the words that belong to it on both sides, without "di"."""
    ends = {other.last: other for other in hits}
    while hit.first in ends or (hit.first - 1 in ends and names[hit.first - 1].form in word_list("tail")):
        other = ends.get(hit.first) or ends[hit.first - 1]
        hit = Hit(other.first, hit.last, hit.senses, hit.weight, hit.exact)
    first, last = _left(hit, names), _right(hit, hits, names)
    return names[first].start, names[last - 1].end


def _left(hit: Hit, names: list[Name]) -> int:
    """Back to the word after "di", to "depan" or a street, if one is near; else over nouns like "pasar"."""
    back = hit.first
    while back > max(0, hit.first - _FARTHEST) and not _ends_before(names, back, hit):
        back -= 1
    if back and not names[back].breaks and names[back - 1].form == "di" and names[back].form not in _THERE:
        return back
    heads = word_list("sides") | word_list("addresses")
    beside = [at for at in range(back, hit.first) if names[at].form in heads]
    if beside:
        return beside[0]
    plain = hit.first
    nouns = word_list("nouns") | word_list("sides") | set(HINTS) - {"kota"}
    while plain > back and not names[plain].breaks and names[plain - 1].form in nouns:
        plain -= 1
    return plain


def _ends_before(names: list[Name], index: int, hit: Hit) -> bool:
    """Whether nothing before that word belongs to the place; "Jalan Merdeka, Kabupaten OKI" is one place."""
    one = index == hit.first and names[index].comma and any(s.level in REGIONS for s in hit.senses)
    return _stop(names[index - 1]) or (names[index].breaks and not one)


def _right(hit: Hit, hits: list[Hit], names: list[Name]) -> int:
    last, starts = hit.last, {other.first: other.last for other in hits}
    while last < len(names):
        if last in starts:
            last = starts[last]
        elif (
            names[last].form in word_list("tail") | word_list("sides")
            and last + 1 < len(names)
            and (last + 1 in starts or names[last + 1].form.isdigit() or _is_number(names, last))
        ):
            last = starts.get(last + 1, last + 2)
        elif last == hit.last and _named_on(names, last):
            last += 1
        else:
            break
    return _beside(last, names)


def _is_number(names: list[Name], at: int) -> bool:
    """ "Blok AZ" is a number in letters."""
    return names[at].form in word_list("tail") and len(names[at + 1].form) <= 2 and not names[at + 1].breaks


def _beside(last: int, names: list[Name]) -> int:
    """On over "dekat RS Fatimah", the landmark that a street's name needs."""
    if not (last + 1 < len(names) and names[last].form in _NEXT_TO and not names[last].breaks):
        return last
    end = last + 1
    while end < min(len(names), last + 5) and not names[end].breaks and not _stop(names[end]):
        end += 1
    landmark = names[last + 1].form in word_list("nouns") - {"rumah"} and not names[last + 1].breaks
    return end if landmark and end > last + 1 else last


def _named_on(names: list[Name], last: int) -> bool:
    """Whether the next word belongs to a name: "Jalan Sriwijaya Raya", "dusun Tanjung Dayang"."""
    word = names[last]
    if word.breaks or _stop(word) or not word.form.isalpha():
        return False
    if word.form == "raya":
        return True
    announced = last > 1 and names[last - 2].form in ("desa", "dusun", "kelurahan")
    return announced and len(word.form) > 3 and names[last - 1].form in word_list("first_words")


def _stop(name: Name) -> bool:
    if name.form in word_list("stops") or name.form in word_list("times"):
        return True
    return plain_word(name.form) in word_list("times") and len(name.form) > 1 and name.form != "sd"


def vague(names: list[Name], text: str) -> tuple[int, int] | None:
    """The raw span of a place that any town has: "di rumah", "dekat sekolah", or such words alone."""
    for index, name in enumerate(names[:-1]):
        if name.form in ("di", "dekat", "depan", "belakang", "samping", "daerah", "pinggir") and _common_at(
            names, index + 1
        ):
            return names[index + 1 if name.form == "di" else index].start, names[
                _end(names, index + 1) - 1
            ].end
    if names and len(names) <= 6 and _common_at(names, 0):
        return names[0].start, names[_end(names, 0) - 1].end
    return None


def _common_at(names: list[Name], index: int) -> bool:
    common = gazetteer().common
    while index < len(names) and names[index].form in word_list("sides"):
        if names[index].form in common:
            return True
        index += 1
    return index < len(names) and (
        names[index].form in common or "".join(n.form for n in names[index : index + 2]) in common
    )


def _end(names: list[Name], index: int) -> int:
    end = index + 1
    while (
        end < len(names)
        and end - index < 7
        and not names[end].breaks
        and (names[end].form in word_list("owners") or not _stop(names[end]))
    ):
        end += 1
    return end
