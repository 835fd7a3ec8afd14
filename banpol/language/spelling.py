"""Spelling for matching: what a word probably meant; the text that is stored stays as it was typed.

The word lists stand in `data/kamus/ejaan.yml`. A word that is good Indonesian, a name, or a number is left
alone; lists, Palembang endings, dropped vowels and at last a fuzzy search are tried on unknown words only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from banpol.language.lexicon import VOWELS, Lexicon, lexicon, skeleton

# A message of thousands of unknown words is noise, not slips; beyond this many the search only costs time.
FUZZY_WORDS_PER_TEXT = 200
LONGEST_WORD = 40
HEAD, TAIL = 4000, 1500

# Invisible marks (zero width, bidi, soft hyphen) and stacked accents inside a word do not end it.
_MARKS = "\u00ad\u0300-\u036f\u0483-\u0489\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_TOKEN = re.compile(rf"\d+(?:[.,:/]\d+)+|[^\W_](?:[^\W_]|[{_MARKS}]|['’`-](?=[^\W\d_]))*")
_ENDINGS = (("nyo", "nya"), ("nya", "nya"), ("lah", ""), ("ku", "ku"), ("mu", "mu"), ("in", "kan"))
_LOOKALIKES = str.maketrans("аеорсухкмтнвіѕјԁ", "aeopcyxkmtnbisjd")
_LEET = str.maketrans("013457", "oieast")
_SENTENCE_END = frozenset(".!?\n:")
# Many write the passive apart ("di tipu"); it is joined only when the whole word stands in the lists.
_SPLIT_PASSIVE = re.compile(r"\bdi ([a-z]{3,})\b")

# Longest first, so that "nya" is tried before "a"-like endings.
_SUFFIXES = ("kannya", "annya", "inya", "kan", "nya", "lah", "kah", "pun", "an", "ku", "mu", "i")
_PREFIXES = (
    "memper", "diper", "mempe", "menge", "meng", "meny", "mem", "men", "me", "peng", "peny", "pem", "pen",
    "per", "pe", "ber", "be", "ter", "di", "ke", "se",
)  # fmt: skip
_NASALS = {"meny": "s", "mem": "p", "men": "t", "meng": "k", "peny": "s", "pem": "p", "pen": "t", "peng": "k"}


@dataclass(frozen=True)
class Token:
    """One word of a message: raw text with code-point offsets, and the form used for matching."""

    text: str
    start: int
    end: int
    lemma: str


def excerpt(text: str) -> str:
    """Both ends of a text that is longer than anybody tells at once; judging more only costs time."""
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"


def plain(text: str) -> str:
    """Lower case, compatibility forms folded, accents, invisible marks and lone surrogates gone."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text).lower().translate(_LOOKALIKES)
    return "".join(c for c in folded if unicodedata.category(c) not in ("Mn", "Me", "Cf", "Cs"))


def _is_known(word: str, words: Lexicon) -> bool:
    """Whether a word, or its root without common affixes, stands in the lists of good words."""
    if word in words.known or word in words.names:
        return True
    return any(root in words.known for root in _roots(word))


def _roots(word: str) -> Iterable[str]:
    """Possible roots of a good Indonesian word of ordinary affixes; a guess for gating, not a stemmer."""
    stems = [word] + [word[: -len(s)] for s in _SUFFIXES if word.endswith(s) and len(word) - len(s) >= 4]
    for stem in stems:
        yield stem
        for prefix in _PREFIXES:
            rest = stem[len(prefix) :]
            if stem.startswith(prefix) and len(rest) >= 3:
                yield rest
                yield _NASALS.get(prefix, "") + rest


def _listed(word: str, words: Lexicon) -> str | None:
    """The meaning of a word that the lists name."""
    return words.shorthand.get(word) or words.palembang.get(word)


def _squeezed(word: str, words: Lexicon) -> str | None:
    """Undoes stretched letters (tolooong, mallling) when that gives a word of the lists."""
    for shorter in (re.sub(r"(.)\1{2,}", r"\1\1", word), re.sub(r"(.)\1+", r"\1", word)):
        if shorter != word and (found := _listed(shorter, words)):
            return found
        if shorter != word and _is_known(shorter, words):
            return shorter
    return None


def _palembang_ending(word: str, words: Lexicon) -> str | None:
    """Palembang says -o where Indonesian says -a, -nyo for -nya, -ke for -kan, be- for ber-, te- for ter-."""
    guesses = []
    if word.endswith("o"):
        guesses.append(word[:-1] + "a")
    if word.endswith("ke"):
        guesses.append(word[:-2] + "kan")
    if word.startswith(("be", "te")):
        guesses.append(word[:2] + "r" + word[2:])
    return next((g for g in guesses if len(g) >= 3 and _is_known(g, words)), None)


