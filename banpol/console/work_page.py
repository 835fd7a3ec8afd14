"""The forms of a report page: moves, who has it, holding it, notes, answers, evidence, links, the talk."""

from __future__ import annotations

from sqlalchemy.orm import Session
from starlette.responses import Response

from banpol.console.deeds import carry_out, number_of, version_of
from banpol.console.house import Visit
from banpol.register import casework, handovers, links, moving, purging
from banpol.register.errors import SomethingMissing
from banpol.register.moving import Details
from banpol.register.office import Office


def move(visit: Visit) -> Response:
    def deed(session: Session, office: Office) -> None:
        number, form = number_of(visit), visit.form
        casework.let_go(session, visit.actor, number)
        details = Details(
            text=form.get("text", ""),
            outcome=form.get("outcome", ""),
            unit=form.get("unit", ""),
            assignee=_one_of_us(session, office, visit, form.get("assignee", "")),
            same_as=form.get("same_as", "").strip().upper(),
        )
        name, version = form.get("langkah", ""), version_of(visit)
        moving.move(session, office, visit.actor, number, name, version, visit.now, details)

    return carry_out(visit, deed, "dipindahkan")


def assign(visit: Visit) -> Response:
    def deed(session: Session, office: Office) -> None:
        given = _one_of_us(session, office, visit, visit.form.get("petugas", "")) or None
        number, version = number_of(visit), version_of(visit)
        casework.assign(session, office, visit.actor, number, given, version, visit.now)

    given = visit.form.get("petugas")
    news = "diambil" if given == visit.actor.id else "ditugaskan" if given else "dilepas"
    return carry_out(visit, deed, news)


def _one_of_us(session: Session, office: Office, visit: Visit, login: str) -> str:
    """A report is given to somebody who can open it, or to nobody. Raises UnknownReport, UnknownChoice."""
    if not login:
        return ""
    casework.must_see(session, office, visit.actor, number_of(visit), login)
    return login


def hold(visit: Visit) -> Response:
    def deed(session: Session, office: Office) -> None:
        if visit.form.get("lepas"):
            casework.unlock(session, office, visit.actor, number_of(visit))
        else:
            casework.lock(session, office, visit.actor, number_of(visit), visit.now)

    return carry_out(visit, deed, "dilepas_pegangan" if visit.form.get("lepas") else "dipegang")


def note(visit: Visit) -> Response:
    def deed(session: Session, office: Office) -> None:
        text = visit.form.get("catatan", "")
        casework.add_note(session, office, visit.actor, number_of(visit), text, visit.now)

    return carry_out(visit, deed, "dicatat")


def reply(visit: Visit) -> Response:
    """A canned answer is sent as it is when nothing was typed."""

    def deed(session: Session, office: Office) -> None:
        text = visit.form.get("balasan", "").strip() or office.canned.get(visit.form.get("siap", ""), "")
        key = visit.form.get("kunci", "")
        if not key.isalnum():
            raise SomethingMissing("key", "the form lost its key")
        casework.reply(session, office, visit.actor, number_of(visit), text, key, visit.now)

    return carry_out(visit, deed, "dibalas")


def link(visit: Visit) -> Response:
    def deed(session: Session, office: Office) -> None:
        other, same = visit.form.get("lain", ""), visit.form.get("sama") == "ya"
        links.decide(session, office, visit.actor, number_of(visit), other, same, visit.now)

    return carry_out(visit, deed, "ditautkan")


def keep(visit: Visit) -> Response:
    """Holds the report back from deletion by time, or lets it go."""
    held = visit.form.get("tahan") == "ya"

    def deed(session: Session, office: Office) -> None:
        purging.hold(session, office, visit.actor, number_of(visit), held, visit.now)

    return carry_out(visit, deed, "ditahan" if held else "dilepas_tahanan")


def evidence(visit: Visit) -> Response:
    def deed(session: Session, office: Office) -> None:
        data, media_type = visit.file
        args = (session, office, visit.actor, number_of(visit), visit.house.media_dir)
        casework.add_evidence(*args, data, media_type, visit.now)

    return carry_out(visit, deed, "bukti_masuk")


def talk(visit: Visit) -> Response:
    """Takes the talk over from the assistant, or gives it back."""
    back = visit.form.get("cara") == "kembalikan"

    def deed(session: Session, office: Office) -> None:
        reporter = casework.own(session, office, visit.actor, number_of(visit))["reporter_id"]
        act = handovers.give_back if back else handovers.take
        act(session, office, visit.actor, reporter, visit.now)

    return carry_out(visit, deed, "dikembalikan" if back else "diambil_alih")
