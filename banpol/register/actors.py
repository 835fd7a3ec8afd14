"""Who does something to a report: an officer in a role, the reporter, or the house itself."""

from __future__ import annotations

from dataclasses import dataclass

OPERATOR, SUPERVISOR, AUDITOR, ADMIN = "operator", "supervisor", "auditor", "admin"
ROLES = (OPERATOR, SUPERVISOR, AUDITOR, ADMIN)
TEAM = (OPERATOR, SUPERVISOR)


@dataclass(frozen=True)
class Actor:
    """`unit` is a code of the table of units; without one (or with `polda`) the whole province is seen.

    `named` officers may read reports about children, sexual and domestic violence.
    """

    id: str
    role: str
    unit: str | None = None
    named: bool = False


REPORTER = Actor("pelapor", "pelapor")
HOUSE = Actor("sistem", "sistem")
ASSISTANT = Actor("asisten", "sistem")
EVERYBODY = (*ROLES, REPORTER.role, HOUSE.role)
