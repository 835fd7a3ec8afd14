"""The figures of `make evaluate`: right on hand-made answers, and a fall is a fall."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from evaluation import measures
from evaluation.asking import Answers, Heard
from evaluation.command import committed
from evaluation.figures import MARGINS, changes, fallen, figures
from evaluation.page import difference, html, terminal
from evaluation.sets import Sets, place_is_right, read_sets, time_is_right, unmark

from banpol.clock import WIB
from banpol.language.place import find_place
from banpol.language.time import find_time

PAIRS = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("c", "a")]


def _heard(*ranking: tuple[str, float], scope: float = 1.0, danger: bool = False) -> Heard:
    return Heard("pesan <uji>", ranking, scope, danger, 2.0)


SETS = Sets(
    intents=[("x", "sapa", "baku"), ("y", "darurat", "cakap"), ("z", "sapa", "cakap")],
    danger=["x"], no_danger=["y"], near=["n"], far=["f"], kinds=[("k", "kdrt"), ("l", "judi")],
    entities=[("x", frozenset({("lokasi", 0, 1)}), "baku")], times=[], places=[], pins=[],
)  # fmt: skip
ANSWERS = Answers(
    intents=[
        _heard(("sapa", 0.9)), _heard(("darurat", 1.0), danger=True), _heard(("pamit", 0.6), ("sapa", 0.4)),
    ],
    danger=[_heard(("darurat", 1.0), danger=True)], no_danger=[_heard(("sapa", 0.9))],
    near=[_heard(("sapa", 0.4), scope=0.2)], far=[_heard(("sapa", 0.4), scope=0.1)],
    kinds=["kdrt", "lainnya"], spans=[frozenset({("lokasi", 0, 1), ("waktu", 3, 5)})],
    times=[], places=[True, False], pins=[True],
)  # fmt: skip


def test_labels_have_their_precision_recall_and_commonest_mistake() -> None:
    """Counted by hand on five pairs."""
    a, b, c = measures.by_label(PAIRS)
    assert (a.count, a.precision, a.recall, a.taken_for) == (
        3,
        pytest.approx(2 / 3),
        pytest.approx(2 / 3),
        "b",
    )
    assert (b.f1, c.f1, c.taken_for) == (pytest.approx(2 / 3), 0.0, "a")
    assert measures.macro_f1(PAIRS) == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    assert measures.accuracy(PAIRS) == pytest.approx(3 / 5)
    assert measures.mistakes(PAIRS) == [(("a", "b"), 1), (("c", "a"), 1)]


@pytest.mark.parametrize(
    ("inside", "outside", "area"),
    [([0.9, 0.8], [0.1], 1.0), ([0.1], [0.9], 0.0), ([0.5], [0.5], 0.5), ([0.9, 0.2], [0.5], 0.5)],
)
def test_the_area_counts_right_orders_and_half_of_ties(
    inside: list[float], outside: list[float], area: float
) -> None:
    """Of all pairs of one inside and one outside, the share in the right order."""
    assert measures.auroc(inside, outside) == pytest.approx(area)


def test_the_curve_runs_from_refusing_nobody_to_refusing_all() -> None:
    """Its ends are fixed; both shares only grow."""
    points = measures.curve([0.9, 0.4], [0.1, 0.5])
    assert (points[0], points[-1]) == ((0.0, 0.0), (1.0, 1.0))
    assert points == sorted(points)


def test_confidence_that_is_right_has_no_error() -> None:
    """Ten answers at 0.9 of which nine are right; then all wrong."""
    honest = [(0.9, i > 0) for i in range(10)]
    assert measures.calibration_error(honest) == pytest.approx(0.0)
    assert measures.calibration_error([(0.9, False)] * 10) == pytest.approx(0.9)
    assert measures.calibration(honest) == [(pytest.approx(0.9), 0.9, 10)]


def test_every_figure_is_counted_from_its_own_answers() -> None:
    """Clean and noisy apart, danger found by either way, kinds, spans, places."""
    now = figures(SETS, ANSWERS)
    assert (now["intent_accuracy_clean"], now["intent_accuracy_noisy"]) == (1.0, 0.5)
    assert (now["intent_top_three"], now["danger_recall"], now["danger_false_alarms"]) == (1.0, 1.0, 0.0)
    assert (now["scope_auroc_near"], now["scope_auroc_far"]) == (1.0, 1.0)
    assert (now["kind_macro_f1"], now["kind_to_other"]) == (0.5, 0.5)
    assert now["entity_f1_clean"] == pytest.approx(2 / 3)
    assert (now["places_right"], now["pins_right"]) == (0.5, 1.0)
    assert "times_right" not in now
    assert set(MARGINS) - {"times_right"} <= set(now)


def test_only_a_fall_beyond_the_margin_counts() -> None:
    """Less is better for false alarms; CPU and new figures never fall."""
    before = {"intent_accuracy": 0.9, "danger_false_alarms": 0.01, "parse_cpu_ms_median": 1.0}
    fine = {
        "intent_accuracy": 0.896,
        "danger_false_alarms": 0.0,
        "parse_cpu_ms_median": 9.0,
        "kind_macro_f1": 0.1,
    }
    assert fallen(changes(fine, before)) == []
    bad = {"intent_accuracy": 0.89, "danger_false_alarms": 0.02}
    assert [row.name for row in fallen(changes(bad, before))] == ["intent_accuracy", "danger_false_alarms"]


def test_the_page_stands_alone_and_escapes_what_people_wrote() -> None:
    """No address outside the page, no tag out of a message; the terminal shows what fell."""
    rows = changes(figures(SETS, ANSWERS), {"intent_accuracy": 1.0})
    page = html(SETS, ANSWERS, rows)
    assert "pesan &lt;uji&gt;" in page
    assert "<uji>" not in page
    assert "src=" not in page and "href=" not in page
    assert "FELL" in terminal(rows)
    assert difference(rows[0]) == "-33.3 %"


def test_the_committed_figures_are_of_the_sets_in_the_repository() -> None:
    """Every figure that has a margin was kept, as a share."""
    folder = Path(__file__).parents[2] / "docs" / "evaluation"
    kept = committed(folder / "figures.json")
    assert set(MARGINS) <= set(kept)
    assert all(0.0 <= value <= 1.0 for value in kept.values())
    assert committed(folder / "none.json") == {}
    assert (folder / "index.html").is_file()


def test_the_sets_are_read_whole(tmp_path: Path) -> None:
    """Every set of tests/understanding has messages; an empty folder has none and breaks nothing."""
    sets = read_sets(Path(__file__).parents[1] / "understanding")
    assert all(len(part) > 40 for part in vars(sets).values())
    assert not any(vars(read_sets(tmp_path)).values())


def test_marks_become_spans_of_the_plain_message() -> None:
    """Offsets count code points of the message without its marks."""
    text, spans = unmark("di [Plaju](lokasi) [tadi](waktu) 🙏")
    assert text == "di Plaju tadi 🙏"
    assert spans == {("lokasi", 3, 8), ("waktu", 9, 13)}


def test_times_and_places_are_judged_as_their_sets_say() -> None:
    """Right and wrong readings of both kinds of answer."""
    now = datetime(2026, 11, 24, 10, 0, tzinfo=WIB)
    assert time_is_right(find_time("kemarin jam 9 malam", now), "2026-11-23 21:00")
    assert not time_is_right(find_time("kemarin jam 9 malam", now), "2026-11-23 09:00")
    assert time_is_right(None, "tidak ada")
    assert not time_is_right(None, "2026-11-23")
    assert place_is_right(find_place("di Plaju", False), "16.71")
    assert not place_is_right(find_place("di Plaju", False), "16.02")
    assert place_is_right(None, "tidak ada")
