"""The report: a few lines for the terminal, and one HTML page that needs nothing beside itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from evaluation import measures
from evaluation.asking import Answers
from evaluation.figures import Change, confidences, intent_pairs, our_scores
from evaluation.pictures import confusion, line
from evaluation.sets import Sets

WORST = 40
STYLE = (
    "body{font:15px/1.45 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse;margin:.5rem 0}td,th{padding:.15rem .6rem;border-bottom:1px solid #ddd;"
    "text-align:left}td.n{text-align:right}tr.worse{background:#fdd}svg{max-width:100%}"
    ".two{display:flex;flex-wrap:wrap;gap:2rem}"
)


def shown(name: str, value: float) -> str:
    """A figure as people read it: CPU in milliseconds, areas with three places, the rest in per cent."""
    if name.startswith("parse_cpu_ms"):
        return f"{value:.1f} ms"
    return f"{value:.3f}" if "auroc" in name or "error" in name else f"{100 * value:.1f} %"


def difference(row: Change) -> str:
    if row.before is None:
        return "new"
    moved = row.now - row.before
    if abs(moved) < 1e-9:
        return "="
    sign = "+" if moved > 0 else "-"
    return f"{sign}{shown(row.name, abs(moved))}"


def terminal(rows: Iterable[Change]) -> str:
    return "\n".join(
        f"{row.name:28} {shown(row.name, row.now):>9}  {difference(row):>9}{'  FELL' if row.worse else ''}"
        for row in rows
    )


def html(sets: Sets, answers: Answers, rows: Sequence[Change]) -> str:
    pairs, chances = intent_pairs(sets, answers), confidences(sets, answers)
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>Understanding</title>",
        f"<style>{STYLE}</style><h1>How well messages are understood</h1>",
        f"<p>{len(pairs)} messages that nobody trained on (tests/understanding), "
        f"{len(sets.kinds)} stories, {len(sets.entities)} messages with marked entities.</p>",
        _figures(rows),
        "<div class='two'><div><h2>Calibration</h2>",
        line([(c, r) for c, r, _ in measures.calibration(chances)], "confidence", "right"),
        "</div><div><h2>Not our business</h2>",
        _scope(sets, answers),
        "</div></div><h2>Intents</h2>",
        _labels(measures.by_label(pairs)),
        "<h2>What is taken for what</h2>",
        confusion(pairs),
        "<h2>Kinds of incident</h2>",
        _labels(measures.by_label([(k, s) for (_, k), s in zip(sets.kinds, answers.kinds, strict=True)])),
        "<h2>Surest mistakes</h2>",
        _worst(sets, answers),
    ]
    return "\n".join([*parts, "</html>", ""])


def _figures(rows: Iterable[Change]) -> str:
    lines = [
        f"<tr{' class=worse' if row.worse else ''}><td>{escape(row.name)}</td>"
        f"<td class=n>{shown(row.name, row.now)}</td><td class=n>{difference(row)}</td></tr>"
        for row in rows
    ]
    return f"<table><tr><th>figure</th><th>now</th><th>since</th></tr>{''.join(lines)}</table>"


def _labels(labels: Iterable[measures.Label]) -> str:
    head = _row("th", "label", "messages", "precision", "recall", "F1", "taken for")
    rows = [
        _row("td", one.name, str(one.count), *_percents(one.precision, one.recall, one.f1), one.taken_for)
        for one in labels
    ]
    return f"<table>{head}{''.join(rows)}</table>"


def _percents(*shares: float) -> list[str]:
    return [f"{100 * share:.0f}" for share in shares]


def _row(tag: str, *cells: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"


def _scope(sets: Sets, answers: Answers) -> str:
    ours, outside = our_scores(sets, answers), [one.in_scope for one in (*answers.near, *answers.far)]
    return line(measures.curve(ours, outside), "ours refused", "others refused") if ours and outside else ""


def _worst(sets: Sets, answers: Answers) -> str:
    asked = zip(sets.intents, answers.intents, strict=True)
    wrong = [(one, intent) for (_, intent, _), one in asked if one.intent != intent]
    surest = sorted(wrong, key=lambda pair: -pair[0].confidence)[:WORST]
    rows = [_row("td", one.text, intent, one.intent, f"{one.confidence:.2f}") for one, intent in surest]
    return f"<table>{_row('th', 'message', 'meant', 'said', 'confidence')}{''.join(rows)}</table>"
