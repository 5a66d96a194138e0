"""Planned outages beside each other: what each takes, and which could share one window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desk.outages.affected import affected
from desk.outages.declared import Declared, PartRef
from geo.mending import mend
from rules.masking import text_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from numpy.typing import NDArray

    from data.outages.history import Plan
    from data.snapshot.judged import Snapshot
    from desk.outages.affected import Affected
    from rules.outages.codes import OutageState
    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Together:
    """Another planned outage that could be done in the same window (一停多用).

    ``customers`` and ``transformers`` would be without power by both; ``same_feeder`` is whether
    both were declared on one feeder. ``place`` is as the viewer may read it.
    """

    outage_id: int
    number: str
    state: OutageState
    began_at: datetime
    expected_at: datetime | None
    place: str
    customers: int
    transformers: int
    same_feeder: bool


def taken_by(snapshot: Snapshot, viewer: Viewer, plan: Plan) -> NDArray[np.bool_]:
    """Tell of each transformer, in the grid's order, whether a plan takes it.

    Until its list is confirmed, that is what its declaration says now.
    """
    if plan.transformer_ids:
        ids = np.array(plan.transformer_ids, np.int32)
        found = np.zeros(len(snapshot.grid.transformers), bool)
        places = snapshot.grid.positions("transformers", ids)
        found[places[places >= 0]] = True
        return found
    parts = tuple(PartRef(noun, ref, opened) for noun, ref, opened in plan.parts)
    area = None if plan.area is None else mend(plan.area).geometry
    return taken(snapshot, affected(snapshot, viewer, Declared(area, parts)))


def taken(snapshot: Snapshot, list_: Affected) -> NDArray[np.bool_]:
    """Tell of each transformer whether it is out or somebody of its customers is on the list."""
    found = np.zeros(len(snapshot.grid.transformers), bool)
    found[list_.transformers] = True
    places = snapshot.customers.transformer[list_.rows[list_.touched]]
    found[places[places >= 0]] = True
    return found


def together(
    snapshot: Snapshot,
    viewer: Viewer,
    own: NDArray[np.bool_],
    feeder_id: int | None,
    plans: Iterable[Plan],
) -> tuple[Together, ...]:
    """Return the plans that share transformers or the feeder, most shared customers first.

    ``own`` tells of each transformer whether the outage in question takes it.
    """
    people = customers_by_transformer(snapshot)
    found = [_together(snapshot, viewer, own, feeder_id, plan, people) for plan in plans]
    shared = [one for one in found if one.transformers or one.same_feeder]
    return tuple(sorted(shared, key=lambda one: (-one.customers, one.began_at, one.outage_id)))


def customers_by_transformer(
    snapshot: Snapshot, among: NDArray[np.bool_] | None = None
) -> NDArray[np.int64]:
    """Count the customers of each transformer, or those of them that a mask holds."""
    places = snapshot.customers.transformer
    chosen = places if among is None else places[among]
    return np.bincount(chosen[chosen >= 0], minlength=len(snapshot.grid.transformers))


def _together(
    snapshot: Snapshot,
    viewer: Viewer,
    own: NDArray[np.bool_],
    feeder_id: int | None,
    plan: Plan,
    people: NDArray[np.int64],
) -> Together:
    shared = own & taken_by(snapshot, viewer, plan)
    return Together(
        outage_id=plan.id,
        number=plan.number,
        state=plan.state,
        began_at=plan.began_at,
        expected_at=plan.expected_at,
        place=text_for(viewer, plan.place),
        customers=int(people[shared].sum()),
        transformers=int(shared.sum()),
        same_feeder=feeder_id is not None and plan.feeder_id == feeder_id,
    )
