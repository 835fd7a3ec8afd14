"""What the classifiers of messages read: the normalised message, and the signs that words do not show."""

from __future__ import annotations

from banpol.language.emergency import find_danger
from banpol.language.ideas import found_ideas, marked
from banpol.language.lexicon import KAMUS_DIR, lexicon
from banpol.language.spelling import excerpt, normalise

SIGNS_FILE = KAMUS_DIR / "tanda_niat.yml"
DANGER_FILE = KAMUS_DIR / "darurat.yml"
KINDS_FILE = KAMUS_DIR / "jenis_kejadian.yml"
# A message is "short" up to these numbers of words: an answer, a sentence, a story.
_LENGTHS = (1, 2, 3, 6, 11)


def _length(words: list[str]) -> str:
    """The sign for how much was written."""
    return f"panjang{sum(len(words) > limit for limit in _LENGTHS)}"


def _signs(text: str, words: list[str]) -> list[str]:
    """Length, question mark, names of places, digits, danger."""
    signs = [_length(words)]
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
    plain = normalise(excerpt(text))
    return marked(plain, _signs(text, plain.split()) + found_ideas(plain, SIGNS_FILE))


def for_danger(text: str) -> str:
    """A message as the guesser of danger reads it: ideas of danger and of incidents, in pairs too."""
    plain = normalise(excerpt(text))
    ideas = [_length(plain.split()), *(["bertanya_tanda"] if "?" in text else [])]
    ideas += found_ideas(plain, DANGER_FILE) + found_ideas(plain, KINDS_FILE)
    return marked(plain, ideas, pairs=True)
