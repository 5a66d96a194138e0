"""The guard of every address: who asks is settled here, before anything is answered.

A pure ASGI application around all others, so that streams pass through it piece by piece. What
is not named in ``OPEN`` is for those who are signed in; a forgotten route is closed, not open.
"""

from __future__ import annotations

from collections import OrderedDict
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.credentials import credential_of
from api.problems import problem
from data.store import StoreAway
from desk.asking import NotSignedIn, asked_by
from desk.door.throttle import TooMany
from errors import BattlemapError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from api.credentials import Credential
    from desk.desk import Desk
    from rules.viewer import Viewer

SIGN_IN = "/signin"
SESSION = "/api/v1/session"
STILL = ("/assets/", "/_dash-component-suites/", "/_favicon.ico", "/api/v1/health")
WAYS_IN = ("demo", "out", "out-everywhere", "provider", "provider/return")
OPEN = (*STILL, SIGN_IN, *(f"{SIGN_IN}/{way}" for way in WAYS_IN))
"""Addresses, or with a slash at the end all below, that strangers may ask for."""
MACHINES = ("/api/", "/tiles/", "/_dash-", "/map.png", "/list.")
"""Where a stranger who is no browser's window is told a problem; a person is shown the way in."""
PAGES = frozenset({"/api/docs"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITE = frozenset({"same-origin", "none"})
POLICY_VIOLATION = 1008
MOST_REMEMBERED = 2_000


class Foreign(BattlemapError):
    """A page of another site makes the browser ask: nobody at the screen wants that."""

    code = "door.foreign"


class Guard:
    """Lets requests through on behalf of who asks, and nobody else."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        """Stand before ``app``."""
        self.app, self.desk = app, desk
        self._last: OrderedDict[Credential, Viewer] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it through."""
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        if scope["type"] != "http":  # Dash has a web socket for callbacks, which we do not use
            return await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        try:
            await self._answer(scope, receive, send)
        except _Refused as refused:
            await refused.response(scope, receive, send)
        return None

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request, credential = Request(scope), credential_of(scope)
        if not credential.token and not is_same_site(request, signed_in=bool(credential.secret)):
            raise _Refused(problem(request, Foreign()))
        viewer = await self._viewer(request, credential)
        if viewer is None:
            if not is_open(request):
                raise _Refused(_stranger(request))
            return await self.app(scope, receive, send)
        self._limit(request, viewer)
        with asked_by(viewer, lambda: credential.viewer(self.desk)):
            return await self.app(scope, receive, send)

    async def _viewer(self, request: Request, credential: Credential) -> Viewer | None:
        if is_still(request) or not (credential.token or credential.secret):
            return None
        try:
            viewer = await run_in_threadpool(credential.viewer, self.desk)
        except StoreAway as error:
            return self._known(request, credential, error)
        self._remember(credential, viewer)
        return viewer

    def _remember(self, credential: Credential, viewer: Viewer | None) -> None:
        self._last.pop(credential, None)
        if viewer is not None:
            self._last[credential] = viewer
        while len(self._last) > MOST_REMEMBERED:
            self._last.popitem(last=False)

    def _known(self, request: Request, credential: Credential, error: StoreAway) -> Viewer | None:
        # While the database is away the map of before stays on the screen, for those who had it:
        # nobody's role can have changed where it is kept.
        viewer = self._last.get(credential)
        if viewer is None and _is_for_machines(request) and not is_open(request):
            raise _Refused(problem(request, error)) from error
        return viewer

    def _limit(self, request: Request, viewer: Viewer) -> None:
        if request.url.path == "/api/v1/customers" and "q" in request.query_params:
            try:
                self.desk.searches.take(viewer.name)
            except TooMany as error:
                raise _Refused(problem(request, error)) from error


class _Refused(Exception):
    """The request ends here, with an answer."""

    def __init__(self, response: ASGIApp) -> None:
        """Keep the answer."""
        self.response = response


def is_open(request: Request) -> bool:
    """Tell whether strangers may ask for this."""
    path = request.url.path
    if path == SESSION:
        return request.method == "POST"
    return any(path.startswith(known) if known.endswith("/") else path == known for known in OPEN)


def is_still(request: Request) -> bool:
    """Tell whether the answer is the same for everybody, so that nobody is looked up."""
    return request.url.path.startswith(STILL)


def is_same_site(request: Request, *, signed_in: bool) -> bool:
    """Tell whether a request that changes something is meant by who sits at the browser.

    Browsers say on their own where such a request comes from. Who says nothing is no browser:
    that may sign in, but not use a cookie, which only browsers are given.
    """
    if request.method in SAFE:
        return True
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in OWN_SITE
    origin = request.headers.get("origin")
    if origin is None:
        return not signed_in
    # An origin is a scheme and a host, nothing else: what is behind the scheme must be our host.
    host = request.headers.get("host")
    return bool(host) and origin.partition("://")[2] == host


def way_to_sign_in(request: Request) -> str:
    """Return the address of the sign-in page that leads back to what was asked for."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{SIGN_IN}?next={quote(request.url.path + query, safe='')}"


def _is_for_machines(request: Request) -> bool:
    path = request.url.path
    if request.method not in SAFE:
        return True
    return path.startswith(MACHINES) and path not in PAGES and not _is_opened(request)


def _is_opened(request: Request) -> bool:
    """Tell whether somebody opens this as a page, as by a link to a file that a colleague sent.

    A window accepts HTML; what scripts, images and programs ask for does not say so. A token is a
    program's, whatever it accepts.
    """
    accepted = request.headers.get("accept", "")
    return "text/html" in accepted and "authorization" not in request.headers


def _stranger(request: Request) -> ASGIApp:
    if _is_for_machines(request):
        return problem(request, NotSignedIn())
    return RedirectResponse(way_to_sign_in(request), HTTPStatus.SEE_OTHER)
