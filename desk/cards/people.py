"""Cards of customers and of their issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data import customers as store_customers
from data import issues as store_issues
from data.snapshot.grid import with_id
from desk.cards.kinds import CustomerCard, IssueCard
from desk.cards.lines import lines
from desk.faults import nowhere
from desk.showing import of_customer, of_issue
from desk.supply import supply_of
from rules.codes import CustomerClass, CustomerKind, Sensitivity, Urgency
from rules.equipment import equipment_of
from rules.masking import reasons_for
from rules.sensitivity import CustomerFacts, classify
from rules.urgency import IssueFacts, urgency_of

if TYPE_CHECKING:
    from data.customers import CustomerRow
    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from rules.viewer import Viewer


def customer(desk: Desk, snapshot: Snapshot, viewer: Viewer, ref: int) -> CustomerCard | None:
    """Return the card of a customer, none where there is no such id or it is not the viewer's."""
    with desk.store.reading() as connection:
        facts = store_customers.whole(connection, viewer, ref)
        row = store_customers.one(connection, viewer, ref)
        if row is None or facts is None:
            return None
        closed = store_issues.closed_of_customer(connection, viewer, ref)
        relays = store_customers.relays_of(connection, viewer, row)
    grid, here = snapshot.grid, snapshot.customers.rows_of(np.array([ref], np.int32))[0]
    transformer = with_id(grid.transformers, row.transformer_id or 0)
    mine = np.flatnonzero(snapshot.issues.customer == here) if here >= 0 else np.array([], int)
    complaints = int(snapshot.customers.complaints[here]) if here >= 0 else 0
    classified = classify(_facts(facts, complaints), snapshot.parameters)
    return CustomerCard(
        row=row,
        sensitivity=classified.sensitivity,
        life_support=classified.life_support if snapshot.reach.life else None,
        reasons=reasons_for(viewer, classified.reasons),
        urgency=int(snapshot.customers.urgency[here]) if here >= 0 else 0,
        cell=with_id(grid.cells, row.cell_id or 0),
        supply=supply_of(grid, transformer) if transformer else None,
        second=with_id(grid.transformers, row.second_transformer_id or 0),
        open_issues=lines(snapshot, viewer, mine, 50),
        closed_issues=closed,
        relays=tuple(relay for relay in grid.relays if relay.id in relays),
        offered=of_customer(viewer, facts),
        now=desk.now(),
    )


def issue(desk: Desk, snapshot: Snapshot, viewer: Viewer, ref: int) -> IssueCard | None:
    """Return the card of an issue, none where there is no such id or it is not the viewer's."""
    with desk.store.reading() as connection:
        facts = store_issues.whole(connection, viewer, ref)
        row = store_issues.one(connection, viewer, ref)
        who = row and row.customer_id
        customer = store_customers.one(connection, viewer, who) if who else None
    if row is None or facts is None:
        return None
    given = IssueFacts(Urgency(row.urgency), row.opened_at, row.closed_at)
    judged = urgency_of(given, desk.now(), snapshot.parameters, snapshot.zone)
    name = customer.name if customer else ""
    lost = ref in {snapshot.issues.issues[n].id for n in np.flatnonzero(nowhere(snapshot))}
    return IssueCard(row, judged, name, lost, of_issue(viewer, facts), desk.now())


def _facts(row: CustomerRow, complaints: int) -> CustomerFacts:
    kinds = set(CustomerKind)
    return CustomerFacts(
        kind=CustomerKind(row.kind) if row.kind in kinds else CustomerKind.OTHER,
        class_=CustomerClass(row.class_),
        sensitivity=Sensitivity(row.sensitivity),
        sensitivity_reason=row.sensitivity_reason,
        equipment=equipment_of(row.equipment),
        backup_hours=row.backup_hours,
        complaints=complaints,
    )
