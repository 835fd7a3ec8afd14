"""One linear text classifier, used twice: for intents and for kinds of incident.

Features are TF-IDF of words (1-2), of letters inside words (2-5) and of ideas; one row of weights a feature;
one temperature turns scores into probabilities. A trained model is read from plain arrays (`NAME.npz`,
`NAME.json`, no pickle); it answers with numpy or, where it is not installed, without.
"""

from __future__ import annotations

import ast
import json
import math
import struct
import zipfile
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

# Longer narratives repeat themselves; the cut keeps the cost of a hostile message bounded.
READ_CHARS = 6000
Ranking = tuple[tuple[str, float], ...]
Counts = tuple[dict[str, int], dict[str, int], dict[str, int]]
# A word with this mark is an idea that somebody found in the text ("#kendaraan"), counted apart from words.
IDEA = "#"


def count_features(text: str, word_ngrams: int = 2, char_ngrams: tuple[int, int] = (2, 5)) -> Counts:
    """Word sequences, letter sequences and marked ideas of a normalised text; letters never cross a blank."""
    written, marked = split_ideas(text)
    return *count_written(written, word_ngrams, char_ngrams), count_ideas(marked)


def split_ideas(text: str) -> tuple[str, str]:
    """What was written, as far as it is read, and the marked ideas behind it."""
    written, _, marked = text.partition(IDEA)
    return written[:READ_CHARS], marked


def count_ideas(marked: str) -> dict[str, int]:
    """Ideas by name, with their mark."""
    return dict(Counter(f"{IDEA}{idea}" for idea in marked.replace(IDEA, "").split()))


# Intents and danger are read off the same words, with other ideas behind them. Nobody changes the tables.
@lru_cache(maxsize=2)
def count_written(
    written: str, word_ngrams: int, char_ngrams: tuple[int, int]
) -> tuple[dict[str, int], dict[str, int]]:
    """Word and letter sequences of normalised words."""
    words = written.split()
    grams: Counter[str] = Counter()
    for size in range(1, word_ngrams + 1):
        grams.update(" ".join(words[i : i + size]) for i in range(len(words) - size + 1))
    letters: Counter[str] = Counter()
    low, high = char_ngrams
    for word in words:
        padded = f" {word} "
        for size in range(low, high + 1):
            letters.update(padded[i : i + size] for i in range(max(1, len(padded) - size + 1)))
            if size >= len(padded):
                break
    return dict(grams), dict(letters)


def softmax(scores: Sequence[float], temperature: float) -> list[float]:
    """Probabilities of scores; a high temperature flattens them."""
    top = max(scores)
    powers = [math.exp((s - top) / temperature) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]


