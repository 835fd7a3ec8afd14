"""The life of a report, in one table of moves.

Each says from where to where, who may make it, what it needs, what the reporter hears, and which deadline
runs afterwards. Nothing else in the house changes a status (`moving.py`).

`GO_BACK` as a target means the status that a report had before its reporter was asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from banpol.register.actors import HOUSE, REPORTER, SUPERVISOR, TEAM
from banpol.register.errors import MoveImpossible, NotAllowed, UnknownStatus

RECEIVED, VERIFIED, IN_HAND, CLOSED = "diterima", "diverifikasi", "ditindaklanjuti", "selesai"
ASKED, PASSED_ON, INVALID = "perlu_informasi", "diteruskan", "tidak_valid"
DUPLICATE, REOPENED = "duplikat", "dibuka_kembali"
STATUSES = (RECEIVED, VERIFIED, IN_HAND, CLOSED, ASKED, PASSED_ON, INVALID, DUPLICATE, REOPENED)
# Where the team owes the next step; the others wait for somebody else or are over.
OPEN = (RECEIVED, REOPENED, VERIFIED, IN_HAND, PASSED_ON)
OVER = (CLOSED, INVALID, DUPLICATE)
GO_BACK = "kembali"

# What a move may need; `moving.py` asks for each and refuses with SomethingMissing.
TEXT, OUTCOME, PROOF, UNIT, ASSIGNEE, SAME_AS = "text", "outcome", "proof", "unit", "assignee", "same_as"


@dataclass(frozen=True)
class Move:
    """One row of the table. `tells` is a response id; `term` names a row of the table of deadlines."""

    name: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    needs: tuple[str, ...] = ()
    tells: str | None = None
    term: str | None = None


_SYSTEM, _REPORTER = (HOUSE.role,), (REPORTER.role,)

MOVES: tuple[Move, ...] = (
    Move("verifikasi", (RECEIVED, REOPENED), VERIFIED, TEAM, (), "utter_kabar_diverifikasi", "jawab"),
    Move(
        "tindak_lanjuti",
        (VERIFIED, PASSED_ON, REOPENED),
        IN_HAND,
        TEAM,
        (ASSIGNEE,),
        "utter_kabar_ditindaklanjuti",
        "tangani",
    ),
    Move(
        "tanya_pelapor",
        (RECEIVED, VERIFIED, IN_HAND, REOPENED),
        ASKED,
        TEAM,
        (TEXT,),
        "utter_kabar_perlu_informasi",
        "tanya_pelapor",
    ),
    Move("pelapor_menjawab", (ASKED,), GO_BACK, _REPORTER, (), None, "jawab"),
    Move("lanjut_tanpa_jawaban", (ASKED,), GO_BACK, TEAM, (), None, "jawab"),
    Move("batas_tanya_lewat", (ASKED,), GO_BACK, _SYSTEM, (), None, "jawab"),
    Move(
        "teruskan",
        (RECEIVED, VERIFIED, IN_HAND, REOPENED),
        PASSED_ON,
        TEAM,
        (UNIT,),
        "utter_kabar_diteruskan",
        "teruskan",
    ),
    Move(
        "selesaikan",
        (IN_HAND, PASSED_ON),
        CLOSED,
        TEAM,
        (OUTCOME, PROOF),
        "utter_kabar_selesai",
        "jawaban_penutup",
    ),
    Move(
        "nyatakan_tidak_valid",
        (RECEIVED, VERIFIED, IN_HAND, ASKED, REOPENED),
        INVALID,
        (SUPERVISOR,),
        (OUTCOME, TEXT),
        "utter_kabar_tidak_valid",
    ),
    Move(
        "gabungkan",
        (RECEIVED, VERIFIED, IN_HAND, REOPENED),
        DUPLICATE,
        (SUPERVISOR,),
        (SAME_AS,),
        "utter_kabar_duplikat",
    ),
    Move("pelapor_menyanggah", (CLOSED,), REOPENED, _REPORTER, (), "utter_kabar_dibuka_kembali", "jawab"),
    Move("buka_kembali", OVER, REOPENED, (SUPERVISOR,), (TEXT,), "utter_kabar_dibuka_kembali", "jawab"),
)
BY_NAME = {move.name: move for move in MOVES}


def moves_from(status: str, role: str) -> tuple[Move, ...]:
    """The moves that this role may make from that status. Raises UnknownStatus."""
    if status not in STATUSES:
        raise UnknownStatus(f"the workflow has no status {status!r}")
    return tuple(move for move in MOVES if status in move.sources and role in move.roles)


def check(name: str, status: str, role: str) -> Move:
    """The move, if this role may make it from there. Raises MoveImpossible, NotAllowed, UnknownStatus."""
    if status not in STATUSES:
        raise UnknownStatus(f"the workflow has no status {status!r}")
    move = BY_NAME.get(name)
    if move is None:
        raise MoveImpossible(f"the workflow has no move {name!r}")
    if role not in move.roles:
        raise NotAllowed(f"{role} may not make the move {name}")
    if status not in move.sources:
        raise MoveImpossible(f"{name} does not start from {status}")
    return move
