"""Trains the classifier of kinds of incident into the folder of models."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from banpol.language.kinds import MODEL_FILE, train_kinds  # noqa: E402

if __name__ == "__main__":
    train_kinds(out_path=Path(sys.argv[1]) / MODEL_FILE.name)
