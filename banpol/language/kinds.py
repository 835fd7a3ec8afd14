"""Kind of incident, guessed from the whole narrative.

Kinds, strong words and examples stand in `data/kamus/jenis_kejadian.yml`. `make train` writes the trained
guesser to `models/jenis_kejadian.npz` and `.json`; the path may be passed in or set by BANPOL_KIND_MODEL.
Where it is unsure, the sentence vector joins (`jenis_kejadian_kalimat.npz`); without any of these files
strong words alone decide.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from banpol.language.classifier import IDEA, LinearTextClassifier, Ranking
from banpol.language.ideas import found_ideas, marked
from banpol.language.lexicon import KAMUS_DIR, read_kamus
from banpol.language.scope import known_share
from banpol.language.second_look import SecondLook, cache_path, learn, worth_a_look
from banpol.language.sentences import STORY, vector, vectors
from banpol.language.spelling import excerpt, normalise
from banpol.language.training import train

KINDS_FILE = KAMUS_DIR / "jenis_kejadian.yml"
MODEL_FILE = KAMUS_DIR.parents[1] / "models" / "jenis_kejadian.npz"
OTHER = "lainnya"

# Best of 0, 0.15, 0.25, 0.4, 0.6 on held-out examples of the training file, where 0.15 to 0.6 differ little.
STRONG_WORD_BONUS = 0.25
# "Lain-lain" helps nobody, so it is chosen only when it leads or when nothing else is likely at all.
OTHER_MUST_LEAD_BY = 0.0
NOTHING_BELOW = 0.07
# Words that are surer than this are not looked at twice.
LOOK_BELOW = 0.95
FOLLOW_UPS = {"orang": "utter_tanya_orang", "kerugian": "utter_tanya_kerugian"}


@dataclass(frozen=True)
class Kind:
    """One kind of incident as the file describes it; `follow_up` is the slot of its one further question."""

    name: str
    label: str
    sensitive: bool
    follow_up: str | None
    follow_up_response: str | None
    strong_words: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True)
class KindGuess:
    """The best kind, how sure (0-1), and all kinds, best first."""

    kind: str
    confidence: float
    ranking: Ranking


@lru_cache(maxsize=4)
def kind_table(path: Path = KINDS_FILE) -> dict[str, Kind]:
    """All kinds by name, in the order of the file; raises ValueError for a kind that is written wrongly."""
    return {name: _kind(name, entry) for name, entry in read_kamus(path)["jenis"].items()}


def _kind(name: str, entry: dict[str, object]) -> Kind:
    """One entry of the file."""
    ask = str(entry.get("tanya") or "") or None
    if not entry.get("label"):
        raise ValueError(f"jenis_kejadian.yml: {name} has no label")
    if ask and ask not in FOLLOW_UPS:
        raise ValueError(f"jenis_kejadian.yml: {name} asks {ask!r}, known are {', '.join(FOLLOW_UPS)}")
    words = (w.strip().lower() for w in str(entry.get("kata") or "").split(","))
    lines = (line.strip().removeprefix("- ") for line in str(entry.get("contoh") or "").splitlines())
    return Kind(
        name=name,
        label=str(entry["label"]),
        sensitive=entry.get("sensitif") is True,
        follow_up=ask,
        follow_up_response=FOLLOW_UPS[ask] if ask else None,
        strong_words=tuple(w for w in words if w),
        examples=tuple(line for line in lines if line),
    )


def with_ideas(text: str) -> str:
    """A normalised text with the ideas it touches, alone and in pairs: two of them together often decide."""
    return marked(text, found_ideas(text, KINDS_FILE), pairs=True)


def train_kinds(kamus_path: Path = KINDS_FILE, out_path: Path = MODEL_FILE) -> None:
    """Trains the guesser from the examples of the file; writes `out_path` (.npz) and its .json neighbour."""
    told = [(text, kind.name) for kind in kind_table(kamus_path).values() for text in kind.examples]
    model, held = train([with_ideas(normalise(text)) for text, _ in told], [name for _, name in told])
    second_path(out_path).unlink(missing_ok=True)
    model.save(out_path)
    texts = [_written(one.text) for one in held]
    rows = vectors(texts, cache_path(), STORY) if held else None
    if rows is not None:
        bonuses = [_bonus(_strong_hits(text, kind_table(kamus_path).values())) for text in texts]
        fast = [_with(one.model, one.scores, b) for one, b in zip(held, bonuses, strict=True)]
        learn(rows, texts, [one.label for one in held], fast)[0].save(second_path(out_path))


def second_path(path: Path) -> Path:
    """Where the second look of a guesser lies."""
    return path.with_name(f"{path.stem}_kalimat.npz")


def _written(told: str) -> str:
    """The words of a narrative without the ideas behind it."""
    return told.partition(IDEA)[0].strip()


def _bonus(hits: Mapping[str, int]) -> dict[str, float]:
    """What strong words add to a kind's decision value."""
    return {name: STRONG_WORD_BONUS * min(n, 2) for name, n in hits.items() if name != OTHER}


