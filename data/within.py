"""What a viewer's reach means in SQL: questions straight to the store are narrowed by it.

The narrowed snapshot asks the same of its columns (``data.snapshot.narrowing``); tests hold the
two against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select, true

from data.tables import Customer, Issue, RelayServes
from rules.access import reach_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from rules.viewer import Viewer


def customers(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition under which a viewer sees a row of ``Customer``."""
    reach = reach_of(viewer)
    return true() if reach.cells is None else Customer.cell_id.in_(sorted(reach.cells))


def issues(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition under which a viewer sees a row of ``Issue``.

    An issue follows its own cell; only one without a cell follows its customer.
    """
    reach = reach_of(viewer)
    conditions: list[ColumnElement[bool]] = [true()]
    if reach.cells is not None:
        theirs = select(Customer.id).where(customers(viewer))
        own = Issue.cell_id.in_(sorted(reach.cells))
        conditions.append(or_(own, and_(Issue.cell_id.is_(None), Issue.customer_id.in_(theirs))))
    if reach.field is not None:
        conditions.append(Issue.field == reach.field)
    return and_(*conditions)


def relays(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition under which a row of ``RelayServes`` tells a viewer of its relay.

    A relay is seen by whoever sees one of those whom it reaches.
    """
    reach = reach_of(viewer)
    if reach.cells is None:
        return true()
    mine = customers(viewer)
    reached = (
        ("cell", sorted(reach.cells)),
        ("customer", select(Customer.id).where(mine)),
        ("transformer", select(Customer.transformer_id).where(mine)),
    )
    return or_(
        *(and_(RelayServes.noun == noun, RelayServes.ref.in_(refs)) for noun, refs in reached)
    )


def narrows(viewer: Viewer) -> bool:
    """Tell whether a viewer sees the customers of some cells only."""
    return reach_of(viewer).cells is not None
