"""What the intent classifier reads: the normalised message, and the signs that words alone do not show."""

from __future__ import annotations

from banpol.language.emergency import find_danger
from banpol.language.ideas import found_ideas, marked
from banpol.language.lexicon import KAMUS_DIR, lexicon
from banpol.language.spelling import normalise

SIGNS_FILE = KAMUS_DIR / "tanda_niat.yml"
# A message is "short" up to these numbers of words: an answer, a sentence, a story.
_LENGTHS = (1, 2, 3, 6, 11)


def _signs(text: str, words: list[str]) -> list[str]:
    """Length, question mark, names of places, digits, danger."""
    signs = [f"panjang{sum(len(words) > limit for limit in _LENGTHS)}"]
    names = lexicon().names
    danger = find_danger(text)
    checks = {
        "bertanya": "?" in text,
        "bernama": any(word in names for word in words),
        "berangka": any(char.isdigit() for char in text),
        "bahaya": danger is not None and danger.now,
        "bahaya_lewat": danger is not None and not danger.now,
    }
    return signs + [name for name, seen in checks.items() if seen]


def for_intent(text: str) -> str:
    """A message as the intent classifier reads it, in training and in use."""
    plain = normalise(text)
    return marked(plain, _signs(text, plain.split()) + found_ideas(plain, SIGNS_FILE))
