"""A drawing over HTTP, several times a second while a hand is at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.areas import by_code
from api.viewer import Asking
from desk.outages.drawing import Remark, held

if TYPE_CHECKING:
    from desk.desk import Desk

Ring = list[tuple[float, float]]


class DrawingIn(BaseModel):
    """Rings of longitude and latitude: areas, and holes that are cut out of all of them."""

    areas: list[Ring] = Field(examples=[[[[108.0, 26.0], [108.1, 26.0], [108.1, 26.1]]]])
    holes: list[Ring] = []


class DrawingOut(BaseModel):
    """Whom a drawing holds; ``count`` is null where its outline crosses itself (``crossing``)."""

    count: int | None
    by_sensitivity: dict[str, int]
    remark: Remark
    crossing: tuple[float, float] | None


def router(desk: Desk) -> APIRouter:
    """Return the route of drawings."""
    routes = APIRouter(prefix="/api/v1", tags=["outages"])

    @routes.post(
        "/areas/drawing", summary="Whom a drawing holds so far; one that is no area yet is told so"
    )
    def drawing(viewer: Asking, drawn: DrawingIn) -> DrawingOut:
        rings = {"areas": _listed(drawn.areas), "holes": _listed(drawn.holes)}
        found = held(desk, viewer, rings)
        return DrawingOut(
            count=found.count,
            by_sensitivity=by_code(found.by_sensitivity),
            remark=found.remark,
            crossing=found.crossing,
        )

    return routes


def _listed(rings: list[Ring]) -> list[list[list[float]]]:
    """Return rings as a page hands them over: lists throughout."""
    return [[list(corner) for corner in ring] for ring in rings]
