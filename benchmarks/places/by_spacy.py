"""Places as spaCy finds them: a blank Indonesian pipeline whose entity ruler knows every name we know."""

from __future__ import annotations

from typing import Any

import spacy

from banpol.language.gazetteer import LEVELS, Sense, gazetteer, written_names
from banpol.language.place import PlaceFound
from banpol.language.place_words import key_of

LABEL = "lokasi"


class Ruler:
    """Names are found as they are written, in any capitals; the one that tells most is the place."""

    def __init__(self) -> None:
        self._nlp: Any = spacy.blank("id")
        ruler = self._nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
        names = sorted({name.lower() for name, _ in written_names()})
        ruler.add_patterns([{"label": LABEL, "pattern": name} for name in names])

    def find_place(self, text: str) -> PlaceFound | None:
        """The same answer as our own reading gives; asked where a name means several regions."""
        known = gazetteer().senses
        found = [(span, known[key]) for span in self._nlp(text).ents if (key := key_of(span.text)) in known]
        if not found:
            return None
        span, senses = max(found, key=lambda pair: _worth(pair[1]))
        return _resolved(span.text, (span.start_char, span.end_char), senses)


def _worth(senses: tuple[Sense, ...]) -> float:
    return max(LEVELS[sense.level] for sense in senses) / len(senses)


def _resolved(said: str, where: tuple[int, int], senses: tuple[Sense, ...]) -> PlaceFound:
    outside = all(sense.level == "luar" for sense in senses)
    kabupaten = {sense.kabupaten for sense in senses if sense.kabupaten}
    kecamatan = {sense.kecamatan for sense in senses if sense.kecamatan}
    one = kabupaten.pop() if len(kabupaten) == 1 else None
    small = kecamatan.pop() if one and len(kecamatan) == 1 else None
    names = gazetteer().regions
    region = names.get(one) if one else None
    return PlaceFound(
        said,
        where,
        region,
        one,
        names.get(small) if small else None,
        small,
        outside,
        one is None and not outside,
    )
