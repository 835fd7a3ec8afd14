"""Runs a process of the system with every logger at DEBUG, its own and those of all libraries."""

from __future__ import annotations

import logging
import runpy
import sys

from banpol import logs

quiet = logs.configure


def loud(_level: int = logging.DEBUG) -> None:
    """The set-up of the system itself, then nothing is held back that would have been formatted by it."""
    quiet(logging.DEBUG)
    logging.getLogger().setLevel(logging.DEBUG)


if __name__ == "__main__":
    logs.configure = loud
    module = sys.argv.pop(1)
    runpy.run_module(module, run_name="__main__", alter_sys=True)
