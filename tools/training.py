"""What the model learns from, and whether the trained one still is of that."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Iterable, Iterator

MODEL_NAME = "banpol"
KINDS_NAME = "jenis_kejadian.npz"  # the guesser of kinds of incident, beside Rasa's model
_OWN_MODULE = re.compile(r"\bbanpol(?:\.[a-z_]\w*)+")


@dataclass(frozen=True)
class Fingerprint:
    """Digests of what is learnt, of the word lists in it, and of the code and libraries that learn."""

    data: str
    code: str
    kamus: str


def fingerprint(root: Path) -> Fingerprint:
    """The state of everything that a model made now would depend on."""
    learnt = [root / "config.yml", root / "domain.yml", *sorted((root / "data").rglob("*.yml"))]
    return Fingerprint(
        data=_digest(root, learnt),
        kamus=_digest(root, sorted((root / "data" / "kamus").glob("*.yml"))),
        code=_digest(root, [root / "requirements" / "all.lock", *sorted(learning_code(root))]),
    )


def learning_code(root: Path) -> set[Path]:
    """Our files that take part in training: the language room, and what config.yml's components import.

    Rasa's own cache looks at a component's class alone and would miss a change in a module it calls."""
    found: set[Path] = set()
    config = root / "config.yml"
    named = _OWN_MODULE.findall(config.read_text(encoding="utf-8")) if config.is_file() else []
    waiting = [*_files_of(root, named), *(root / "banpol" / "language").rglob("*.*")]
    while waiting:
        file = waiting.pop()
        if file in found or "__pycache__" in file.parts:
            continue
        found.add(file)
        waiting += _files_of(root, _imports(file)) if file.suffix == ".py" else []
    return found


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _files_of(root: Path, names: Iterable[str]) -> list[Path]:
    """The files behind dotted names that begin with `banpol`; a class name at the end is dropped."""
    files: list[Path] = []
    for name in names:
        if name.split(".")[0] != "banpol":
            continue
        whole = root.joinpath(*name.split("."))
        candidates = (whole.with_suffix(".py"), whole / "__init__.py", whole.parent.with_suffix(".py"))
        files += [path for path in candidates if path.is_file()]
    return files


def _digest(root: Path, files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        body = file.read_bytes() if file.is_file() else b"absent"
        total.update(f"{file.relative_to(root)}\0{hashlib.sha256(body).hexdigest()}\n".encode())
    return total.hexdigest()


def model_file(models: Path) -> Path:
    return models / f"{MODEL_NAME}.tar.gz"


def _stamp(models: Path) -> Path:
    return models / f"{MODEL_NAME}.json"


def stored(models: Path) -> Fingerprint | None:
    """What the model in this folder was trained from; None without a usable model."""
    if not (model_file(models).is_file() and (models / KINDS_NAME).is_file()):
        return None
    try:
        return Fingerprint(**json.loads(_stamp(models).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def store(models: Path, trained: Fingerprint) -> None:
    _stamp(models).write_text(json.dumps(asdict(trained)) + "\n", encoding="utf-8")


def forget(models: Path) -> None:
    """From now on the model counts as stale, also when the training that follows is cut off."""
    _stamp(models).unlink(missing_ok=True)
