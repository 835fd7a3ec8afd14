"""Who says what comes next: the reader's word, and where it must stay silent."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from banpol.assistant.steering import next_action


def tracker(wanted: str, last: str, loop: str | None = None) -> Any:
    """As much of a tracker as is looked at."""
    memory = json.dumps({"leads_to": wanted}) if wanted else ""
    return SimpleNamespace(get_slot=lambda name: memory, latest_action_name=last, active_loop_name=loop)


@pytest.mark.parametrize(
    ("wanted", "last", "loop", "follows"),
    [
        ("action_report_emergency", "action_listen", None, "action_report_emergency"),
        ("action_report_emergency", "action_report_emergency", None, "action_listen"),
        ("laporan_form", "action_listen", None, "laporan_form"),
        ("laporan_form", "laporan_form", "laporan_form", ""),
        ("laporan_form", "laporan_form", None, ""),
        ("", "action_listen", None, ""),
    ],
)
def test_what_follows(wanted: str, last: str, loop: str | None, follows: str) -> None:
    """A form that is done in the same turn leaves its end to the rules, or nobody would be answered."""
    assert next_action(tracker(wanted, last, loop)) == follows
