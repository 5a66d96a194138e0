"""The network over HTTP: who is out when switches open and close, and what could feed back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import numpy as np
from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.areas import FIRST, by_code
from api.customers import CustomerOut
from api.viewer import Asking
from desk.outages.backfeed import BackFeed, ties
from desk.outages.counting import counted
from desk.outages.switching import switched
from desk.outages.trace import NO_FEEDER, supplied, trace
from desk.people import persons

if TYPE_CHECKING:
    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from desk.outages.trace import Supplied
    from rules.viewer import Viewer

MOST_SWITCHES, LONGEST_CODE = 1_000, 120
Codes = Annotated[
    list[Annotated[str, Field(max_length=LONGEST_CODE)]], Field(max_length=MOST_SWITCHES)
]


class TraceIn(BaseModel):
    """Codes of switches that are opened, and of others (ties) that are closed."""

    open: Codes = []
    close: Codes = []


class BackFeedOut(BaseModel):
    """A tie (code) and how many customers it would restore.

    ``feeder`` (code) would feed them, null where that is not just one.
    """

    tie: str
    restores: int
    by_sensitivity: dict[str, int]
    transformers: int
    feeder: str | None


class SavedOut(BaseModel):
    """Who has lost one of two supplies and lives by the other, and its feeder (code)."""

    customer: CustomerOut
    feeder: str | None


class TraceOut(BaseModel):
    """Who is out; ``transformers`` are codes.

    ``saved`` counts those who live by a second supply, and ``saved_first`` are the first 200 of
    them by priority. ``backfeed`` begins with the tie that helps the most sensitive.
    """

    count: int
    transformers: list[str]
    by_sensitivity: dict[str, int]
    backfeed: list[BackFeedOut]
    saved: int
    saved_first: list[SavedOut]


def router(desk: Desk) -> APIRouter:
    """Return the route of the trace."""
    routes = APIRouter(prefix="/api/v1", tags=["outages"])

    @routes.post("/network/trace", summary="Who is out when switches open and close")
    def traced(viewer: Asking, asked: TraceIn) -> TraceOut:
        snapshot = desk.seen(viewer)
        grid = snapshot.grid
        found = trace(grid, switched(grid, asked.open, asked.close))
        supply = supplied(snapshot.customers, found)
        counts = counted(snapshot, supply.out)
        return TraceOut(
            count=counts.count,
            transformers=[grid.transformers[n].code for n in found.transformers],
            by_sensitivity=by_code(counts.by_sensitivity),
            backfeed=[_tie(one) for one in ties(snapshot, found, supply)],
            saved=len(supply.saved),
            saved_first=_saved(snapshot, viewer, supply),
        )

    return routes


def _tie(one: BackFeed) -> BackFeedOut:
    return BackFeedOut(
        tie=one.tie.code,
        restores=one.customers,
        by_sensitivity=by_code(one.by_sensitivity),
        transformers=one.transformers,
        feeder=one.feeder.code if one.feeder else None,
    )


def _saved(snapshot: Snapshot, viewer: Viewer, supply: Supplied) -> list[SavedOut]:
    order = np.argsort(snapshot.customers.index.rank[supply.saved])[:FIRST]
    people = persons(snapshot, viewer, supply.saved[order])
    feeders = supply.saved_by[order].tolist()
    return [
        SavedOut(
            customer=CustomerOut.model_validate(person, from_attributes=True),
            feeder=None if feeder == NO_FEEDER else snapshot.grid.feeders[feeder].code,
        )
        for person, feeder in zip(people, feeders, strict=True)
    ]