def _affixed(word: str, words: Lexicon) -> str | None:
    """Reads a listed word inside its affixes: motornyo, dimalingnyo, hpku, dikirimin."""
    for ending, meaning in _ENDINGS:
        stem = word[: -len(ending)]
        if not word.endswith(ending) or len(stem) < 2:
            continue
        root = _listed(stem, words) or (stem if _is_known(stem, words) else _palembang_ending(stem, words))
        if root:
            return root + meaning
    for prefix, meaning in (("di", "di"), ("nge", "me"), ("ng", "meng"), ("ke", "ter")):
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) >= 3:
            root = rest if rest in words.known else _listed(rest, words)
            if root and (prefix != "di" or root != rest):
                return meaning + root
    return None


def _voweled(word: str, words: Lexicon) -> str | None:
    """Gives vowels back to a word typed (nearly) without them."""
    heard = sum(c in VOWELS for c in word[1:])
    if len(word) < 3 or heard > (len(word) >= 5):
        return None
    found = words.skeletons.get(skeleton(word))
    return found if found and len(found) - len(word) <= 4 else None


def _fuzzy(word: str, words: Lexicon) -> str | None:
    """Nearest good word: one slip in six letters, two in ten; ties go to the earlier, more frequent word."""
    if len(word) < 6:
        return None
    reach = 1 if len(word) < 10 else 2
    near = process.extract(word, words.targets, scorer=OSA.distance, score_cutoff=reach, limit=8)
    same = [(distance, place, found) for found, distance, place in near if found[0] == word[0]]
    return min(same)[2] if same else None


def _numbered(word: str, words: Lexicon) -> str:
    """Digits inside a word: tiba2 is tiba tiba, m4ling is maling, BG1234AB and 9an stay."""
    if double := re.fullmatch(r"([a-z]{3,})2(an|nya|nyo)?", word):
        root = _repair(double[1], words, fuzzy=True)
        return f"{root} {root}{(double[2] or '').replace('nyo', 'nya')}"
    if word[0].isalpha():
        letters = word.translate(_LEET)
        if letters.isalpha() and (found := _listed(letters, words) or (letters in words.known and letters)):
            return found
    return word


def _repair(word: str, words: Lexicon, *, fuzzy: bool) -> str:
    """The matching form of one plain word; the word itself when nothing better is known."""
    if word in words.names or word in words.known:
        return word
    if found := _listed(word, words):
        return found
    if _is_known(word, words):
        return word
    for way in (_squeezed, _palembang_ending, _affixed, _voweled):
        if found := way(word, words):
            return found
    return (fuzzy and _fuzzy(word, words)) or word


@lru_cache(maxsize=16384)
def _lemma(word: str, fuzzy: bool) -> str:
    """Cached repair of one plain word; single words, never whole messages, are remembered."""
    words = lexicon()
    if len(word) > LONGEST_WORD:
        word = re.sub(r"(.)\1+", r"\1", word)[:LONGEST_WORD]
    if not word:
        return ""
    if not word.isalpha() and any(c.isdigit() for c in word):
        return _numbered(word, words)
    if "-" in word:
        return " ".join(_repair(part, words, fuzzy=fuzzy) for part in word.split("-") if part)
    return _repair(re.sub(r"['’`]", "", word), words, fuzzy=fuzzy)


def normalise_token(tok: str) -> str:
    """Matching form of a single word; may hold a space (tiba2 → tiba tiba) or be empty."""
    return _lemma(plain(tok), True)


def tokens(text: str) -> list[Token]:
    """Words of a message in order; offsets are code points of the raw text; signs and emoji are left out."""
    found: list[Token] = []
    searched = 0
    for match in _TOKEN.finditer(text):
        word = plain(match[0])
        # A capital inside a sentence is somebody's or some place's name, so it is never "corrected".
        name = match[0].istitle() and not _starts_sentence(text, match.start())
        fuzzy = not name and searched < FUZZY_WORDS_PER_TEXT
        lemma = _lemma(word, fuzzy)
        searched += word not in lexicon().known
        if lemma:
            found.append(Token(match[0], match.start(), match.end(), lemma))
    return _with_context(found)


def _starts_sentence(text: str, start: int) -> bool:
    """Whether only blanks stand between a position and the start of its sentence."""
    before = text[max(0, start - 8) : start].rstrip(" ")
    return not before or before[-1] in _SENTENCE_END


def _with_context(found: list[Token]) -> list[Token]:
    """Words that mean one thing in Indonesian and another in Palembang follow the rest of the message."""
    words = lexicon()
    if not any(plain(t.text) in words.palembang_marks for t in found):
        return found
    changed = [(t, words.doubtful.get(plain(t.text))) for t in found]
    return [Token(t.text, t.start, t.end, meaning) if meaning else t for t, meaning in changed]


# Several parts of the pipeline read the same message and the same clauses of it.
@lru_cache(maxsize=16)
def normalise(text: str) -> str:
    """A message as matching sees it: repaired words joined by single blanks, set phrases unified."""
    words = lexicon()
    joined = " ".join(t.lemma for t in tokens(text))
    joined = _SPLIT_PASSIVE.sub(lambda m: f"di{m[1]}" if f"di{m[1]}" in words.known else m[0], joined)
    return words.phrase_pattern.sub(lambda m: words.phrases[m[0]], joined)
