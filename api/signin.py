"""The sign-in page and its forms: a browser without any script comes in by them as well."""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.credentials import credential_of, give, take_back
from api.guard import SIGN_IN, Foreign
from api.oidc import Provided
from api.problems import STATUS
from api.speech import speech
from data.store import StoreAway
from desk.asking import NotSignedIn, asking
from desk.door.welcome import welcome
from errors import BattlemapError
from screens import signin
from screens.signin import Offered, Tried
from settings import is_loopback

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from fastapi import Response

    from api.passwords import PasswordDesk
    from desk.desk import Desk
    from desk.door.signing import SignedIn
    from rules.viewer import Viewer

LONGEST_WAY = 2_000
YEAR = 365 * 24 * 3600
_SAME_SITE = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")

Way = Annotated[str, Form(max_length=LONGEST_WAY)]
Name = Annotated[str, Form(max_length=400)]
Secret = Annotated[str, Form(max_length=2_000)]


def router(desk: Desk, comparing: PasswordDesk) -> APIRouter:
    """Return the routes of the sign-in page."""
    routes = APIRouter(prefix=SIGN_IN, include_in_schema=False)

    @routes.get("")
    def shown(
        request: Request,
        onward: Annotated[str, Query(alias="next", max_length=LONGEST_WAY)] = "/",
        lang: Annotated[str | None, Query(max_length=20)] = None,
    ) -> Response:
        if _viewer() is not None:
            return _go(safe(onward))
        answer = _page(desk, request, Tried(safe(onward)))
        if lang:
            answer.set_cookie("lang", lang[:2], max_age=YEAR, path="/", samesite="lax")
        return answer

    @routes.post("")
    async def by_password(
        request: Request,
        name: Name = "",
        password: Secret = "",
        onward: Annotated[Way, Form(alias="next")] = "/",
    ) -> Response:
        origin = credential_of(request.scope).origin
        entering = comparing.sign_in(name, password, origin)
        return await _entered(desk, request, entering, Tried(safe(onward), name))

    _add_demo(routes, desk)
    _add_ways_out(routes, desk)
    if desk.settings.provider is not None:
        _add_provider(routes, desk, Provided(desk, desk.settings.provider))
    return routes


def safe(onward: str) -> str:
    """Return where to go after signing in: a place of this site, whatever a link may say.

    Browsers read a second slash, and a backslash like a slash, as the beginning of a host.
    """
    return onward if _SAME_SITE.fullmatch(onward) else "/"


def _add_demo(routes: APIRouter, desk: Desk) -> None:
    @routes.post("/demo")
    async def as_demo(
        request: Request, name: Name = "", onward: Annotated[Way, Form(alias="next")] = "/"
    ) -> Response:
        origin, tried = credential_of(request.scope).origin, Tried(safe(onward))
        if not is_loopback(request.url.hostname or ""):
            # A name of another site that leads to this machine: its page would come in by itself.
            return await _refused(desk, request, tried, Foreign())
        entering = run_in_threadpool(desk.door.enter_demo, name, origin)
        return await _entered(desk, request, entering, tried)


def _add_ways_out(routes: APIRouter, desk: Desk) -> None:
    @routes.post("/out")
    def out(request: Request) -> Response:
        viewer, secret = _viewer(), credential_of(request.scope).secret
        if viewer is not None and secret:
            desk.door.sign_out(viewer, secret)
        return _gone(desk, request)

    @routes.post("/out-everywhere")
    def out_everywhere(request: Request) -> Response:
        viewer = _viewer()
        if viewer is not None:
            desk.door.sign_out_everywhere(viewer, viewer.name)
        return _gone(desk, request)


def _add_provider(routes: APIRouter, desk: Desk, provided: Provided) -> None:
    @routes.get("/provider")
    async def to_provider(
        request: Request, onward: Annotated[str, Query(alias="next", max_length=LONGEST_WAY)] = "/"
    ) -> Response:
        try:
            return await run_in_threadpool(provided.begin, request, safe(onward))
        except BattlemapError as error:
            return await _refused(desk, request, Tried(safe(onward)), error)

    @routes.get("/provider/return")
    async def back(request: Request) -> Response:
        onward = safe(provided.onward(request))
        entering = run_in_threadpool(provided.end, request)
        answer = await _entered(desk, request, entering, Tried(onward))
        provided.forget(answer, request)
        return answer


async def _entered(
    desk: Desk, request: Request, entering: Awaitable[SignedIn], tried: Tried
) -> Response:
    try:
        entered = await entering
    except BattlemapError as error:
        return await _refused(desk, request, tried, error)
    answer = _go(tried.onward)
    give(answer, request.scope, desk, entered.secret)
    return answer


async def _refused(desk: Desk, request: Request, tried: Tried, error: BattlemapError) -> Response:
    status = STATUS.get(error.code, HTTPStatus.UNPROCESSABLE_ENTITY)
    said = Tried(tried.onward, tried.name, speech(request).error(error))
    answer = await run_in_threadpool(_page, desk, request, said, status)
    if "seconds" in error.facts:
        answer.headers["Retry-After"] = str(error.facts["seconds"])
    return answer


def _page(
    desk: Desk, request: Request, tried: Tried, status: HTTPStatus = HTTPStatus.OK
) -> HTMLResponse:
    say = speech(request)
    try:
        found = welcome(desk.store, desk.settings)
    except StoreAway as error:
        tried = replace(tried, problem=say.error(error), retry=request.method == "GET")
        status, found = HTTPStatus.SERVICE_UNAVAILABLE, None
    if found is not None and found.filling and not tried.problem:
        tried = replace(tried, problem=say("door.filling"), retry=request.method == "GET")
    if found is not None and not tried.problem and credential_of(request.scope).secret:
        # Who goes by this page of their own will, or went out, brings no session that is over.
        tried = replace(tried, problem=say("door.over"))
    people = [(person.name, person.role) for person in found.demo] if found else []
    provider = desk.settings.provider is not None
    nobody = found is not None and found.nobody
    offered = Offered(people, provider=provider, nobody=nobody and not provider)
    return HTMLResponse(signin.page(say, offered, tried), status)


def _viewer() -> Viewer | None:
    try:
        return asking()
    except NotSignedIn:
        return None


def _go(onward: str) -> RedirectResponse:
    return RedirectResponse(onward, HTTPStatus.SEE_OTHER)


def _gone(desk: Desk, request: Request) -> Response:
    answer = _go(SIGN_IN)
    take_back(answer, request.scope, desk)
    return answer
