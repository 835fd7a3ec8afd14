"""Why a message was understood as it was: the words that decided, and the training messages most like it.

The model keeps hashes of training messages and no text; a neighbour's text is found in `data/nlu` again, and
is null where the example has since been edited.
"""

from __future__ import annotations

import re
import tarfile
import tempfile
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from banpol.language import danger_model
from banpol.language.danger_model import DangerModel
from banpol.language.emergency import find_danger
from banpol.language.intent_model import MODEL_NAME, SECOND_NAME, IntentModel
from banpol.language.intents import for_intent
from banpol.language.lexicon import KAMUS_DIR
from banpol.language.neighbours import name_of
from banpol.language.spelling import excerpt, normalise

T = TypeVar("T")
EXAMPLES = KAMUS_DIR.parent / "nlu"
PARTS = (MODEL_NAME, MODEL_NAME.replace(".npz", ".json"), SECOND_NAME)
DANGER_PARTS = (
    danger_model.MODEL_NAME,
    danger_model.MODEL_NAME.replace(".npz", ".json"),
    danger_model.SECOND_NAME,
)
# Every message gets its neighbours here, also one that words alone decide.
ALWAYS = 1.1
_MARK = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


def load_intents(model: Path) -> IntentModel | None:
    """The classifier of intents out of Rasa's archive, None when it holds none."""
    return _loaded(model, PARTS, lambda folder: IntentModel.load(folder, ALWAYS))


def load_danger(model: Path) -> DangerModel | None:
    """The guesser of danger out of Rasa's archive, None when it holds none."""
    return _loaded(model, DANGER_PARTS, DangerModel.load)


def _loaded(model: Path, parts: Collection[str], load: Callable[[Path], T]) -> T | None:
    with tempfile.TemporaryDirectory() as folder, tarfile.open(model) as archive:
        for member in archive:
            name = Path(member.name).name
            body = archive.extractfile(member) if name in parts else None
            if body:
                (Path(folder) / name).write_bytes(body.read())
        try:
            return load(Path(folder))
        except (FileNotFoundError, ValueError):
            return None


def explain(model: IntentModel, text: str, intent: str) -> dict[str, Any]:
    """`words`: what spoke for the intent, with its weight; `words_alone`: what words alone would say;
    `neighbours`: the nearest examples, best first (empty without sentence vectors)."""
    marked = for_intent(text)
    judged = model.judge(text)
    known = examples(EXAMPLES)
    alone = model.fast.rank(marked)[0]
    spoke = model.fast.explain(marked, intent) if intent in model.fast.classes else ()
    return {
        "read_as": normalise(excerpt(text)),
        "words": {word: round(weight, 3) for word, weight in spoke},
        "words_alone": {"intent": alone[0], "confidence": round(alone[1], 4)},
        "neighbours": [
            {"intent": label, "likeness": round(cosine, 3), "example": known.get(name)}
            for label, cosine, name in (judged.near if judged else ())
        ],
    }


def explain_danger(model: DangerModel | None, text: str, parsed: Mapping[str, Any]) -> dict[str, Any]:
    """`judge`: who took the message for danger ("words", "guesser", "vector", "intents"; null: nobody);
    `words`: the danger words found, and whether they tell of now; `margin`: how far beyond the guesser's line
    (above 0: danger), and whether the sentence vector was looked at; `chance`: what intents give danger."""
    found = find_danger(text)
    verdict = model.verdict(text) if model else None
    ranking = parsed.get("intent_ranking") or []
    chances = [entry["confidence"] for entry in ranking if entry.get("name") == danger_model.DANGER]
    judge = parsed.get("danger_judge")
    return {
        "judge": judge,
        "category": parsed.get("danger"),
        "words": list(found.words) if found else [],
        "now": bool(found and found.now),
        "margin": round(verdict.margin, 3) if verdict else None,
        "by_vector": bool(verdict and verdict.by_vector),
        # Where a judge decided, the ranking says 1 for danger and no longer what intents thought.
        "chance": None if judge else round(float(sum(chances)), 4),
    }


@lru_cache(maxsize=2)
def examples(folder: Path) -> dict[int, str]:
    """Every training message by the number under which the model keeps it."""
    found = {}
    for path in sorted(folder.glob("*.yml")):
        for block in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("nlu", []):
            for line in str(block.get("examples", "")).splitlines():
                text = _MARK.sub(r"\1", line.strip().removeprefix("- "))
                found[name_of(normalise(excerpt(text)))] = text
    return found
