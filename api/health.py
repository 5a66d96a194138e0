"""How the product is: the address that pages, monitors and tests ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from data.store import StoreAway
from desk import health
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from desk.desk import Desk


class Health(BaseModel):
    """``store`` is "away" while the database cannot be reached; data_version is then unknown."""

    status: Literal["ok", "degraded"]
    store: Literal["ok", "away"]
    data_version: int | None
    demo: bool | None


def router(desk: Desk) -> APIRouter:
    """Return the route of the health."""
    routes = APIRouter(prefix="/api/v1", tags=["product"])

    @routes.get("/health", summary="Whether the product and its store are well")
    def answer(response: Response) -> Health:
        # Open to everybody, monitors included: it tells no figure about anybody.
        response.headers["Cache-Control"] = "no-store"
        try:
            found = health.standing(desk, SYSTEM)
        except StoreAway:
            return Health(status="degraded", store="away", data_version=None, demo=None)
        return Health(status="ok", store="ok", data_version=found.version, demo=found.demo)

    return routes
