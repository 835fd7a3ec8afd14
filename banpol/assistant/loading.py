"""Loads the trained model into this process, with the tracker store and the actions of our own."""

from __future__ import annotations

import gc
import os
import tarfile
import zlib
from pathlib import Path

# Before Rasa is imported: it reads these at import.
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Sentence vectors on a second thread cost more than they gain, above all on busy cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")

TENSORFLOW_PARTS = ("DIETClassifier", "TEDPolicy", "UnexpecTEDIntentPolicy", "ResponseSelector")


class ModelProblem(Exception):
    """There is no model that can be loaded; the sentence says what to do."""


def find_model(models_dir: Path) -> Path:
    """The newest model. Raises ModelProblem."""
    models = sorted(models_dir.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise ModelProblem(f"there is no trained model in {models_dir}; train one with `make train`")
    return models[-1]


def needs_tensorflow(model: Path) -> bool:
    """Whether any part of the model is one of Rasa's TensorFlow components."""
    try:
        with tarfile.open(model) as archive:
            metadata = archive.extractfile("metadata.json")
            text = metadata.read().decode() if metadata else ""
    except (tarfile.TarError, KeyError, OSError, EOFError, zlib.error) as error:
        raise ModelProblem(unreadable(model, error)) from None
    return any(part in text for part in TENSORFLOW_PARTS)


def unreadable(model: Path, error: Exception) -> str:
    """The sentence for a model that is broken, or was made by another version of its parts."""
    why = " ".join(f"{type(error).__name__} {error}".split())[:300]
    return f"the model {model.name} cannot be loaded ({why}); train it anew with `make train`"


def freeze() -> None:
    """Keeps the garbage collector out of what stays forever; its walks over it cost 200-400 ms each."""
    gc.collect()
    gc.freeze()
