"""How far power is back: who has it again, and transformer by transformer of the list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.outages import events, taken
from data.snapshot.grid import with_id
from desk.outages.holding import Holding, holding
from rules.access import Right, require
from rules.outages.codes import OutageState
from rules.outages.life import OVER, PLANS

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.outages.records import OutageRecord
    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Served:
    """A transformer (id 0 for none) and how many of its customers are on the list, and out."""

    transformer_id: int
    name: str
    listed: int
    out: int


@dataclass(frozen=True, slots=True)
class Power:
    """What holds of closings, who (ids) has power again, and whether that is all of the outage."""

    held: Holding = field(default_factory=Holding)
    back: frozenset[int] = frozenset()
    all: bool = False


NONE_BACK = Power()


def power(desk: Desk, viewer: Viewer, record: OutageRecord | None) -> Power:
    """Return what has power again of an outage; nothing of one that is yet to begin.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not look at all.
    """
    if record is None or record.state in PLANS:
        return NONE_BACK
    back = with_power(desk, viewer, record.id)
    with desk.store.reading() as connection:
        course = events.of(connection, viewer, record.id)
    ended = record.state in OVER | {OutageState.RESTORED}
    return Power(holding(event.facts for event in course), back, ended)


def with_power(desk: Desk, viewer: Viewer, outage_id: int) -> frozenset[int]:
    """Return who of the newest confirmed list has power again, by the ids of customers.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not look at all.
    """
    require(viewer, Right.LOOK)
    with desk.store.reading() as connection:
        listed = taken.of(connection, viewer, outage_id)
    return frozenset(one for one, at in listed.items() if at is not None)


def served(desk: Desk, viewer: Viewer, outage_id: int) -> tuple[Served, ...]:
    """Return the transformers of the newest confirmed list, those with most people out first.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not look at all.
    """
    require(viewer, Right.LOOK)
    grid = desk.seen(viewer).grid
    with desk.store.reading() as connection:
        listed = taken.of(connection, viewer, outage_id)
        by_transformer = taken.served_by(connection, viewer, outage_id)
    found, known = [], set[int]()
    for ref, people in by_transformer.items():
        mine = [one for one in people if one in listed]
        known.update(mine)
        row = with_id(grid.transformers, ref)
        name = (row.name or row.code) if row else ""
        found.append(Served(ref, name, len(mine), sum(listed[one] is None for one in mine)))
    rest = [one for one in listed if one not in known]
    if rest:
        found.append(Served(0, "", len(rest), sum(listed[one] is None for one in rest)))
    return tuple(sorted((one for one in found if one.listed), key=lambda one: (-one.out, one.name)))
