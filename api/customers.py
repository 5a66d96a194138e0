"""Customers over HTTP: in a box, by what people know of them, the most important first."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.problems import BadQuery
from api.viewer import Asking
from desk import people

if TYPE_CHECKING:
    from desk.desk import Desk

CORNERS = 4


class CustomerOut(BaseModel):
    """A customer; sensitivity and urgency are numbers of the contract.

    ``life_support`` is null for who must not know.
    """

    id: int
    account: str
    name: str
    address: str
    sensitivity: int
    urgency: int
    life_support: bool | None
    class_: int = Field(serialization_alias="class")
    x: float
    y: float


class CustomersOut(BaseModel):
    """``count`` is how many there are, ``customers`` the first of them by priority."""

    count: int
    customers: list[CustomerOut]


def router(desk: Desk) -> APIRouter:
    """Return the route of the customers."""
    routes = APIRouter(prefix="/api/v1", tags=["customers"])

    @routes.get("/customers", summary="Customers in a box or matching a text")
    def listed(
        viewer: Asking,
        bbox: Annotated[
            str | None, Query(description="west,south,east,north in WGS-84 degrees")
        ] = None,
        q: Annotated[str | None, Query(max_length=60)] = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> CustomersOut:
        found = people.customers(
            desk.seen(viewer), viewer, _box(bbox) if bbox is not None else None, q, limit
        )
        rows = [CustomerOut.model_validate(row, from_attributes=True) for row in found.first]
        return CustomersOut(count=found.count, customers=rows)

    return routes


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        corners = [float(part) for part in text.split(",")]
    except ValueError:
        corners = []
    if len(corners) != CORNERS or not all(math.isfinite(corner) for corner in corners):
        raise BadQuery(name="bbox", value=text, expected="west,south,east,north")
    west, south, east, north = corners
    return west, south, east, north
