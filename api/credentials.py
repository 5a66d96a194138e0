"""What a request carries to say who asks: a token, or the cookie of a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

if TYPE_CHECKING:
    from fastapi import Response
    from starlette.types import Scope

    from desk.desk import Desk
    from rules.viewer import Viewer

COOKIE = "battlemap_session"
BEARER = "bearer "


@dataclass(frozen=True, slots=True)
class Credential:
    """A token or a session's secret, empty where there is neither, and the address it came from.

    A request that carries both asks as the machine: no browser sends a token by itself.
    """

    origin: str
    token: str = ""
    secret: str = ""

    def viewer(self, desk: Desk) -> Viewer | None:
        """Ask the store whose it is now.

        Raises
        ------
        data.store.StoreAway
            The database cannot be reached.
        """
        if self.token:
            return desk.door.by_token(self.token, self.origin)
        return desk.door.by_cookie(self.secret, self.origin) if self.secret else None


def credential_of(scope: Scope) -> Credential:
    """Return what a request carries. Any ``Authorization`` counts as a token, if a bad one."""
    request = HTTPConnection(scope)
    origin = request.client.host if request.client else ""
    said = request.headers.get("authorization")
    if said is None:
        return Credential(origin, secret=request.cookies.get(COOKIE, ""))
    token = said[len(BEARER) :].strip() if said.lower().startswith(BEARER) else ""
    return Credential(origin, token=token or "none")


def give(response: Response, scope: Scope, desk: Desk, secret: str) -> None:
    """Hand a session's secret to a browser: no script reads it, no other site makes it sent."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=desk.settings.session_days * 24 * 3600,
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_secure(scope, desk),
    )


def take_back(response: Response, scope: Scope, desk: Desk) -> None:
    """Make a browser forget its session."""
    response.delete_cookie(
        COOKIE, path="/", httponly=True, samesite="lax", secure=is_secure(scope, desk)
    )


def is_secure(scope: Scope, desk: Desk) -> bool:
    """Tell whether cookies may travel by TLS only: the request did, or the settings say so."""
    return scope["scheme"] == "https" or desk.settings.secure_cookies
