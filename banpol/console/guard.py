"""Before every page: who is it, may they, and did this form come from our own page. Denies by default."""

from __future__ import annotations

import hashlib
import hmac
from typing import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from banpol.console import confirmation
from banpol.console.forms import Form, read_form
from banpol.console.house import House, Visit
from banpol.console.page import Page
from banpol.console.replies import problem
from banpol.register import sessions
from banpol.register.sessions import SignedIn

COOKIE = "__Host-banpol"
# What is open to whom still has a password that another has made, or no authenticator yet.
_BEFORE_THE_CHANGE, _BEFORE_THE_SETUP = ("/kata-sandi", "/keluar"), ("/autentikator", "/keluar")
Endpoint = Callable[[Request], Awaitable[Response]]


def guarded(page: Page, house: House) -> Endpoint:
    """The page's handler behind its guard."""

    async def endpoint(request: Request) -> Response:
        form = await read_form(page, request) if page.method == "POST" else Form()
        if form is None:
            return problem(Visit(request, house, house.clock.now()), 413)
        return await run_in_threadpool(_answer, page, house, request, form)

    return endpoint


def _answer(page: Page, house: House, request: Request, form: Form) -> Response:
    now = house.clock.now()
    token = request.cookies.get(COOKIE, "")
    signed_in = _signed_in(page, house, token) if token else None
    csrf = csrf_of(signed_in.born) if signed_in else ""
    visit = Visit(request, house, now, signed_in, csrf, form.fields, form.file)
    refusal, renewed = _refusal(page, visit), ""
    if refusal is None and page.weighs:
        refusal, renewed = confirmation.asked(page, visit)
    answer = refusal or page.handler(visit)
    if renewed:
        keep(answer, renewed)
    return answer


def _signed_in(page: Page, house: House, token: str) -> SignedIn | None:
    now = house.clock.now()
    with house.database.read() as session:
        found = sessions.look_up(session, token, now)
    # A queue that refreshes by itself is not a person at the desk.
    if found and found.stale and not page.by_itself:
        with house.database.write() as session:
            sessions.touch(session, found.token_hash, now)
    return found


def _refusal(page: Page, visit: Visit) -> Response | None:
    if page.method == "POST" and not _from_our_page(visit.request):
        return problem(visit, 403)
    if page.roles is None:
        return None
    if visit.signed_in is None:
        return RedirectResponse("/masuk", 303)
    if visit.signed_in.must_set_up and page.path not in _BEFORE_THE_SETUP:
        return RedirectResponse("/autentikator", 303)
    if (
        visit.signed_in.must_change
        and not visit.signed_in.must_set_up
        and page.path not in _BEFORE_THE_CHANGE
    ):
        return RedirectResponse("/kata-sandi", 303)
    if visit.actor.role not in page.roles:
        return problem(visit, 403)
    if page.method == "POST" and not hmac.compare_digest(
        visit.form.get("csrf", "").encode("utf-8", "replace"), visit.csrf.encode()
    ):
        return problem(visit, 403)
    return None


def keep(answer: Response, token: str) -> None:
    """Hands the browser the token of its session."""
    answer.set_cookie(COOKIE, token, path="/", secure=True, httponly=True, samesite="strict")


def csrf_of(born: str) -> str:
    """Follows from how the session began, which no other page can read; other tabs outlive a fresh code."""
    return hmac.new(born.encode(), b"csrf", hashlib.sha256).hexdigest()


def _from_our_page(request: Request) -> bool:
    # Under no-referrer a browser sends Origin: null with our own forms; Sec-Fetch-Site tells them apart.
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("origin") == f"{request.url.scheme}://{request.headers.get('host')}"
