"""What two confirmed lists say otherwise of the people who stand on both, or are left off both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import aliased

from data.outages.revisions import mine, order_for, said_to
from data.tables import RevisionCustomer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection

    from rules.viewer import Viewer

SAME = frozenset({"customer_id", "touched"})
"""What of a row does not differ here: who it is about, and whether they are on the list."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Of how many a list says something else, how many by column, and the ids of the first."""

    n: int
    by: Mapping[str, int] = field(default_factory=dict)
    first: tuple[int, ...] = ()


def otherwise(
    connection: Connection, viewer: Viewer, before_id: int, now_id: int, most: int
) -> Otherwise:
    """Return of whom the later of two lists (ids) says otherwise, as far as a viewer is told.

    The first ``most`` are named, in the order of the later list.
    """
    before = aliased(RevisionCustomer)
    differs: dict[str, ColumnElement[bool]] = {
        name: getattr(RevisionCustomer, name).is_distinct_from(getattr(before, name))
        for name in said_to(viewer)
        if name not in SAME
    }
    pairs = (
        (RevisionCustomer.revision_id == now_id)
        & (before.revision_id == before_id)
        & (before.customer_id == RevisionCustomer.customer_id)
        & (before.touched == RevisionCustomer.touched)
        & mine(viewer)
    )
    found = pairs & or_(*differs.values())
    counts = (func.count(case((one, 1))) for one in differs.values())
    n, *by = connection.execute(select(func.count(), *counts).where(found)).one()
    if not n:
        return Otherwise(0)
    query = select(RevisionCustomer.customer_id).where(found).order_by(*order_for(viewer))
    first = tuple(connection.scalars(query.limit(most)))
    return Otherwise(n, {name: k for name, k in zip(differs, by, strict=True) if k}, first)
