"""For administrators: accounts, the tables of the house, and how the house itself is; no report in sight."""

from __future__ import annotations

import json
from typing import Any

import yaml
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from banpol.console.house import Visit
from banpol.console.pages import labels
from banpol.console.replies import problem, shown
from banpol.register import alerting, operators, upkeep
from banpol.register.actors import ROLES
from banpol.register.errors import UnknownChoice, VersionConflict
from banpol.register.lists import read_list
from banpol.register.office import CANNED, CANNED_FILE, DEADLINES, ROUTING, change_setting, read_setting

TABLES = {
    ROUTING: ("Satuan dan penerusan", "satuan.yml"),
    DEADLINES: ("Tenggat (menit)", "tenggat.yml"),
    CANNED: ("Jawaban siap pakai", CANNED_FILE),
}


def show(visit: Visit) -> Response:
    return render(visit, news=labels()["kabar"].get(visit.request.query_params.get("kabar", ""), ""))


def render(visit: Visit, status: int = 200, **more: Any) -> Response:
    """The page; `made` is what is shown only in the answer to the form that made it."""
    with visit.house.database.read() as session:
        office = visit.office(session)
        values: dict[str, Any] = {
            "accounts": operators.everybody(session),
            "units": office.routing.units,
            "versions": {name: read_setting(session, name)[1] for name in TABLES},
            "upkeep": upkeep.runs(session, visit.now),
            "stuck": alerting.unsent(session),
        }
    values |= {
        "tables": TABLES,
        "roles": ROLES,
        "kinds": labels()["jenis"],
        "complaint": "",
        "made": None,
        "news": "",
    }
    return shown(visit, "admin.html", status, **{**values, **more})


def table(visit: Visit) -> Response:
    name = visit.request.path_params["name"]
    if name not in TABLES:
        return problem(visit, 404)
    with visit.house.database.read() as session:
        text, version = _text(session, name)
    return _table(visit, name, text, version, "")


def _text(session: Session, name: str) -> tuple[str, int]:
    body, version = read_setting(session, name)
    if body is None:
        body = read_list(TABLES[name][1])
    return yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=110), version


def _table(visit: Visit, name: str, text: str, version: int, complaint: str, **more: Any) -> Response:
    values = {"table": name, "words": TABLES[name][0], "text": text, "version": version}
    status = 200 if not complaint else more.pop("status", 422)
    return shown(
        visit, "admin_tabel.html", status, **values, complaint=complaint, now_held=more.get("now_held")
    )


def change_table(visit: Visit) -> Response:
    """Checked by the very reader that will use it; a change over an older version shows both (409)."""
    name = visit.request.path_params["name"]
    if name not in TABLES:
        return problem(visit, 404)
    text, version = visit.form.get("isi", ""), visit.form.get("versi", "")
    try:
        body = _read(text)
        with visit.house.database.write() as session:
            office = visit.office(session)
            number = int(version) if version.isdecimal() and len(version) < 9 else -1
            change_setting(session, office, visit.actor, name, body, number, visit.now)
    except VersionConflict as conflict:
        with visit.house.database.read() as session:
            held, newest = _text(session, name)
        words = f"Tabel ini diubah {conflict.current.changed_by or 'orang lain'} sesudah Anda membukanya."
        return _table(visit, name, text, newest, words, status=409, now_held=held)
    except (UnknownChoice, yaml.YAMLError, TypeError, ValueError, RecursionError) as wrong:
        return _table(visit, name, text, int(version) if version.isdecimal() else 0, _wrong(wrong))
    return RedirectResponse(f"/admin/tabel/{name}", 303)


def _read(text: str) -> Any:
    """Plain data; references are refused, since a few lines of them can stand for gigabytes."""
    if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, yaml.SafeLoader)):
        raise UnknownChoice("references (*) have no place in a table")
    return json.loads(json.dumps(yaml.safe_load(text)))


def _wrong(wrong: Exception) -> str:
    detail = str(wrong) if isinstance(wrong, UnknownChoice) else type(wrong).__name__
    return f"Belum tersimpan, isinya tidak sesuai bentuk tabel: {detail}"
