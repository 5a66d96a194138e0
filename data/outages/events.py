"""The course of an outage, act by act. Only ever appended to: the database refuses all else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select

from data import within
from data.bulk import table_of
from data.outages.outages import NOUN
from data.store import Deed
from data.tables import Customer, OutageEvent
from rules.masking import for_the_record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from data.store import Writing
    from rules.viewer import Viewer


IDS = "ids"
"""The fact that names customers."""
AGAIN = "out_again"
"""The fact of a confirming that counts who had power again and has lost it once more."""
OF_ALL = frozenset({"customers", "left", AGAIN})
"""Facts that count customers of the whole bureau."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What somebody does to an outage. ``facts`` are numbers and codes, no personal facts.

    Customers are named under ``IDS`` and counted under ``OF_ALL``, so that both can be narrowed.
    """

    act: str
    at: datetime
    facts: dict[str, object] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """An act as it was kept; ``id`` ascends in the order in which it was done."""

    id: int
    at: datetime
    actor: str
    act: str
    facts: dict[str, object]
    why: str


_TELL = insert(table_of(OutageEvent))
_OF = (
    select(*(getattr(OutageEvent, name) for name in EventRow.__dataclass_fields__))
    .where(OutageEvent.outage_id == bindparam("ref"))
    .order_by(OutageEvent.id)
)


def tell(writing: Writing, outage_id: int, number: str, what: Happening) -> None:
    """Say what was done: to the outage's course, to the change log, and to the audit.

    What somebody wrote is kept for good, and so without phones and words on health. The course
    names customers, the audit says how many.
    """
    writing.connection.execute(
        _TELL,
        {
            "outage_id": outage_id,
            "at": what.at,
            "actor": writing.viewer.name,
            "act": what.act,
            "facts": what.facts,
            "why": for_the_record(what.why),
        },
    )
    writing.changed(NOUN, what.act, [outage_id])
    counted = {name: fact for name, fact in what.facts.items() if name != IDS}
    writing.noted(Deed(f"{what.act}_outage", NOUN, number, None, counted or None, what.why))


def of(connection: Connection, viewer: Viewer, outage_id: int) -> tuple[EventRow, ...]:
    """Return what was done to an outage, in the order in which it was done.

    Whoever sees some cells only is told of ``ids`` the own, and of how many it was nothing.
    """
    found = tuple(EventRow(*row) for row in connection.execute(_OF, {"ref": outage_id}))
    if not within.narrows(viewer):
        return found
    seen = _seen(connection, viewer) if any(IDS in event.facts for event in found) else frozenset()
    return tuple(replace(event, facts=_narrowed(event.facts, seen)) for event in found)


def _seen(connection: Connection, viewer: Viewer) -> frozenset[int]:
    query = select(Customer.id).where(within.customers(viewer))
    return frozenset(connection.scalars(query))


def _narrowed(facts: Mapping[str, object], seen: frozenset[int]) -> dict[str, object]:
    kept = {name: fact for name, fact in facts.items() if name not in OF_ALL}
    named = kept.get(IDS)
    return kept | {IDS: [ref for ref in named if ref in seen]} if isinstance(named, list) else kept
