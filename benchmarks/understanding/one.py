"""One pipeline in a process of its own: trains it, asks it, prints one line of JSON."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import yaml

MEBI = 1024 * 1024
WARMING = 20


def _cpu() -> float:
    """Seconds of this process and of what it started."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _memory() -> float:
    """Resident memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / MEBI


def train(config: Path, data: Path, out: Path) -> dict[str, float]:
    """Wall and CPU seconds without imports, peak memory and size of the model in MB."""
    from rasa.model_training import train_nlu

    began, used = time.monotonic(), _cpu()
    model = train_nlu(str(config), str(data), str(out), fixed_model_name="m")
    if model is None:
        raise SystemExit("the pipeline could not be trained")
    return {
        "train_s": time.monotonic() - began,
        "train_cpu_s": _cpu() - used,
        "train_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "model_mb": (out / "m.tar.gz").stat().st_size / MEBI,
    }


async def ask(model: Path, asked: list[dict[str, str]]) -> list[tuple[str, float]]:
    """(best intent, CPU ms) for every message, after some that only warm up."""
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage

    processor = Agent.load(model_path=str(model)).processor
    answers = []
    for item in [*asked[:WARMING], *asked]:
        began = time.process_time()
        parsed = await processor.parse_message(UserMessage(item["pesan"]), only_output_properties=False)
        answers.append((_best(parsed), (time.process_time() - began) * 1000))
    return answers[WARMING:]


def _best(parsed: dict[str, Any]) -> str:
    """The best real intent, whatever the fallback thinks of it."""
    ranking = parsed.get("intent_ranking") or [parsed.get("intent") or {}]
    return next((str(e["name"]) for e in ranking if e.get("name") not in (None, "nlu_fallback")), "")


def figures(asked: list[dict[str, str]], answers: list[tuple[str, float]]) -> dict[str, float]:
    """Shares of right intents, clean and noisy apart, and CPU per message."""
    spent = sorted(ms for _, ms in answers)
    right = {True: [], False: []}  # type: dict[bool, list[bool]]
    for item, (said, _) in zip(asked, answers, strict=True):
        right[item["gaya"] == "baku"].append(said == item["niat"])
    return {
        "clean": sum(right[True]) / len(right[True]),
        "noisy": sum(right[False]) / len(right[False]),
        "cpu_ms_median": spent[len(spent) // 2],
        "cpu_ms_p95": spent[int(len(spent) * 0.95)],
    }


def main(config: str, data: str, asked: str, out: str) -> None:
    messages = yaml.safe_load(Path(asked).read_text(encoding="utf-8"))
    found = train(Path(config), Path(data), Path(out))
    answers = asyncio.run(ask(Path(out) / "m.tar.gz", messages))
    print(json.dumps({**found, **figures(messages, answers), "memory_mb": _memory()}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
