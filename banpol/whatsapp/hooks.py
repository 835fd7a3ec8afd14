"""Programs of the installation: a virus scanner, a transcriber, a listener to failures. All off by default.

`scan(pieces, media_type) -> bool` says whether a file is clean; it gets the bytes piece by piece, for a file
may be large. `transcribe(data, media_type) -> str` gives the words of a recording, or nothing.
`whatsapp_failed(message)` hears of each message that failed for good.
They run in a thread and may take their time.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Callable, Iterator, cast

from banpol.settings import SettingProblem, WhatsAppSettings

Scan = Callable[[Iterator[bytes], str], bool]
Transcribe = Callable[[bytes, str], str]


@dataclass(frozen=True)
class FailedMessage:
    """A message of ours that did not reach anybody. No personal data: ids, Meta's code and cleaned words."""

    outbox_id: str
    reporter_id: str
    account: str
    code: int | None
    reason: str


Tell = Callable[[FailedMessage], None]


@dataclass(frozen=True)
class Hooks:
    """None where there is no such program."""

    scan: Scan | None = None
    transcribe: Transcribe | None = None
    whatsapp_failed: Tell | None = None

    @staticmethod
    def from_settings(settings: WhatsAppSettings) -> Hooks:
        """Raises SettingProblem when a named program cannot be imported."""
        return Hooks(
            named_function(settings.scan, "scan") if settings.scan else None,
            named_function(settings.transcribe, "transcribe") if settings.transcribe else None,
            named_function(settings.whatsapp_failed, "whatsapp_failed") if settings.whatsapp_failed else None,
        )


def named_function(name: str, setting: str) -> Callable[..., Any]:
    """The function behind `package.module.function`. Raises SettingProblem."""
    module_name, _, function_name = name.strip().rpartition(".")
    try:
        found = getattr(import_module(module_name), function_name)
    except (ImportError, AttributeError, ValueError):
        found = None
    if not callable(found):
        raise SettingProblem(f"`{setting}` names {name!r}, and there is no such function to import")
    return cast(Callable[..., Any], found)
