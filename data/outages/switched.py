"""What outages have switched, and what was switched back in their course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from data.outages.parts import PartRow
from data.tables import Outage, OutageEvent, OutagePart
from rules.outages.codes import Noted, OutageAct, OutageState, Part

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import BindParameter, Connection

    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class SwitchedRow:
    """An outage by the parts it is declared by, in a fixed order.

    ``facts`` are those of its restorations and of what took something of them back, the first one
    first.
    """

    id: int
    state: OutageState
    began_at: datetime
    expected_at: datetime | None
    parts: tuple[PartRow, ...]
    facts: tuple[dict[str, Any], ...]


TELLING = (OutageAct.RESTORE, OutageAct.RESTORE_PART, OutageAct.STILL_OUT, Noted.REVISE)
"""What may say that something was switched back, or that this does not hold any more."""
_STATES: BindParameter[list[str]] = bindparam("states", expanding=True)
_PARTS = (
    select(
        Outage.id,
        Outage.state,
        Outage.began_at,
        Outage.expected_at,
        *(OutagePart.noun, OutagePart.ref, OutagePart.opened),
    )
    .join(OutagePart, OutagePart.outage_id == Outage.id)
    .where(Outage.state.in_(_STATES))
    .order_by(Outage.id)
)
_FACTS = (
    select(OutageEvent.outage_id, OutageEvent.facts)
    .join(Outage, Outage.id == OutageEvent.outage_id)
    .where(
        Outage.state.in_(_STATES),
        OutageEvent.act.in_([str(act) for act in TELLING]),
    )
    .order_by(OutageEvent.id)
)


def switched(
    connection: Connection, _viewer: Viewer, states: Collection[OutageState]
) -> tuple[SwitchedRow, ...]:
    """Return the outages in some states that name parts of the network, which is everybody's."""
    asked = {"states": sorted(str(state) for state in states)}
    heads: dict[int, tuple[OutageState, datetime, datetime | None]] = {}
    parts: dict[int, list[PartRow]] = {}
    for row in connection.execute(_PARTS, asked):
        heads[row.id] = OutageState(row.state), row.began_at, row.expected_at
        parts.setdefault(row.id, []).append(PartRow(Part(row.noun), row.ref, row.opened))
    facts: dict[int, list[dict[str, Any]]] = {ref: [] for ref in heads}
    if heads:
        for ref, told in connection.execute(_FACTS, asked):
            facts.get(ref, []).append(told)
    return tuple(
        SwitchedRow(ref, *head, tuple(sorted(parts[ref])), tuple(facts[ref]))
        for ref, head in heads.items()
    )
