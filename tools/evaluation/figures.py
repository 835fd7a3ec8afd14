"""The figures of one evaluation, and how they moved since the last ones that were committed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from banpol.language.kinds import OTHER
from evaluation import measures
from evaluation.asking import Answers, Heard
from evaluation.sets import CLEAN, Sets

Figures = dict[str, float]
TOP = 3
DANGER = "darurat"
# A figure may fall by this much before the command complains: about two messages of its set.
MARGINS = {
    "intent_accuracy": 0.005, "intent_accuracy_clean": 0.01, "intent_accuracy_noisy": 0.01,
    "intent_macro_f1": 0.01, "intent_top_three": 0.005, "intent_calibration_error": 0.02,
    "danger_recall": 0.025, "danger_false_alarms": 0.004, "hard_danger_recall": 0.02,
    "hard_danger_false_alarms": 0.015, "scope_auroc_near": 0.01, "scope_auroc_far": 0.01,
    "kind_macro_f1": 0.01, "kind_to_other": 0.01, "entity_f1_clean": 0.01, "entity_f1_noisy": 0.01,
    "times_right": 0.01, "places_right": 0.01, "pins_right": 0.0,
}  # fmt: skip
LESS_IS_BETTER = frozenset(
    {"intent_calibration_error", "danger_false_alarms", "hard_danger_false_alarms", "kind_to_other"}
    | {"parse_cpu_ms_median", "parse_cpu_ms_p95"}
)


@dataclass(frozen=True)
class Change:
    """One figure now and before (None when it is new), and whether it fell by more than its margin."""

    name: str
    now: float
    before: float | None
    worse: bool


def figures(sets: Sets, answers: Answers) -> Figures:
    """Every figure whose set has messages, by name; shares from 0 to 1, CPU in milliseconds."""
    found: Figures = {}
    if sets.intents:
        found |= _intents(sets, answers) | _parsing(answers.intents)
    if sets.danger and sets.no_danger:
        found["hard_danger_recall"] = measures.share(one.danger for one in answers.danger)
        found["hard_danger_false_alarms"] = measures.share(one.danger for one in answers.no_danger)
    if sets.kinds:
        found |= _kinds([kind for _, kind in sets.kinds], answers.kinds)
    if sets.entities:
        found["entity_f1_clean"] = _spans(sets, answers, clean=True)
        found["entity_f1_noisy"] = _spans(sets, answers, clean=False)
    rules = {"times_right": answers.times, "places_right": answers.places, "pins_right": answers.pins}
    return found | {name: measures.share(right) for name, right in rules.items() if right}


def _intents(sets: Sets, answers: Answers) -> Figures:
    asked = list(zip(sets.intents, answers.intents, strict=True))
    pairs = intent_pairs(sets, answers)
    clean = [pair for pair, (_, _, manner) in zip(pairs, sets.intents, strict=True) if manner == CLEAN]
    noisy = [pair for pair, (_, _, manner) in zip(pairs, sets.intents, strict=True) if manner != CLEAN]
    found = {
        "intent_accuracy": measures.accuracy(pairs),
        "intent_accuracy_clean": measures.accuracy(clean),
        "intent_accuracy_noisy": measures.accuracy(noisy),
        "intent_macro_f1": measures.macro_f1(pairs),
        "intent_top_three": measures.share(
            intent in [name for name, _ in one.ranking[:TOP]] for (_, intent, _), one in asked
        ),
        "intent_calibration_error": measures.calibration_error(confidences(sets, answers)),
        "danger_recall": measures.share(one.danger for (_, intent, _), one in asked if intent == DANGER),
        "danger_false_alarms": measures.share(
            one.danger for (_, intent, _), one in asked if intent != DANGER
        ),
    }
    ours = our_scores(sets, answers)
    for name, heard in (("near", answers.near), ("far", answers.far)):
        if heard:
            found[f"scope_auroc_{name}"] = measures.auroc(ours, [one.in_scope for one in heard])
    return found


def intent_pairs(sets: Sets, answers: Answers) -> list[tuple[str, str]]:
    """(meant, said) of every message."""
    return [(intent, one.intent) for (_, intent, _), one in zip(sets.intents, answers.intents, strict=True)]


def our_scores(sets: Sets, answers: Answers) -> list[float]:
    """In-scope scores of the messages that are our business."""
    asked = zip(sets.intents, answers.intents, strict=True)
    return [one.in_scope for (_, intent, _), one in asked if intent != "di_luar_topik"]


def confidences(sets: Sets, answers: Answers) -> list[tuple[float, bool]]:
    """(confidence, was right) of every message."""
    asked = zip(sets.intents, answers.intents, strict=True)
    return [(one.confidence, one.intent == intent) for (_, intent, _), one in asked]


def _parsing(heard: Sequence[Heard]) -> Figures:
    spent = [one.cpu_ms for one in heard]
    return {
        "parse_cpu_ms_median": measures.quantile(spent, 0.5),
        "parse_cpu_ms_p95": measures.quantile(spent, 0.95),
    }


def _kinds(meant: Sequence[str], said: Sequence[str]) -> Figures:
    pairs = list(zip(meant, said, strict=True))
    return {
        "kind_macro_f1": measures.macro_f1(pairs),
        "kind_to_other": measures.share(s == OTHER for m, s in pairs if m != OTHER),
    }


def _spans(sets: Sets, answers: Answers, *, clean: bool) -> float:
    both = zip(sets.entities, answers.spans, strict=True)
    return measures.span_f1(
        (len(got & wanted), len(got), len(wanted))
        for (_, wanted, manner), got in both
        if (manner == CLEAN) == clean
    )


def changes(now: Figures, before: Figures) -> list[Change]:
    """One row for each figure; CPU moves with the machine and is never counted as a fall."""
    return [
        Change(name, value, before.get(name), _fell(name, value, before.get(name)))
        for name, value in now.items()
    ]


def _fell(name: str, now: float, before: float | None) -> bool:
    if before is None or name not in MARGINS:
        return False
    loss = now - before if name in LESS_IS_BETTER else before - now
    return loss > MARGINS[name] + 1e-9


def fallen(rows: Iterable[Change]) -> list[Change]:
    return [row for row in rows if row.worse]
