"""What the map of a workbench marks: the network that is lost, as GeoJSON, and whom that touches.

Customers are columns, which a browser makes features of: thousands of features would be most of
what an answer weighs, and of the time it takes.

Marks beyond ``MOST`` are left out, and how many is told: the counts are never of what is drawn.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from data.snapshot.grid import with_id
from desk.outages.affected import BASES
from desk.outages.back import NONE_BACK
from desk.outages.overlap import overlap
from rules.outages.codes import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from data.snapshot.judged import Snapshot
    from desk.outages.affected import Affected
    from desk.outages.back import Power
    from desk.outages.declared import Declared, PartRef
    from rules.viewer import Viewer

MOST = 4_000
"""Customers, and transformers, that are marked one by one: the most important of them."""
MILLION = 1_000_000
OFF, ON, BACK = range(3)
"""How somebody stands on the list: left off, on it, and with power again."""
Feature = dict[str, Any]


def marks(
    snapshot: Snapshot,
    viewer: Viewer,
    declared: Declared,
    whom: Affected,
    beside: Sequence[PartRef] = (),
    *,
    area: bool,
    power: Power = NONE_BACK,
) -> dict[str, Any]:
    """Return the marks of an outage beside what others have switched.

    ``area`` is whether the area is among them or drawn by the browser. What has power again by
    ``power`` is not marked as lost any more.
    """
    features = [
        *(_area(declared) if area else ()),
        *_lost(snapshot, declared, beside, power),
        *_transformers(snapshot, declared, whom, beside, power),
        *_switches(snapshot, declared),
    ]
    return {"features": features, "customers": _customers(snapshot, viewer, whom, power)}


def bounds(
    snapshot: Snapshot, _viewer: Viewer, declared: Declared, whom: Affected
) -> tuple[float, float, float, float] | None:
    """Return what to look at (degrees), none where nothing has a place yet."""
    raw = snapshot.customers.raw
    boxes = [] if declared.area is None else [declared.area.bounds]
    if len(whom.rows):
        x, y = raw.x[whom.rows], raw.y[whom.rows]
        boxes.append((float(x.min()), float(y.min()), float(x.max()), float(y.max())))
    if not boxes:
        return None
    west, south, east, north = (list(edge) for edge in zip(*boxes, strict=True))
    return min(west), min(south), max(east), max(north)


def _area(declared: Declared) -> Iterator[Feature]:
    if declared.area is not None:
        yield _feature("area", shapely.geometry.mapping(declared.area))


def _lost(
    snapshot: Snapshot, declared: Declared, beside: Sequence[PartRef], power: Power
) -> Iterator[Feature]:
    """Return the sections that have no power."""
    grid = snapshot.grid
    if not declared.parts or power.all:
        return
    dead = np.zeros(len(grid.network.nodes), bool)
    dead[overlap(grid, power.held.of(declared.parts), beside).lost] = True
    first = len(grid.sections)
    lost = dead[grid.network.start[:first]] & dead[grid.network.stop[:first]]
    named = {part.ref for part in declared.parts if part.noun is Part.SECTION}
    for row, without in zip(grid.sections, lost.tolist(), strict=True):
        if row.geometry is not None and (without or row.id in named):
            yield _feature("section", shapely.geometry.mapping(row.geometry))


def _switches(snapshot: Snapshot, declared: Declared) -> Iterator[Feature]:
    """Return the switches that are opened or closed."""
    refs = [part.ref for part in declared.parts if part.noun is Part.SWITCH]
    yield from _points("tie", (with_id(snapshot.grid.switches, ref) for ref in refs))


def _transformers(
    snapshot: Snapshot,
    declared: Declared,
    whom: Affected,
    beside: Sequence[PartRef],
    power: Power,
) -> Iterator[Feature]:
    rows, places = snapshot.grid.transformers, whom.transformers
    if power.all:
        return
    if power.held != NONE_BACK.held:
        still = overlap(snapshot.grid, power.held.of(declared.parts), beside).transformers
        places = np.intersect1d(places, still)
    fed = _fed_again(snapshot, whom, power)
    dead = (rows[place] for place in places.tolist() if rows[place].id not in fed)
    yield from _points("transformer", islice(dead, MOST))


def _fed_again(snapshot: Snapshot, whom: Affected, power: Power) -> frozenset[int]:
    """Return the transformers (ids) of whose listed customers everybody has power again."""
    raw, listed = snapshot.customers.raw, whom.rows[whom.touched]
    back = np.isin(raw.id[listed], list(power.back))
    at = raw.transformer_id[listed]
    return frozenset(np.setdiff1d(at[back], at[~back]).tolist())


def _points(what: str, rows: Iterable[Any]) -> Iterator[Feature]:
    for row in rows:
        if row is not None and row.x is not None and row.y is not None:
            yield _feature(what, {"type": "Point", "coordinates": [row.x, row.y]}, id=row.id)


def _customers(snapshot: Snapshot, _viewer: Viewer, whom: Affected, power: Power) -> dict[str, Any]:
    """Return columns: places in millionths of a degree from a corner, ids, bases, standing."""
    raw, rows = snapshot.customers.raw, whom.rows[:MOST]
    back = np.isin(raw.id[rows], list(power.back))
    x, y = raw.x[rows], raw.y[rows]
    west, south = (float(x.min()), float(y.min())) if len(rows) else (0.0, 0.0)
    return {
        "corner": [west, south],
        "x": np.rint((x - west) * MILLION).astype(np.int64).tolist(),
        "y": np.rint((y - south) * MILLION).astype(np.int64).tolist(),
        "id": raw.id[rows].tolist(),
        "basis": whom.basis[:MOST].tolist(),
        "bases": [str(basis) for basis in BASES],
        "on": np.where(back, BACK, np.where(whom.touched[:MOST], ON, OFF)).tolist(),
    }


def _feature(what: str, geometry: dict[str, Any], **more: object) -> Feature:
    return {"type": "Feature", "geometry": geometry, "properties": {"what": what, **more}}
