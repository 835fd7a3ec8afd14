"""Why a message was understood as it was: the words that decided, and the training messages most like it.

The model keeps hashes of training messages and no text; a neighbour's text is found in `data/nlu` again, and
is null where the example has since been edited.
"""

from __future__ import annotations

import re
import tarfile
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from banpol.language.intent_model import MODEL_NAME, SECOND_NAME, IntentModel
from banpol.language.intents import for_intent
from banpol.language.lexicon import KAMUS_DIR
from banpol.language.neighbours import name_of
from banpol.language.spelling import excerpt, normalise

EXAMPLES = KAMUS_DIR.parent / "nlu"
PARTS = {MODEL_NAME, MODEL_NAME.replace(".npz", ".json"), SECOND_NAME}
# Every message gets its neighbours here, also one that words alone decide.
ALWAYS = 1.1
_MARK = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


def load_intents(model: Path) -> IntentModel | None:
    """The classifier of intents out of Rasa's archive, None when it holds none."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(model) as archive:
        for member in archive:
            name = Path(member.name).name
            body = archive.extractfile(member) if name in PARTS else None
            if body:
                (Path(folder) / name).write_bytes(body.read())
        try:
            return IntentModel.load(Path(folder), ALWAYS)
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
