"""Logs tell codes, ids and counts, and nothing that a citizen said.

Our own modules choose their words. What a library logs may quote a message, so only its place is kept.
"""

from __future__ import annotations

import logging
import sys

OWN = "banpol"


class _Discreet(logging.Formatter):
    """Own records as they are, on one line; a library's record as its name, level and line number."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name.split(".")[0] == OWN:
            words = record.getMessage()
        else:
            kind = record.exc_info[0] if record.exc_info else None
            words = f"{record.module}:{record.lineno}" + (f" {kind.__name__}" if kind else "")
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {words}"
        # One record is one line, whatever somebody put into a name or an id.
        return line.encode("unicode_escape").decode("ascii")


def configure(level: int = logging.INFO) -> None:
    """Sets up this process's logging: own records from `level`, libraries from WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Discreet())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OWN).setLevel(level)
    _silence_structlog()


def _silence_structlog() -> None:
    """Rasa logs whole messages through structlog; without a set-up it prints all of them."""
    import structlog

    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        cache_logger_on_first_use=False,
    )
