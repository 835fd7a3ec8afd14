"""What every action is tried with."""

from __future__ import annotations

import pytest

from actions import deed
from tests.unit.actions.fake_desk import FakeDesk
from tests.unit.actions.fake_ear import FakeEar


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> FakeDesk:
    """A fake desk behind every action, and a fake ear."""
    made = FakeDesk()
    monkeypatch.setattr(deed.wiring, "desk_for", lambda tracker: made)
    monkeypatch.setattr(deed, "LanguageEar", lambda boundaries: FakeEar())
    return made
