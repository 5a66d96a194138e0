"""Outages that run at once over the bureau of ``networks``: declared, judged, read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.outages.affected import affected
from desk.outages.beside import beside_of
from desk.outages.confirming import confirm, rows
from desk.outages.declared import PartRef
from desk.outages.declaring import declare
from desk.outages.records import one
from tests.desk.outages.drafts import fault
from tests.desk.outages.networks import EACH, SECOND, TRANSFORMERS, living
from tests.viewers import COORDINATOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from desk.outages.affected import Affected
    from rules.viewer import Viewer

EVERYBODY = frozenset(range(1, EACH * len(TRANSFORMERS) + 1))


def close(part: PartRef) -> PartRef:
    """Return a switch as one that is closed."""
    return PartRef(part.noun, part.ref, opened=False)


def trip(desk: Desk, *parts: PartRef) -> int:
    """Declare a fault and confirm its list."""
    ref = declare(desk, COORDINATOR, fault(parts=parts))
    confirm(desk, COORDINATOR, ref, 1)
    return ref


def by(desk: Desk, ref: int, viewer: Viewer = COORDINATOR) -> Affected:
    """Judge an outage beside the others."""
    record = one(desk, viewer, ref)
    beside = beside_of(desk, viewer, record)
    return affected(desk.seen(viewer), viewer, record.declared, beside)


def ids(snapshot: Snapshot, found: Affected) -> set[int]:
    """Return who is on a list or in question."""
    return set(snapshot.customers.raw.id[found.rows].tolist())


def judged(desk: Desk, ref: int, viewer: Viewer = COORDINATOR) -> set[int]:
    """Return the same of an outage beside the others."""
    return ids(desk.seen(viewer), by(desk, ref, viewer))


def frozen(desk: Desk, ref: int, number: int = 1) -> set[int]:
    """Return who is on a confirmed list."""
    page = rows(desk, COORDINATOR, ref, number, 0, 100)
    return {row.customer_id for row in page.rows if row.touched}


def saved(desk: Desk, ref: int) -> set[int]:
    """Return who is shown as living by a second supply."""
    return set(desk.seen(COORDINATOR).customers.raw.id[by(desk, ref).saved].tolist())


def powerless(parts: Iterable[PartRef]) -> set[int]:
    """Return who has power by no transformer, by networkx."""
    alive = living(parts)
    return {ref for ref in EVERYBODY if not {(ref - 1) // EACH + 1, SECOND.get(ref, 0)} & alive}
