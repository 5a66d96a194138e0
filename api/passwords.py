"""Passwords over HTTP: compared a few at a time, and one's own changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api.credentials import credential_of
from api.viewer import Asking
from desk.door import passwords
from desk.door.throttle import TooMany

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.door.signing import SignedIn
    from rules.viewer import Viewer

AT_ONCE = 2
"""Passwords compared at once: each takes a core for a while, and the map must go on."""
WAITING = 50
"""Who comes when so many wait already is told to come back."""
BUSY_SECONDS = 5


class NewPassword(BaseModel):
    """The password of now, and the one from now on."""

    old: str = Field(max_length=passwords.LONGEST * 4)
    new: str = Field(max_length=passwords.LONGEST * 4)


class PasswordDesk:
    """Compares passwords in threads of its own, so that guessing never stalls other answers.

    One for the whole product, by whatever way they come.
    """

    def __init__(self, desk: Desk) -> None:
        """Begin with nobody waiting."""
        self._desk, self._limit = desk, CapacityLimiter(AT_ONCE)

    async def sign_in(self, name: str, password: str, origin: str) -> SignedIn:
        """Sign somebody in.

        Raises
        ------
        desk.door.signing.WrongPassword, desk.door.throttle.TooMany
            They do not belong together, or too many wait or were wrong.
        """
        self._refuse_crowds()
        act = self._desk.door.signing.sign_in
        return await run_sync(act, name, password, origin, limiter=self._limit)

    async def change(self, viewer: Viewer, secret: str, old: str, new: str) -> None:
        """Change one's own password.

        Raises
        ------
        errors.BattlemapError
            As ``Door.change_password`` says; or too many wait (``TooMany``).
        """
        self._refuse_crowds()
        act = self._desk.door.change_password
        await run_sync(act, viewer, secret, old, new, limiter=self._limit)

    def _refuse_crowds(self) -> None:
        if self._limit.statistics().tasks_waiting >= WAITING:
            raise TooMany(seconds=BUSY_SECONDS)


def router(_desk: Desk, comparing: PasswordDesk) -> APIRouter:
    """Return the route of one's own password."""
    routes = APIRouter(prefix="/api/v1", tags=["session"])

    @routes.post(
        "/password",
        status_code=204,
        summary="Change one's own password: this session goes on, all others end",
    )
    async def change(request: Request, viewer: Asking, given: NewPassword) -> Response:
        secret = credential_of(request.scope).secret
        await comparing.change(viewer, secret, given.old, given.new)
        return Response(status_code=204)

    return routes
