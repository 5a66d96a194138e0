"""Switches as people and programs name them: by their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.outages.declared import PartRef
from errors import BattlemapError
from rules.outages.codes import Part

if TYPE_CHECKING:
    from collections.abc import Collection

    from data.snapshot.grid import Grid


class UnknownSwitch(BattlemapError):
    """No switch has that code. Fact ``switch``: the code, the first one where several are."""

    code = "outage.switch.unknown"


class SwitchBothWays(BattlemapError):
    """A switch is to be opened and closed at once. Fact ``switch``: its code."""

    code = "outage.switch.both"


def switched(
    grid: Grid, opened: Collection[str], closed: Collection[str] = ()
) -> tuple[PartRef, ...]:
    """Return switches as parts of an outage, by their codes, in the order given.

    Raises
    ------
    UnknownSwitch, SwitchBothWays
        As they say.
    """
    both = set(opened) & set(closed)
    if both:
        raise SwitchBothWays(switch=min(both))
    wanted = {*opened, *closed}
    known = {row.code: row.id for row in grid.switches if row.code in wanted}
    named = [(code, True) for code in opened] + [(code, False) for code in closed]
    for code, _ in named:
        if code not in known:
            raise UnknownSwitch(switch=code)
    return tuple(PartRef(Part.SWITCH, known[code], opened=way) for code, way in named)
