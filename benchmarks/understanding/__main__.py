"""Our pipeline, Rasa's own and others on the same messages: `python -m benchmarks.understanding`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from benchmarks.understanding.results import table
from benchmarks.understanding.subset import even_subset

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore",
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}  # fmt: skip


def pipelines(epochs: int | None = None) -> dict[str, list[dict[str, Any]]]:
    """Ours, ours with vectors known from before, ours without any, then those of `pipelines.yml`."""
    ours = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    words = [{**part, "vectors_below": 0.0} if "vectors_below" in part else part for part in ours]
    others = yaml.safe_load((HERE / "pipelines.yml").read_text(encoding="utf-8"))
    if epochs:
        rounds = {"epochs": epochs}
        others = {n: [{**p, **rounds} if "epochs" in p else p for p in parts] for n, parts in others.items()}
    return {"ours": ours, "ours_again": ours, "ours_words_alone": words, **others}


def measure(pipeline: list[dict[str, Any]], data: Path, asked: Path, vectors: Path) -> dict[str, float]:
    """Trains and asks one pipeline in a process of its own, with an empty training cache."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yml"
        config.write_text(yaml.safe_dump({"recipe": "default.v1", "language": "id", "pipeline": pipeline}))
        command = [sys.executable, "-m", "benchmarks.understanding.one", str(config), str(data), str(asked)]
        environment = {**os.environ, **QUIET, "RASA_CACHE_DIRECTORY": str(Path(folder) / "cache")}
        environment["BANPOL_VECTOR_CACHE"] = str(vectors)
        done = subprocess.run(
            [*command, str(Path(folder) / "out")], cwd=ROOT, env=environment, capture_output=True, text=True
        )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.understanding", description=__doc__)
    parser.add_argument("--examples", type=int, default=0, help="examples for each intent, 0 for all")
    parser.add_argument("--only", nargs="*", help="names of pipelines")
    parser.add_argument(
        "--epochs",
        type=int,
        help="rounds of training where a pipeline has any; 1 tells what a message costs, no more",
    )
    parser.add_argument("--out", type=Path, help="where the table is written, too")
    options = parser.parse_args()
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "nlu.yml"
        vectors, asked = Path(folder) / "vectors.npz", ROOT / "tests" / "understanding" / "niat.yml"
        kept = even_subset(ROOT / "data" / "nlu", options.examples, data)
        for name, pipeline in pipelines(options.epochs).items():
            if not options.only or name in options.only:
                found[name] = measure(pipeline, data, asked, vectors)
                print(name, json.dumps(found[name]), flush=True)
    text = table(found, kept)
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
