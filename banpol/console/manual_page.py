"""A report that came by telephone, e-mail, social media or in person, filed like every other."""

from __future__ import annotations

from typing import Mapping

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from banpol.console import manual_draft
from banpol.console.deeds import complaint
from banpol.console.house import Visit
from banpol.console.pages import labels
from banpol.console.replies import shown
from banpol.language.kinds import kind_table
from banpol.post import aliases
from banpol.post.ids import new_id
from banpol.register import manual
from banpol.register.deadlines import URGENCIES
from banpol.register.errors import RegisterError

_EMPTY: Mapping[str, str] = {"urgensi": "biasa", "kerahasiaan": "rahasia", "kanal": "telepon"}


def form(visit: Visit) -> Response:
    return _form(visit, 200, "", {**_EMPTY, "kunci": new_id()})


def file(visit: Visit) -> Response:
    """To the new report; or the form again with everything that was typed."""
    try:
        draft = manual_draft.draft_of(visit.form, visit.now)
        phone = manual_draft.phone_of(visit.form)
        with visit.house.database.write() as session:
            channel = visit.form.get("kanal", "")
            known = _reporter(session, visit, channel, phone) if phone else None
            office = visit.office(session)
            receipt = manual.file(session, office, visit.actor, channel, draft, visit.now, known)
    except RegisterError as refused:
        return _form(visit, 422, complaint(refused), visit.form)
    return RedirectResponse(f"/laporan/{receipt.number}?kabar=dicatat_baru", 303)


def _reporter(session: Session, visit: Visit, channel: str, phone: str) -> str:
    """The same number on the same channel is the same reporter; only its blind index is compared."""
    house = visit.house
    return aliases.reporter_for(
        session, house.keys.ring, house.blind, channel[:16], phone=phone, user_id=None, now=visit.now
    )


def _form(visit: Visit, status: int, sentence: str, kept: Mapping[str, str]) -> Response:
    values = {
        "kept": kept,
        "channels": {code: labels()["kanal"][code] for code in manual.CHANNELS},
        "kinds": {name: kind.label for name, kind in kind_table().items()},
        "urgencies": {code: labels()["urgensi"][code] for code in URGENCIES},
        "levels": {code: labels()["kerahasiaan"][code] for code in manual_draft.CONFIDENTIALITY},
        "complaint": sentence,
    }
    return shown(visit, "laporan_baru.html", status, **values)
