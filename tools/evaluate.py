"""`make evaluate`: how well the trained assistant understands; `--keep` commits to the figures."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

if __name__ == "__main__":
    from evaluation.command import main

    sys.exit(main(sys.argv[1:]))
