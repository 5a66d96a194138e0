"""Signing in and out over HTTP, and who one is: what pages and programs use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from api.credentials import credential_of, give, take_back
from api.viewer import Asking
from desk.door import names, passwords
from rules import access
from rules.access import rights_of

if TYPE_CHECKING:
    from api.passwords import PasswordDesk
    from desk.desk import Desk
    from rules.viewer import Viewer


class SignIn(BaseModel):
    """Name and password of an account."""

    name: str = Field(max_length=names.LONGEST * 4)
    password: str = Field(max_length=passwords.LONGEST * 4)


class WhoOut(BaseModel):
    """Who one is: name and role of the account or token, and what it may do."""

    name: str
    role: str
    rights: list[str]
    cells: list[int]
    field: str | None


def router(desk: Desk, comparing: PasswordDesk) -> APIRouter:
    """Return the routes of the session."""
    routes = APIRouter(prefix="/api/v1/session", tags=["session"])

    @routes.post("", summary="Sign in: answers with the cookie of a session")
    async def sign_in(request: Request, response: Response, given: SignIn) -> WhoOut:
        origin = credential_of(request.scope).origin
        entered = await comparing.sign_in(given.name, given.password, origin)
        give(response, request.scope, desk, entered.secret)
        return who(entered.viewer)

    @routes.get("", summary="Who one is, and what one may do")
    def me(viewer: Asking, response: Response) -> WhoOut:
        response.headers["Cache-Control"] = "no-store"
        return who(viewer)

    @routes.delete("", status_code=204, summary="Sign out")
    def sign_out(request: Request, viewer: Asking) -> Response:
        return signed_out(desk, request, viewer)

    @routes.delete("/all", status_code=204, summary="End all sessions of oneself or somebody")
    def sign_out_everywhere(
        request: Request,
        viewer: Asking,
        name: Annotated[
            str | None, Query(max_length=200, description="an account; else one's own")
        ] = None,
    ) -> Response:
        desk.door.sign_out_everywhere(viewer, viewer.name if name is None else name)
        response = Response(status_code=204)
        if name in (None, viewer.name):
            take_back(response, request.scope, desk)
        return response

    return routes


def signed_out(desk: Desk, request: Request, viewer: Viewer) -> Response:
    """End the session of a request and return the answer that makes a browser forget it."""
    secret = credential_of(request.scope).secret
    if secret:
        desk.door.sign_out(viewer, secret)
    response = Response(status_code=204)
    take_back(response, request.scope, desk)
    return response


def who(viewer: Viewer) -> WhoOut:
    """Return somebody as other programs get them."""
    rights = rights_of(viewer.role) & access.SCOPES[viewer.scope]
    return WhoOut(
        name=viewer.name,
        role=viewer.role.value,
        rights=sorted(right.value for right in rights),
        cells=sorted(viewer.cells),
        field=viewer.field.value if viewer.field else None,
    )
