"""What every test with real processes needs: the trained model."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.end_to_end.processes import ROOT


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained model; without it the assistant cannot start, and the test is skipped."""
    pytest.importorskip("rasa", reason="the assistant's packages are not installed")
    file = Path(os.environ.get("BANPOL_MODELS_DIR", str(ROOT / "models"))) / "banpol.tar.gz"
    if not file.is_file():
        pytest.skip("there is no trained model; `make train` makes it, `make test` does so by itself")
    return file
