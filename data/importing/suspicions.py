"""Whether a file looks like GCJ-02 or BD-09, by the things that its rows belong to.

Only files that were read as plain degrees are suspected, and only of what the other side bears
witness to: a whole bureau in the wrong datum agrees with itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.sieve import Finding, Level
from geo.guard import (
    AreaSuspicion,
    DatumSuspicion,
    areas_look_like_gcj02,
    looks_like_gcj02,
    looks_like_gcj02_by_areas,
)
from rules.codes import Kind

if TYPE_CHECKING:
    from data.importing.batch import Batch
    from data.importing.known import Known, Places
    from geo.arrays import FloatArray, IntArray

_MOST_PAIRS = 20_000
"""So many pairs, evenly taken from the file, tell a shift as well as all of them."""
COMPASS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
"""Directions from north clockwise; their names are the texts ``import.direction.<one>``."""


def suspicions(batch: Batch, known: Known) -> tuple[Finding, ...]:
    """Return warnings about the datum of a batch, or of what it belongs to."""
    if batch.kind is Kind.CUSTOMERS:
        near = _by_places(batch, "transformer", known.transformers, Kind.TRANSFORMERS)
        return near or _by_cells(batch, known)
    if batch.kind in (Kind.TRANSFORMERS, Kind.SWITCHES):
        node = "node" if batch.kind is Kind.TRANSFORMERS else "from_node"
        return _by_places(batch, node, known.node_places, Kind.SECTIONS)
    if batch.kind is Kind.ISSUES and pc.any(pc.not_equal(batch.columns["account"], "")).as_py():
        return _by_places(batch, "account", known.customers, Kind.CUSTOMERS)
    return ()


def _by_places(batch: Batch, column: str, places: Places, witness: Kind) -> tuple[Finding, ...]:
    step = -(-len(batch) // _MOST_PAIRS) or 1
    x, y = batch.number("x")[::step], batch.number("y")[::step]
    codes = batch.columns[column].take(pa.array(np.arange(0, len(batch), step)))
    anchor_x, anchor_y = places.at(codes)
    own = looks_like_gcj02(x, y, anchor_x, anchor_y)
    other = looks_like_gcj02(anchor_x, anchor_y, x, y)
    # The shift is nearly the same on both sides, so that at most one direction fits.
    if own is not None:
        return (_told(own, batch.kind, witness),)
    return (_told(other, witness, batch.kind),) if other is not None else ()


def _by_cells(batch: Batch, known: Known) -> tuple[Finding, ...]:
    x, y, owner = _claims(batch, known)
    if not len(known.cells.codes) or not (owner >= 0).any():
        return ()
    own = looks_like_gcj02_by_areas(x, y, owner, known.cells.shapes)
    other = areas_look_like_gcj02(x, y, owner, known.cells.shapes)
    if own is not None and (other is None or own.inside_converted >= other.inside_converted):
        return (_told_by_areas(own, batch.kind, Kind.CELLS),)
    return (_told_by_areas(other, Kind.CELLS, batch.kind),) if other is not None else ()


def _claims(batch: Batch, known: Known) -> tuple[FloatArray, FloatArray, IntArray]:
    index = pc.fill_null(pc.index_in(batch.columns["cell"], known.cells.codes), -1)
    owner: IntArray = index.to_numpy(zero_copy_only=False).astype(np.int64)
    return batch.number("x"), batch.number("y"), owner


def _told(suspicion: DatumSuspicion, suspect: Kind, witness: Kind) -> Finding:
    observed = suspicion.observed
    facts = {
        "suspect": suspect.value,
        "witness": witness.value,
        "datum": suspicion.datum.value,
        "metres": round(observed.metres),
        "direction": COMPASS[round(observed.bearing / 45.0) % len(COMPASS)],
        "bearing": round(observed.bearing),
        "consistency": round(100 * observed.consistency),
        "remaining": round(suspicion.remaining_metres),
        "n": observed.n,
    }
    return Finding("datum_by_places", observed.n, facts=facts, level=Level.WARNING)


def _told_by_areas(suspicion: AreaSuspicion, suspect: Kind, witness: Kind) -> Finding:
    facts = {
        "suspect": suspect.value,
        "witness": witness.value,
        "datum": suspicion.datum.value,
        "inside": round(100 * suspicion.inside_as_is),
        "converted": round(100 * suspicion.inside_converted),
        "n": suspicion.n,
    }
    return Finding("datum_by_areas", suspicion.n, facts=facts, level=Level.WARNING)
