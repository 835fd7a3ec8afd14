"""Reading the examples once: Rasa reads every file three times in one training and copies each example some
twenty times. Here a file is read again only when it has changed, and a copy looks only into what can change.

For the process that stays loaded (`warm_trainer.py`) alone. What is trained stays the same; a test compares.
"""

from __future__ import annotations

import copy
import hashlib
from pathlib import Path
from typing import Any

from rasa.shared.nlu.training_data import loading
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

_rasa_load = loading._load
_rasa_set = Message.set
_read: dict[str, tuple[bytes, TrainingData | None]] = {}


def read_once() -> None:
    """From now on, in this process."""
    loading._load = _load
    Message.set = _set
    Message.__deepcopy__ = _deepcopy


def _load(filename: str, language: str | None = "en") -> TrainingData | None:
    """As Rasa's, which hands on copies only. The language makes no difference in Rasa's own format."""
    now = hashlib.sha256(Path(filename).read_bytes()).digest()
    before = _read.get(filename)
    if before is None or before[0] != now:
        before = _read[filename] = (now, _rasa_load(filename, language))
    return before[1]


def _set(self: Message, prop: str, info: Any, add_to_output: bool = False) -> None:
    """As Rasa's; the same word again does not make it forget the fingerprint."""
    if isinstance(info, str) and not add_to_output and self.data.get(prop) == info:
        return
    _rasa_set(self, prop, info, add_to_output)


def _deepcopy(self: Message, memo: dict[int, Any]) -> Message:
    twin = Message.__new__(Message)
    twin.__dict__.update(self.__dict__)
    twin.data = {key: _copied(value, memo) for key, value in self.data.items()}
    twin.features = copy.deepcopy(self.features, memo) if self.features else []
    twin.output_properties = set(self.output_properties)
    return twin


def _copied(value: Any, memo: dict[int, Any]) -> Any:
    return value if isinstance(value, str) else copy.deepcopy(value, memo)
