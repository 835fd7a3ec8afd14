"""What a message wants: fast words, a second look where they are unsure, and how much it is our business.

Knows no Rasa: the component in `banpol/assistant/intent.py` is a thin wrapper around it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from banpol.language.classifier import IDEA, LinearTextClassifier, Ranking
from banpol.language.intents import for_intent
from banpol.language.remembering import remembered
from banpol.language.scope import OUT_OF_TOPIC, ScopeWeights, fit_weights, in_scope, known_share, signs
from banpol.language.second_look import SecondLook, Seen, Unseen, cache_path, learn, worth_a_look
from banpol.language.sentences import vector, vectors
from banpol.language.spelling import excerpt, normalise
from banpol.language.training import HeldOut, TrainingSettings, train

MODEL_NAME = "niat.npz"
SECOND_NAME = "niat_kalimat.npz"
# What fingers leave on a keyboard: no vowel for long, one letter over and over, neighbours on a row of keys.
_KEYS = re.compile(r"[^aiueo\W\d]{5,}|(.)\1{3,}|asdf|sdfg|dfgh|fghj|qwer|wert|zxcv|xcvb|hjkl")
_SHORT = 3
# Below the fallback's threshold, so that noise is asked about and not answered.
NOISE_CHANCE = 0.2


@dataclass(frozen=True)
class Judgement:
    """Intents with chances, best first; 0-1 for our business; the nearest training messages if looked for."""

    ranking: Ranking
    in_scope: float
    near: tuple[tuple[str, float, int], ...] = ()


@dataclass
class IntentModel:
    """The trained parts; the second look only where vectors can be had."""

    fast: LinearTextClassifier
    second: SecondLook | None = None
    below: float = 0.0  # words' chance below which a message gets a second look

    def judge(self, text: str) -> Judgement | None:
        """One message; None when it holds no readable word."""
        plain = normalise(excerpt(text))
        if not plain:
            return None
        marked = for_intent(text)
        scores = self.fast.scores(marked)
        ranking = self.fast.ranked(scores)
        known = known_share(plain, self.fast.knows)
        unsure = ranking[0][1] < self.below and worth_a_look(plain, known)
        seen = self._second_look(marked, scores) if unsure else None
        if seen:
            judged = Judgement(seen.ranking, self._scope(seen.ranking, known, seen.scores, seen), seen.near)
        else:
            judged = Judgement(ranking, self._scope(ranking, known, scores, None))
        return _doubted(judged) if not known and is_noise(plain) else judged

    def _second_look(self, marked: str, scores: Sequence[float]) -> Seen | None:
        if self.second is None:
            return None
        meaning = vector(written(marked))
        return None if meaning is None else self.second.look(self.fast.classes, scores, meaning)

    def _scope(self, ranking: Ranking, known: float, scores: Sequence[float], seen: Seen | None) -> float:
        named = dict(zip(self.fast.classes, scores, strict=True))
        weights = ScopeWeights(**self.fast.extra.get("scope_seen" if seen else "scope", {}))
        return in_scope(signs(ranking, known, named, seen.by_class if seen else None), weights)

    def save(self, folder: Path) -> None:
        """Plain arrays and sorted features."""
        self.fast.save(folder / MODEL_NAME)
        if self.second:
            self.second.save(folder / SECOND_NAME)

    @classmethod
    def load(cls, folder: Path, below: float) -> IntentModel:
        """Raises FileNotFoundError or ValueError without a whole model."""
        fast = LinearTextClassifier.load(folder / MODEL_NAME)
        second = SecondLook.load(folder / SECOND_NAME, len(fast.classes)) if below else None
        # The first message shall not pay for waking the encoder.
        if second is not None and vector("pemanasan") is None:
            second = None
        return cls(fast, second, below)


def train_intents(
    texts: Sequence[str], labels: Sequence[str], settings: TrainingSettings, below: float
) -> IntentModel:
    """From messages as typed and their intents; with sentence vectors when `below` is more than 0."""
    read = remembered(for_intent)
    fast, held = train([read(text) for text in texts], labels, settings)
    model = IntentModel(fast, None, below)
    fast.extra["scope"] = dataclasses.asdict(_scope(held, None))
    rows = vectors([written(one.text) for one in held], cache_path()) if held and below else None
    if rows is not None:
        told = [written(one.text) for one in held]
        model.second, unseen = learn(rows, told, [one.label for one in held], [one.scores for one in held])
        fast.extra["scope_seen"] = dataclasses.asdict(_scope(held, unseen))
    return model


def written(marked: str) -> str:
    """The words of a text without the ideas behind it."""
    return marked.partition(IDEA)[0].strip()


def is_noise(plain: str) -> bool:
    """Whether a normalised text is nothing but what fingers leave on a keyboard."""
    words = plain.split()
    return (
        bool(words)
        and all(_KEYS.search(word) or len(word) <= _SHORT for word in words)
        and any(_KEYS.search(word) for word in words)
    )


def _doubted(judged: Judgement) -> Judgement:
    """The same order with chances that nobody acts upon."""
    first = judged.ranking[0][1]
    factor = min(1.0, NOISE_CHANCE / first) if first else 1.0
    return dataclasses.replace(judged, ranking=tuple((name, c * factor) for name, c in judged.ranking))


def _scope(held: Sequence[HeldOut], unseen: Sequence[Unseen] | None) -> ScopeWeights:
    """Weights of the in-scope score, from what was predicted for texts that were held out."""
    rows = []
    for one, seen in _with_seen(held, unseen):
        known = known_share(written(one.text), one.model.knows)
        scores: Mapping[str, float] = dict(
            zip(one.model.classes, seen.scores if seen else one.scores, strict=True)
        )
        ranking = seen.ranking if seen else one.model.ranked(one.scores)
        near = seen.by_class if seen else None
        rows.append((signs(ranking, known, scores, near), one.label != OUT_OF_TOPIC))
    return fit_weights(rows)


def _with_seen(held: Sequence[HeldOut], unseen: Sequence[Unseen] | None) -> list[tuple[HeldOut, Seen | None]]:
    if unseen is None:
        return [(one, None) for one in held]
    return [(held[one.number], one.seen) for one in unseen]
