"""Cards of cells and of the network."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from data.outages import past
from data.snapshot.grid import with_id
from desk.cards.kinds import CellCard, Crowd, FeederCard, SwitchCard, TransformerCard
from desk.cards.lines import lines
from desk.supply import supply_of
from rules.access import SHARES, Right, Share, may
from rules.codes import CustomerClass, Sensitivity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from rules.viewer import Viewer

TWO_YEARS = timedelta(days=731)


def cell(desk: Desk, snapshot: Snapshot, viewer: Viewer, ref: int) -> CellCard | None:
    """Return the card of a cell, none where there is no such id."""
    place = int(snapshot.grid.positions("cells", np.array([ref], np.int32))[0])
    if place < 0:
        return None
    backlog = snapshot.cells.backlog
    return CellCard(
        row=snapshot.grid.cells[place],
        mine=snapshot.reach.cells is None or ref in snapshot.reach.cells,
        urgency=int(backlog.urgency[place]),
        backlog=int(backlog.n[place]),
        overdue=int(backlog.overdue[place]),
        crowd=_crowd(snapshot, viewer, snapshot.customers.cell == place),
        worst=lines(snapshot, viewer, np.flatnonzero(snapshot.issues.cell == place)),
        now=desk.now(),
    )


def feeder(desk: Desk, snapshot: Snapshot, viewer: Viewer, ref: int) -> FeederCard | None:
    """Return the card of a feeder, none where there is no such id."""
    place = int(snapshot.grid.positions("feeders", np.array([ref], np.int32))[0])
    if place < 0:
        return None
    sections = [row for row in snapshot.grid.sections if row.feeder_id == ref]
    mine = snapshot.customers.feeder == place
    with desk.store.reading() as connection:
        found = past.of_feeder(connection, viewer, ref, desk.now() - TWO_YEARS)
    return FeederCard(
        row=snapshot.grid.feeders[place],
        metres=sum(row.length_m or 0.0 for row in sections),
        sections=len(sections),
        transformers=sum(row.feeder_id == ref for row in snapshot.grid.transformers),
        crowd=_crowd(snapshot, viewer, mine),
        worst=lines(snapshot, viewer, _issues_among(snapshot, mine)),
        outages=found,
        now=desk.now(),
        declares=may(viewer, Right.DECLARE_OUTAGE),
    )


def transformer(desk: Desk, snapshot: Snapshot, viewer: Viewer, ref: int) -> TransformerCard | None:
    """Return the card of a transformer, none where there is no such id."""
    place = int(snapshot.grid.positions("transformers", np.array([ref], np.int32))[0])
    if place < 0:
        return None
    row = snapshot.grid.transformers[place]
    mine = snapshot.customers.transformer == place
    with desk.store.reading() as connection:
        found = past.of_transformer(connection, viewer, ref, desk.now() - TWO_YEARS)
    return TransformerCard(
        row,
        supply_of(snapshot.grid, row),
        _crowd(snapshot, viewer, mine),
        lines(snapshot, viewer, _issues_among(snapshot, mine)),
        found,
        desk.now(),
        may(viewer, Right.DECLARE_OUTAGE),
    )


def switch(snapshot: Snapshot, viewer: Viewer, ref: int) -> SwitchCard | None:
    """Return the card of a switch, none where there is no such id."""
    row = with_id(snapshot.grid.switches, ref)
    if row is None:
        return None
    feeder = with_id(snapshot.grid.feeders, row.feeder_id or 0)
    return SwitchCard(row, feeder, may(viewer, Right.DECLARE_OUTAGE))


def feeder_of_section(snapshot: Snapshot, ref: int) -> int:
    """Return the id of the feeder that reaches a section, 0 for none."""
    section = with_id(snapshot.grid.sections, ref)
    return (section.feeder_id or 0) if section else 0


def _issues_among(snapshot: Snapshot, customers: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.flatnonzero(np.append(customers, values=False)[snapshot.issues.customer])


def _crowd(snapshot: Snapshot, viewer: Viewer, mask: NDArray[np.bool_]) -> Crowd:
    customers = snapshot.customers
    by_sensitivity = np.bincount(customers.sensitivity[mask], minlength=len(Sensitivity))
    by_class = np.bincount(customers.raw.class_[mask], minlength=len(CustomerClass))
    return Crowd(
        int(mask.sum()),
        tuple(int(n) for n in by_sensitivity),
        tuple(int(n) for n in by_class),
        SHARES.get(viewer.role, Share.ALL),
    )