def _with(model: LinearTextClassifier, scores: Iterable[float], bonus: Mapping[str, float]) -> list[float]:
    return [score + bonus.get(name, 0.0) for name, score in zip(model.classes, scores, strict=True)]


def model_path() -> Path:
    """Where the trained guesser is looked for when nobody says so."""
    return Path(os.environ.get("BANPOL_KIND_MODEL") or MODEL_FILE)


# "Min" calls whoever reads; spelt out it would be somebody who runs a group or a shop. So does "pak polisi"
# at the beginning, and says nothing of what police did.
_CALLED = re.compile(
    r"\bmin\b(?!\W*\d)|"
    r"(?<=\A)(?:(?:permisi|halo|hallo|hai|selamat|pagi|siang|sore|malam|malem|maaf)\W+)*"
    r"(?:pak|bu|bapak|ibu|bang|mang|om|kak) polisi?\b"
    r"(?=\W*,|\W+(?:saya|sy|aku|rumah|motor|hp|ada|ado|mau|tolong))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Guesser:
    fast: LinearTextClassifier
    second: SecondLook | None

    def rank(self, text: str, bonus: Mapping[str, float]) -> Ranking:
        """All kinds, best first; what words leave unsure is looked at twice."""
        scores = _with(self.fast, self.fast.scores(with_ideas(text)), bonus)
        ranking = self.fast.ranked(scores)
        if self.second is None or ranking[0][1] >= LOOK_BELOW:
            return ranking
        if not worth_a_look(text, known_share(text, self.fast.knows)):
            return ranking
        meaning = vector(text, STORY)
        return ranking if meaning is None else self.second.look(self.fast.classes, scores, meaning).ranking


@lru_cache(maxsize=4)
def _model(path: Path, written_at: float) -> _Guesser:
    """The trained guesser; a newly trained one has another time and is read again."""
    fast = LinearTextClassifier.load(path)
    return _Guesser(fast, _second(path, len(fast.classes)))


def _second(path: Path, classes: int) -> SecondLook | None:
    """The second look of a guesser; None where numpy is not installed, too."""
    try:
        return SecondLook.load(second_path(path), classes)
    except ImportError:
        return None


def _trained(path: Path) -> _Guesser | None:
    """The trained guesser, None when there is none."""
    try:
        return _model(path, path.stat().st_mtime)
    except FileNotFoundError:
        return None


def _strong_hits(text: str, kinds: Iterable[Kind]) -> dict[str, int]:
    """How many different strong words of each kind a normalised text holds."""
    padded = f" {text} "
    hits = {k.name: sum(f" {w} " in padded for w in k.strong_words) for k in kinds}
    return {name: n for name, n in hits.items() if n}


def _by_words(hits: dict[str, int], kinds: Iterable[str]) -> Ranking:
    """Ranking without a trained guesser: by number of strong words, the order of the file decides ties."""
    weights = {name: math.expm1(hits.get(name, 0)) for name in kinds}
    total = sum(weights.values()) + 1.0
    spread = [(name, weights[name] / total + (name == OTHER) / total) for name in weights]
    return tuple(sorted(spread, key=lambda pair: -pair[1]))


def classify_kind(narrative: str, model: Path | None = None) -> KindGuess:
    """Guesses the kind of incident of a narrative of any length."""
    kinds = kind_table()
    text = normalise(_CALLED.sub("pak", excerpt(narrative)))
    hits = _strong_hits(text, kinds.values())
    trained = _trained(model or model_path())
    if not text:
        return KindGuess(OTHER, 0.0, ((OTHER, 0.0), *((name, 0.0) for name in kinds if name != OTHER)))
    if trained is None:
        return _decided(_by_words(hits, kinds))
    return _decided(trained.rank(text, _bonus(hits)))


def _decided(ranking: Ranking) -> KindGuess:
    """The best kind; "lainnya" has to be clearly better than the best real kind."""
    chances = dict(ranking)
    best, chance = next(pair for pair in ranking if pair[0] != OTHER)
    other = chances.get(OTHER, 0.0)
    if chance < NOTHING_BELOW or other > chance + OTHER_MUST_LEAD_BY:
        return KindGuess(OTHER, other, ranking)
    return KindGuess(best, chance, ((best, chance), *(pair for pair in ranking if pair[0] != best)))
