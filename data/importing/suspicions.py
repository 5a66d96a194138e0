"""Whether a file looks like another datum than it was read in, by what its rows belong to.

The other side bears witness: transformers for the customers they supply, sections for what
stands at their ends, cells for whatever lies in them, named or not. In which order the two sides
came does not matter. A whole bureau in the wrong datum agrees with itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.sieve import Finding, Level
from geo.datum import Datum
from geo.guard import (
    AreaSuspicion,
    DatumSuspicion,
    areas_look_like_gcj02,
    areas_look_like_gcj02_by_position,
    looks_like_gcj02,
    looks_like_gcj02_by_areas,
    looks_like_gcj02_by_position,
)
from rules.codes import Kind

if TYPE_CHECKING:
    from data.importing.batch import Batch
    from data.importing.known import Known, Places
    from geo.arrays import FloatArray, IntArray

_MOST_PAIRS = 20_000
"""So many pairs, evenly taken from the file, tell a shift as well as all of them."""
_MOST_POINTS = 8_000
"""The same for points and cells, which take longer to compare."""
_POINTS = (Kind.CUSTOMERS, Kind.TRANSFORMERS, Kind.SWITCHES, Kind.RELAYS, Kind.ISSUES)
COMPASS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
"""Directions from north clockwise; their names are the texts ``import.direction.<one>``."""
REMEDIES = ("here", "projected", "stored")
"""What can be done, by where the suspect is; the texts ``import.remedy.datum_<one>``."""


def suspicions(batch: Batch, known: Known) -> tuple[Finding, ...]:
    """Return warnings about the datum of a batch, or of what it belongs to."""
    if batch.kind is Kind.CELLS:
        return _stored_in_cells(known)
    if batch.kind not in _POINTS:
        return ()
    return _by_names(batch, known) or _by_position(
        batch.kind, batch.number("x"), batch.number("y"), known
    )


def _by_names(batch: Batch, known: Known) -> tuple[Finding, ...]:
    if batch.kind is Kind.CUSTOMERS:
        near = _by_places(batch, "transformer", known.transformers, Kind.TRANSFORMERS, known)
        return near or _by_cells(batch, known)
    if batch.kind in (Kind.TRANSFORMERS, Kind.SWITCHES):
        node = "node" if batch.kind is Kind.TRANSFORMERS else "from_node"
        return _by_places(batch, node, known.node_places, Kind.SECTIONS, known)
    if batch.kind is Kind.ISSUES and pc.any(pc.not_equal(batch.columns["account"], "")).as_py():
        return _by_places(batch, "account", known.customers, Kind.CUSTOMERS, known)
    return ()


def _by_places(
    batch: Batch, column: str, places: Places, witness: Kind, known: Known
) -> tuple[Finding, ...]:
    step = -(-len(batch) // _MOST_PAIRS) or 1
    x, y = batch.number("x")[::step], batch.number("y")[::step]
    codes = batch.columns[column].take(pa.array(np.arange(0, len(batch), step)))
    anchor_x, anchor_y = places.at(codes)
    own = looks_like_gcj02(x, y, anchor_x, anchor_y, taken_for(batch.kind, known))
    if own is not None:
        return (_told(own, batch.kind, witness, known),)
    other = looks_like_gcj02(anchor_x, anchor_y, x, y, taken_for(witness, known))
    return (_told(other, witness, batch.kind, known),) if other is not None else ()


def _by_cells(batch: Batch, known: Known) -> tuple[Finding, ...]:
    x, y, owner = _claims(batch, known)
    if not len(known.cells.codes) or not (owner >= 0).any():
        return ()
    cells = known.cells.shapes
    own = looks_like_gcj02_by_areas(x, y, owner, cells, taken_for(batch.kind, known))
    other = areas_look_like_gcj02(x, y, owner, cells, taken_for(Kind.CELLS, known))
    return _likelier(own, other, batch.kind, "datum_by_areas", known)


def _claims(batch: Batch, known: Known) -> tuple[FloatArray, FloatArray, IntArray]:
    index = pc.fill_null(pc.index_in(batch.columns["cell"], known.cells.codes), -1)
    owner: IntArray = index.to_numpy(zero_copy_only=False).astype(np.int64)
    return batch.number("x"), batch.number("y"), owner


def _by_position(kind: Kind, x: FloatArray, y: FloatArray, known: Known) -> tuple[Finding, ...]:
    """Ask by the cells that points lie in, whatever they name."""
    if not len(known.cells.codes):
        return ()
    step = -(-len(x) // _MOST_POINTS) or 1
    x, y, cells = x[::step], y[::step], known.cells.shapes
    own = looks_like_gcj02_by_position(x, y, cells, taken_for(kind, known))
    other = areas_look_like_gcj02_by_position(x, y, cells, taken_for(Kind.CELLS, known))
    return _likelier(own, other, kind, "datum_by_position", known)


def _stored_in_cells(known: Known) -> tuple[Finding, ...]:
    """Ask fresh cells about the points in the store; points that come with them ask themselves."""
    for kind, places in ((Kind.CUSTOMERS, "customers"), (Kind.TRANSFORMERS, "transformers")):
        if kind not in known.batches:
            stored: Places = getattr(known, places)
            found = _by_position(kind, stored.x, stored.y, known)
            if found:
                return found
    return ()


def _likelier(
    own: AreaSuspicion | None, other: AreaSuspicion | None, kind: Kind, code: str, known: Known
) -> tuple[Finding, ...]:
    # The shift is nearly the same on both sides, so that mostly one direction fits. Where one
    # side was converted in this import both can, and the side that was not is named first.
    if own is not None and (other is None or own.inside_converted >= other.inside_converted):
        return (_told_by_areas(own, kind, Kind.CELLS, code, known),)
    return (_told_by_areas(other, Kind.CELLS, kind, code, known),) if other is not None else ()


def taken_for(kind: Kind, known: Known) -> Datum:
    """Return the datum that a kind was read in; what is in the store was read long ago."""
    batch = known.batches.get(kind)
    return Datum.WGS84 if batch is None else batch.datum


def _told(suspicion: DatumSuspicion, suspect: Kind, witness: Kind, known: Known) -> Finding:
    observed = suspicion.observed
    facts = _sides(suspicion.datum, suspect, witness, known) | {
        "metres": round(observed.metres),
        "direction": COMPASS[round(observed.bearing / 45.0) % len(COMPASS)],
        "bearing": round(observed.bearing),
        "consistency": round(100 * observed.consistency),
        "remaining": round(suspicion.remaining_metres),
        "n": observed.n,
    }
    return Finding("datum_by_places", observed.n, facts=facts, level=Level.WARNING)


def _told_by_areas(
    suspicion: AreaSuspicion, suspect: Kind, witness: Kind, code: str, known: Known
) -> Finding:
    points = witness if suspect is Kind.CELLS else suspect
    facts = _sides(suspicion.datum, suspect, witness, known) | {
        "points": points.value,
        "inside": round(100 * suspicion.inside_as_is),
        "converted": round(100 * suspicion.inside_converted),
        "n": suspicion.n,
    }
    return Finding(code, suspicion.n, facts=facts, level=Level.WARNING)


def _sides(datum: Datum, suspect: Kind, witness: Kind, known: Known) -> dict[str, object]:
    batch = known.batches.get(suspect)
    remedy = "stored" if batch is None else "projected" if batch.projected else "here"
    return {
        "suspect": suspect.value,
        "witness": witness.value,
        "datum": datum.value,
        "taken": taken_for(suspect, known).value,
        "witness_taken": taken_for(witness, known).value,
        "remedy": remedy,
    }
