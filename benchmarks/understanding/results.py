"""The table of a comparison, with what others cost as a multiple of ours."""

from __future__ import annotations

COLUMNS = (
    ("clean %", "clean", 100, 1), ("noisy %", "noisy", 100, 1), ("CPU ms p50", "cpu_ms_median", 1, 1),
    ("p95", "cpu_ms_p95", 1, 1), ("training s", "train_s", 1, 0), ("CPU s", "train_cpu_s", 1, 0),
    ("memory MB", "memory_mb", 1, 0), ("peak in training MB", "train_peak_mb", 1, 0),
    ("model MB", "model_mb", 1, 1),
)  # fmt: skip


def table(found: dict[str, dict[str, float]], kept: int) -> str:
    """Markdown: one row for each pipeline, then the ratios of the stock pipeline to ours."""
    head = ["pipeline", *(title for title, _, _, _ in COLUMNS)]
    rows = [head, ["---"] * len(head)]
    for name, one in found.items():
        rows.append([name, *(f"{one[key] * scale:.{places}f}" for _, key, scale, places in COLUMNS)])
    lines = [f"{kept} training examples.", "", *(f"| {' | '.join(row)} |" for row in rows), ""]
    return "\n".join([*lines, *ratios(found)]) + "\n"


def ratios(found: dict[str, dict[str, float]]) -> list[str]:
    """What stock costs as a multiple of ours, and the points between them on noisy messages."""
    if not {"ours", "stock"} <= set(found):
        return []
    ours, stock = found["ours"], found["stock"]
    again = found.get("ours_again", ours)
    per_message = stock["cpu_ms_median"] / ours["cpu_ms_median"]
    cold, warm = (stock["train_cpu_s"] / one["train_cpu_s"] for one in (ours, again))
    noisy = 100 * (ours["noisy"] - stock["noisy"])
    return [
        f"Stock costs {per_message:.1f} times our CPU per message (median), and {cold:.1f} times our CPU of",
        f"training ({warm:.1f} times once the vectors are known). Noisy: {noisy:+.1f} points for ours.",
    ]
