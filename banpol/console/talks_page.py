"""Talks in which an officer was called for or speaks: the list, one of them, answering, giving back."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from sqlalchemy.orm import Session
from starlette.responses import Response

from banpol.console.deeds import settle
from banpol.console.house import Visit
from banpol.console.message_fate import unreachable_words
from banpol.console.pages import labels, left
from banpol.console.replies import problem, shown
from banpol.console.report_page import shown_line
from banpol.post import reachability
from banpol.post.ids import new_id
from banpol.register import conversation, handovers, talks
from banpol.register.errors import SomethingMissing, UnknownReport
from banpol.register.office import Office


def listed(visit: Visit) -> Response:
    with visit.house.database.read() as session:
        rows = talks.listed(session, visit.actor)
    return shown(visit, "percakapan.html", rows=rows)


def show(visit: Visit) -> Response:
    return _show(visit, 200, "", {})


def _show(visit: Visit, status: int, sentence: str, kept: Mapping[str, str]) -> Response:
    house, talk_id = visit.house, str(visit.request.path_params["talk_id"])
    try:
        with house.database.write() as session:
            office = visit.office(session)
            args = (session, office, house.opener, visit.actor)
            row, lines = talks.look(*args, talk_id, visit.now)
            names = talks.names_of(session, house.opener, row["reporter_id"])
            until = conversation.free_until(session, row["reporter_id"])
            holder = handovers.holder(session, row["reporter_id"])
            lost = unreachable_words(reachability.look_up(session, row["reporter_id"]))
    except UnknownReport:
        return problem(visit, 404)
    news = labels()["kabar"].get(visit.request.query_params.get("kabar", ""), "")
    values: dict[str, Any] = {
        "row": row,
        "talk": [shown_line(line, names) for line in lines],
        "holder": holder,
        "news": news,
        "unreachable": lost,
    }
    values |= {"canned": office.canned, "form_key": new_id(), "complaint": sentence, "kept": kept}
    values |= {"window": until, "window_words": left(until, visit.now) if until else ""}
    return shown(visit, "percakapan_satu.html", status, **values)


def reply(visit: Visit) -> Response:
    def deed(session: Session, office: Office, talk_id: str) -> None:
        text = visit.form.get("balasan", "").strip() or office.canned.get(visit.form.get("siap", ""), "")
        key = visit.form.get("kunci", "")
        if not key.isalnum():
            raise SomethingMissing("key", "the form lost its key")
        talks.reply(session, office, visit.actor, talk_id, text, key, visit.now)

    return _done(visit, deed, "dibalas")


def hand(visit: Visit) -> Response:
    """Takes it over, or gives it back to the assistant."""
    back = visit.form.get("cara") == "kembalikan"

    def deed(session: Session, office: Office, talk_id: str) -> None:
        reporter = talks.one(session, visit.actor, talk_id)["reporter_id"]
        act = handovers.give_back if back else handovers.take
        act(session, office, visit.actor, reporter, visit.now)

    return _done(visit, deed, "dikembalikan" if back else "diambil_alih")


def _done(visit: Visit, deed: Callable[[Session, Office, str], None], news: str) -> Response:
    talk_id = str(visit.request.path_params["talk_id"])

    def act(session: Session, office: Office) -> str:
        deed(session, office, talk_id)
        return f"/percakapan/{talk_id}?kabar={news}"

    return settle(visit, act, UnknownReport, lambda sentence: _show(visit, 422, sentence, visit.form))
