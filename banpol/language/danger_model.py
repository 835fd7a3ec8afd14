"""The guesser of danger: learnt from the examples of `darurat` against all others, for what no list names.

Words decide where they are sure; near the border the sentence vector joins, learnt from the messages that
words find hard. Knows no Rasa: the component in `banpol/assistant/emergency.py` is a thin wrapper around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from banpol.language.classifier import IDEA, LinearTextClassifier
from banpol.language.intents import for_danger
from banpol.language.remembering import remembered
from banpol.language.scope import known_share
from banpol.language.second_look import SecondLook, Strengths, cache_path, learn, worth_a_look
from banpol.language.sentences import vector, vectors
from banpol.language.training import FOLDS, HeldOut, TrainingSettings, train

DANGER = "darurat"
OTHER = "lain"
MODEL_NAME = "bahaya.npz"
SECOND_NAME = "bahaya_kalimat.npz"
# In cross-validation over the examples one message in twelve lies so near the border, and a second look at
# those finds half of the dangers that words alone miss at the same share of false alarms.
UNSURE = 0.6
# Messages that words find easy teach the second look nothing: with all of them it finds fewer dangers.
HARD = 0.8
STRENGTHS = Strengths(share=0.15, near=4.0)


@dataclass(frozen=True)
class Verdict:
    """How far a message lies beyond the line of danger (0 and less: none), and whether its sentence vector
    was looked at."""

    margin: float
    by_vector: bool


@dataclass
class DangerModel:
    """The trained parts; the second look only where vectors can be had."""

    fast: LinearTextClassifier
    second: SecondLook | None = None

    def margin(self, text: str) -> float:
        """How far a message lies beyond the line behind which it counts as danger; 0 and less: none."""
        return self.verdict(text).margin

    def verdict(self, text: str) -> Verdict:
        """The margin of a message, and what it was read from."""
        told = for_danger(text)
        scores = self.fast.scores(told)
        score = _lead(self.fast.classes, scores)
        seen = self._second_look(_written(told), scores) if abs(score) < UNSURE else None
        if seen is None:
            return Verdict(score - float(self.fast.extra["threshold"]), by_vector=False)
        return Verdict(seen - float(self.fast.extra["threshold_seen"]), by_vector=True)

    def _second_look(self, plain: str, scores: Sequence[float]) -> float | None:
        if self.second is None or not worth_a_look(plain, known_share(plain, self.fast.knows)):
            return None
        meaning = vector(plain)
        if meaning is None:
            return None
        return _lead(self.fast.classes, self.second.look(self.fast.classes, scores, meaning).scores)

    def save(self, folder: Path) -> None:
        """Plain arrays and sorted features."""
        self.fast.save(folder / MODEL_NAME)
        if self.second:
            self.second.save(folder / SECOND_NAME)

    @classmethod
    def load(cls, folder: Path) -> DangerModel:
        """Raises FileNotFoundError or ValueError without a whole model."""
        fast = LinearTextClassifier.load(folder / MODEL_NAME)
        return cls(fast, SecondLook.load(folder / SECOND_NAME, len(fast.classes)))


def train_danger(
    texts: Sequence[str], dangers: Sequence[bool], settings: TrainingSettings, false_alarms: float
) -> DangerModel:
    """From messages as typed; `false_alarms` is the share of ordinary held-out ones that may be taken for
    danger. Raises ValueError unless both kinds can be held out."""
    if min(sum(dangers), len(dangers) - sum(dangers)) < FOLDS:
        raise ValueError("training needs messages of danger and others")
    read = remembered(for_danger)
    labels = [DANGER if danger else OTHER for danger in dangers]
    fast, held = train([read(text) for text in texts], labels, settings)
    model = DangerModel(fast)
    ordinary = [_of(one) for one in held if one.label == OTHER]
    allowed = int(len(ordinary) * false_alarms)
    fast.extra["threshold"] = _line(ordinary, allowed)
    hard = [one for one in held if one.label == DANGER or _of(one) > -HARD]
    plain = [_written(one.text) for one in hard]
    rows = vectors(plain, cache_path())
    # Too few of one kind among them cannot be held out; words alone go on.
    if rows is None or min(sum(one.label == label for one in hard) for label in (DANGER, OTHER)) < FOLDS:
        return model
    labels = [one.label for one in hard]
    model.second, unseen = learn(rows, plain, labels, [one.scores for one in hard], STRENGTHS, parts=FOLDS)
    near = [u for u in unseen if hard[u.number].label == OTHER and abs(_of(hard[u.number])) < UNSURE]
    sure = sum(score >= UNSURE for score in ordinary)
    fast.extra["threshold_seen"] = _line([_lead(fast.classes, u.seen.scores) for u in near], allowed - sure)
    return model


def _written(told: str) -> str:
    """The words of a text without the ideas behind it."""
    return told.partition(IDEA)[0].strip()


def _lead(classes: Sequence[str], scores: Sequence[float]) -> float:
    """Decision value for danger; above 0 a plain classifier would say danger."""
    named = dict(zip(classes, scores, strict=True))
    return (named[DANGER] - named[OTHER]) / 2


def _of(one: HeldOut) -> float:
    return _lead(one.model.classes, one.scores)


def _line(scores: Sequence[float], allowed: int) -> float:
    """The decision value that only so many of these exceed; 0 where there are none."""
    ranked = sorted(scores, reverse=True)
    return ranked[min(max(allowed, 0), len(ranked) - 1)] if ranked else 0.0
