"""Accounts of the team, as administrators make and change them: all audited, none their own."""

from __future__ import annotations

from typing import Callable

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from banpol.console import admin_page
from banpol.console.house import Visit
from banpol.console.replies import problem
from banpol.register import accounts, passwords
from banpol.register.errors import NotAllowed, RegisterError, UnknownChoice
from banpol.register.operators import LastAdmin, NewAccount

_REFUSED = {
    LastAdmin: "Itu akun admin terakhir. Jadikan orang lain admin dahulu.",
    UnknownChoice: "Satuan itu tidak ada.",
}


def add(visit: Visit) -> Response:
    """One-time password and set-up code are in this answer and nowhere else."""
    form, password = visit.form, passwords.one_time()
    login, unit, named = form.get("nama", "").strip().lower(), _unit(visit), _named(visit)
    account = NewAccount(login, form.get("peran", ""), password, unit, named, must_change=True)
    try:
        with visit.house.database.write() as session:
            _check_unit(session, visit)
            keys = visit.house.keys
            code = accounts.make(session, keys, account, by=visit.actor, now=visit.now)
    except NotAllowed:
        return problem(visit, 403)
    except RegisterError as refusal:
        words = (
            "Nama masuk harus 3 sampai 32 huruf kecil, angka, atau titik, belum dipakai, dan perannya ada."
        )
        return admin_page.render(visit, 422, complaint=_REFUSED.get(type(refusal), words))
    made = {"login": login, "what": "akun", "password": password, "code": code}
    return admin_page.render(visit, made=made)


def switch(visit: Visit) -> Response:
    """Closes or opens an account."""
    active = visit.form.get("aktif") == "ya"

    def deed(session: Session, login: str) -> None:
        keys = visit.house.keys
        accounts.switch(session, keys, login, active, by=visit.actor, now=visit.now)

    return _done(visit, deed, "akun_dibuka" if active else "akun_ditutup")


def change_role(visit: Visit) -> Response:
    def deed(session: Session, login: str) -> None:
        _check_unit(session, visit)
        args = (login, visit.form.get("peran", ""), _unit(visit), _named(visit))
        accounts.change_role(session, visit.house.keys, *args, by=visit.actor, now=visit.now)

    return _done(visit, deed, "peran_diubah")


def reset(visit: Visit) -> Response:
    """The one-time password is in this answer and nowhere else."""
    return _made(visit, "password", accounts.reset_password)


def reset_authenticator(visit: Visit) -> Response:
    """The set-up code is in this answer and nowhere else."""
    return _made(visit, "code", accounts.reset_authenticator)


def _made(visit: Visit, what: str, make: Callable[..., str]) -> Response:
    made = {"login": str(visit.request.path_params["login"]), "what": what, "password": "", "code": ""}

    def deed(session: Session, login: str) -> None:
        made[what] = make(session, visit.house.keys, login, by=visit.actor, now=visit.now)

    refused = _done(visit, deed, "")
    return admin_page.render(visit, made=made) if made[what] else refused


def _done(visit: Visit, deed: Callable[[Session, str], None], news: str) -> Response:
    try:
        with visit.house.database.write() as session:
            deed(session, str(visit.request.path_params["login"]))
    except NotAllowed:
        return problem(visit, 403)
    except RegisterError as refusal:
        words = "Akun itu tidak ada, perannya tidak dikenal, atau itu akun Anda sendiri."
        return admin_page.render(visit, 422, complaint=_REFUSED.get(type(refusal), words))
    return RedirectResponse(f"/admin?kabar={news}", 303)


def _unit(visit: Visit) -> str | None:
    return visit.form.get("satuan") or None


def _named(visit: Visit) -> bool:
    return visit.form.get("khusus") == "ya"


def _check_unit(session: Session, visit: Visit) -> None:
    unit = _unit(visit)
    if unit:
        visit.office(session).routing.unit(unit)
