"""Trains the guesser of kinds of incident into a folder of models. Usage: train_kinds.py FOLDER"""

from __future__ import annotations

import sys
from pathlib import Path

from banpol.language.kinds import MODEL_FILE, train_kinds


def main(arguments: list[str]) -> int:
    train_kinds(out_path=Path(arguments[0]) / MODEL_FILE.name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
