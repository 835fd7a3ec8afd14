"""A model without TensorFlow parts does not need TensorFlow: a stand-in saves seconds and memory at start.

Rasa imports TensorFlow at the top of modules that a model of rules and linear classifiers never runs. The
finder answers those imports with modules whose every attribute is a class that does nothing.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from types import ModuleType
from typing import Any, Sequence

REPLACED = (
    "tensorflow",
    "keras",
    "tensorflow_addons",
    "tensorflow_text",
    "tensorflow_hub",
    "tensorflow_probability",
)


class _Nothing(type):
    """A class whose attributes and items are itself, so that any top-level use of TensorFlow passes."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing

    def __getitem__(cls, _item: Any) -> Any:
        return Nothing


class Nothing(metaclass=_Nothing):
    """Stands for every class and function of TensorFlow; can be subclassed, called and used to decorate."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls is Nothing and len(args) == 1 and callable(args[0]) and not kwargs:
            return args[0]
        return super().__new__(cls)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return args[0] if len(args) == 1 and callable(args[0]) else Nothing

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing


class _StandIn(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name == "__version__":
            return "0.0.0"
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, fullname: str, path: Sequence[str] | None, target: Any = None) -> Any:
        if fullname.split(".")[0] in REPLACED:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__path__ = []


def install() -> bool:
    """Puts the stand-in first, unless TensorFlow is loaded already. True when it stands."""
    if "tensorflow" in sys.modules:
        return isinstance(sys.modules["tensorflow"], _StandIn)
    sys.meta_path.insert(0, _Finder())
    return True