@dataclass
class LinearTextClassifier:
    """A trained classifier: sorted features, their idf, one row of class weights each."""

    classes: list[str]
    words: list[str]
    letters: list[str]
    ideas: list[str]
    idf: array[float]
    weights: array[float]
    bias: array[float]
    temperature: float
    extra: dict[str, Any] = field(default_factory=dict)
    word_ngrams: int = 2
    char_ngrams: tuple[int, int] = (2, 5)

    def __post_init__(self) -> None:
        """Builds the look-up tables that every answer needs."""
        self._word_index = {w: i for i, w in enumerate(self.words)}
        self._letter_index = {w: i + len(self.words) for i, w in enumerate(self.letters)}
        before = len(self.words) + len(self.letters)
        self._idea_index = {w: i + before for i, w in enumerate(self.ideas)}
        self._matrix = _as_matrix(self.weights, len(self.classes))

    def vector(self, text: str) -> dict[int, float]:
        """Feature number → TF-IDF weight; words, letters and ideas each have length 1."""
        return self.weigh(count_features(text, self.word_ngrams, self.char_ngrams))

    def weigh(self, counts: Counts) -> dict[int, float]:
        """The vector of a text whose features are counted already."""
        grams, letters, ideas = counts
        found = self._block(grams, self._word_index)
        found.update(self._block(letters, self._letter_index))
        found.update(self._block(ideas, self._idea_index))
        return found

    def _block(self, counts: Mapping[str, int], index: Mapping[str, int]) -> dict[int, float]:
        """One kind of features, sublinear term frequency, scaled to length 1."""
        idf = self.idf
        raw = {i: (1 + math.log(n)) * idf[i] for g, n in counts.items() if (i := index.get(g)) is not None}
        length = math.sqrt(sum(v * v for v in raw.values()))
        return {i: v / length for i, v in raw.items()} if length else {}

    def scores(self, text: str) -> list[float]:
        """Raw decision value per class, in the order of `classes`."""
        return self.decide(self.vector(text))

    def decide(self, found: Mapping[int, float]) -> list[float]:
        """Decision values of a vector."""
        if self._matrix is not None and found:
            rows = self._matrix[list(found)]
            return [float(b + s) for b, s in zip(self.bias, rows.T @ list(found.values()), strict=True)]
        return self._plain_scores(found)

    def decide_all(self, rows: Any) -> list[list[float]]:
        """Decision values of many vectors at once, the rows of a sparse matrix; needs numpy."""
        import numpy as np

        decided: list[list[float]] = (rows @ self._matrix + np.array(self.bias)).tolist()
        return decided

    def _plain_scores(self, found: Mapping[int, float]) -> list[float]:
        """The same sum without numpy."""
        total, width = list(self.bias), len(self.classes)
        for i, value in found.items():
            row = self.weights[i * width : (i + 1) * width]
            total = [t + value * w for t, w in zip(total, row, strict=True)]
        return total

    def rank(self, text: str, bonus: Mapping[str, float] | None = None) -> Ranking:
        """Classes with probabilities, best first; `bonus` is added to decision values."""
        raw = self.scores(text)
        if bonus:
            raw = [s + bonus.get(c, 0.0) for c, s in zip(self.classes, raw, strict=True)]
        return self.ranked(raw)

    def ranked(self, raw: Sequence[float]) -> Ranking:
        """Decision values as a ranking with probabilities."""
        chances = softmax(raw, self.temperature)
        return tuple(sorted(zip(self.classes, chances, strict=True), key=lambda pair: (-pair[1], pair[0])))

    def explain(self, text: str, label: str, most: int = 5) -> tuple[tuple[str, float], ...]:
        """The words of a text that spoke most for a class, with their share of its decision value."""
        column, width = self.classes.index(label), len(self.classes)
        names = self.words + self.letters + self.ideas
        parts = [(names[i], v * self.weights[i * width + column]) for i, v in self.vector(text).items()]
        words = [p for p in parts if p[0] in self._word_index and p[1] > 0]
        return tuple(sorted(words, key=lambda p: (-p[1], p[0]))[:most])

    def knows(self, word: str) -> bool:
        """Whether a normalised word was seen in training."""
        return word in self._word_index

    def with_weights(self, weights: array[float], bias: array[float]) -> LinearTextClassifier:
        """The same features under other weights."""
        return replace(self, weights=weights, bias=bias)

    def save(self, path: Path) -> None:
        """Writes `path` (.npz) and its .json neighbour, each whole or not at all."""
        note = {
            "classes": self.classes,
            "words": self.words,
            "letters": self.letters,
            "ideas": self.ideas,
            "temperature": self.temperature,
            "word_ngrams": self.word_ngrams,
            "char_ngrams": list(self.char_ngrams),
            "extra": self.extra,
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        half.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
        half.replace(path.with_suffix(".json"))
        _write_npz(half, {"idf": self.idf, "weights": self.weights, "bias": self.bias})
        half.replace(path)

    @classmethod
    def load(cls, path: Path) -> LinearTextClassifier:
        """Reads what `save` wrote; raises ValueError when the two files do not belong together."""
        note = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        arrays = _read_npz(path)
        features = sum(len(note[block]) for block in ("words", "letters", "ideas"))
        if len(arrays["idf"]) != features or len(arrays["weights"]) != features * len(note["classes"]):
            raise ValueError(f"{path.name} and {path.with_suffix('.json').name} are not of one training")
        return cls(
            classes=note["classes"],
            words=note["words"],
            letters=note["letters"],
            ideas=note["ideas"],
            temperature=note["temperature"],
            word_ngrams=note["word_ngrams"],
            char_ngrams=(note["char_ngrams"][0], note["char_ngrams"][1]),
            extra=note["extra"],
            **arrays,
        )


def _as_matrix(weights: array[float], width: int) -> Any:
    """The weights as a numpy matrix over the same memory, None where numpy is not installed."""
    try:
        import numpy as np
    except ImportError:
        return None
    return np.frombuffer(weights, dtype=np.float32).reshape(-1, width) if weights else None


def _write_npz(path: Path, arrays: Mapping[str, array[float]]) -> None:
    """Writes float32 vectors in numpy's format; fixed dates keep equal models byte-equal."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        for name, values in arrays.items():
            head = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({len(values)},), }}"
            head += " " * (-(len(head) + 11) % 64) + "\n"
            magic = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head))
            body = magic + head.encode("latin-1") + values.tobytes()
            box.writestr(zipfile.ZipInfo(f"{name}.npy", (2026, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)


def _read_npz(path: Path) -> dict[str, array[float]]:
    """Reads float32 vectors of numpy's format without numpy."""
    found = {}
    with zipfile.ZipFile(path) as box:
        for name in box.namelist():
            body = box.read(name)
            length = struct.unpack("<H", body[8:10])[0]
            head = ast.literal_eval(body[10 : 10 + length].decode("latin-1"))
            if head["descr"] != "<f4":
                raise ValueError(f"{path.name}: {name} is not float32")
            values = array("f")
            values.frombytes(body[10 + length :])
            found[name.removesuffix(".npy")] = values
    return found
