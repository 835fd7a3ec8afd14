"""Loads the trained model into this process, with the tracker store and the actions of our own."""

from __future__ import annotations

import gc
import os
import tarfile
from pathlib import Path

# Before Rasa is imported: it reads these at import.
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

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
    except (tarfile.TarError, KeyError, OSError) as error:
        raise ModelProblem(f"the model {model.name} cannot be read: {type(error).__name__}") from None
    return any(part in text for part in TENSORFLOW_PARTS)


def freeze() -> None:
    """Keeps the garbage collector out of what stays forever; its walks over it cost 200-400 ms each."""
    gc.collect()
    gc.freeze()
