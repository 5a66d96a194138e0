"""The page of one's own account, and its form."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.credentials import credential_of
from api.problems import STATUS
from api.speech import speech
from api.viewer import Asking
from desk.door.passwords import PasswordsDiffer
from desk.places import own_cells
from errors import BattlemapError
from screens import account
from screens.account import Standing

if TYPE_CHECKING:
    from api.passwords import PasswordDesk
    from desk.desk import Desk
    from rules.viewer import Viewer

PATH = "/account"
Secret = Annotated[str, Form(max_length=2_000)]


def router(desk: Desk, comparing: PasswordDesk) -> APIRouter:
    """Return the routes of the page."""
    routes = APIRouter(prefix=PATH, include_in_schema=False)

    @routes.get("")
    def shown(request: Request, viewer: Asking, done: bool = False) -> Response:  # noqa: FBT001, FBT002 - a parameter of the address
        return HTMLResponse(_page(desk, request, viewer, done=done))

    @routes.post("")
    async def changed(
        request: Request, viewer: Asking, old: Secret = "", new: Secret = "", again: Secret = ""
    ) -> Response:
        secret = credential_of(request.scope).secret
        try:
            if new != again:
                raise PasswordsDiffer
            await comparing.change(viewer, secret, old, new)
        except BattlemapError as error:
            said = speech(request).error(error)
            status = STATUS.get(error.code, HTTPStatus.UNPROCESSABLE_ENTITY)
            return HTMLResponse(_page(desk, request, viewer, said), status)
        return RedirectResponse(f"{PATH}?done=1", HTTPStatus.SEE_OTHER)

    return routes


def _page(
    desk: Desk, request: Request, viewer: Viewer, problem: str = "", *, done: bool = False
) -> str:
    cells = own_cells(desk.seen(viewer), viewer)
    return account.page(speech(request), Standing(viewer, cells, problem, done))
