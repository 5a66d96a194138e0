"""Areas over HTTP: whom a drawn or computed area holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.customers import CustomerOut
from api.viewer import Asking
from desk.outages.area import admit
from desk.outages.counting import counted
from desk.outages.geojson import read_geojson
from desk.people import by_priority, persons

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desk.desk import Desk

FIRST = 200


class AreaIn(BaseModel):
    """A GeoJSON geometry, feature or collection of polygons, and what goes with it.

    ``crs`` names its coordinate system where that is not WGS-84 degrees: gcj02, bd09, cgcs2000 or
    an EPSG code. ``sure`` says that a very large area is meant.
    """

    type: str = Field(examples=["Polygon"])
    coordinates: list[Any] | None = Field(
        None, examples=[[[[108.0, 26.0], [108.1, 26.0], [108.1, 26.1], [108.0, 26.0]]]]
    )
    geometries: list[Any] | None = None
    geometry: dict[str, Any] | None = None
    features: list[Any] | None = None
    crs: str | dict[str, Any] | None = Field(None, examples=["gcj02"])
    sure: bool = False


class AreaOut(BaseModel):
    """Whom an area holds; ``customers`` are the first 200 by priority.

    The keys are numbers of the contract, and codes of feeders ("" where none is known).
    ``mended`` tells what was wrong with the outline and could be put right.
    """

    count: int
    by_sensitivity: dict[str, int]
    by_class: dict[str, int]
    by_feeder: dict[str, int]
    customers: list[CustomerOut]
    mended: list[str]


def router(desk: Desk) -> APIRouter:
    """Return the route of the areas."""
    routes = APIRouter(prefix="/api/v1", tags=["outages"])

    @routes.post("/areas/affected", summary="Whom an area holds: counts, and the first by priority")
    def affected(viewer: Asking, asked: AreaIn) -> AreaOut:
        snapshot = desk.seen(viewer)
        read = read_geojson(dict(asked), asked.crs)
        rows = admit(snapshot, read.area, sure=asked.sure)
        counts = counted(snapshot, rows)
        first = persons(snapshot, viewer, by_priority(snapshot, rows, FIRST))
        return AreaOut(
            count=counts.count,
            by_sensitivity=by_code(counts.by_sensitivity),
            by_class=by_code(counts.by_class),
            by_feeder=counts.by_feeder,
            customers=[CustomerOut.model_validate(row, from_attributes=True) for row in first],
            mended=[str(fault) for fault in read.mended],
        )

    return routes


def by_code(counts: Iterable[int]) -> dict[str, int]:
    """Return counts under their codes, as JSON has keys: as texts."""
    return {str(code): n for code, n in enumerate(counts)}
