"""Refusals of the register.

RegisterError
├── UnknownReport        no such report, or not this reporter's: the two look the same on purpose
├── EmptyReport          a report without any narrative
└── UnknownStatus        a status that the workflow does not have
"""

from __future__ import annotations


class RegisterError(Exception):
    """Family of refusals; each is translated once, at the edge that called."""


class UnknownReport(RegisterError):
    """No report of this reporter has that number."""


class EmptyReport(RegisterError):
    """A report needs a narrative before it can be filed."""


class UnknownStatus(RegisterError):
    """The workflow has no such status."""
