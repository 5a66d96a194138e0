"""What was given back in the course of an outage, and holds: switches, and named transformers.

A switch that was closed stays closed, and a transformer that was said to have power has it, until
an act says otherwise: somebody declares it anew as without power, or everybody to whom it had
given power is said to be still out (``desk.outages.reopening``). The other way round a transformer
stays dead at which everybody is said to be still out although what feeds it is closed, until
somebody at it is said to have power. Such an act names it in its facts, so that the course alone
tells what holds, in the order in which it was done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.outages.declared import PartRef
from rules.outages.codes import Part

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

CLOSED = "closed"
"""The fact of an event that names the switches which were closed again."""
TICKED = "transformers"
"""The fact of an event that names the transformers which were said to have power again."""
REOPENED = "reopened"
"""The fact of an event that names the switches whose closing does not hold any more."""
UNTICKED = "unticked"
"""The fact of an event that names the transformers which are said to have no power after all."""
DEAD = "dead"
"""The fact of an event that names transformers without power although they are fed."""
ALIVE = "alive"
"""The fact of an event that names the transformers of these that have power after all."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Ids of the switches that are closed, and of the transformers that were said to have power.

    ``dead`` are transformers at which everybody is out although the network feeds them.
    """

    closed: frozenset[int] = frozenset()
    ticked: frozenset[int] = frozenset()
    dead: frozenset[int] = frozenset()

    def of(self, parts: Iterable[PartRef]) -> tuple[PartRef, ...]:
        """Return parts as they are with this."""
        named = (p for p in parts if p.noun is not Part.TRANSFORMER or p.ref not in self.ticked)
        dead = (PartRef(Part.TRANSFORMER, ref) for ref in sorted(self.dead))
        return with_closed((*named, *dead), self.closed)

    def against(self, parts: Iterable[PartRef]) -> dict[str, object]:
        """Return as facts what of this holds no more once parts are declared as without power."""
        dead = [p for p in parts if p.opened]
        switches = {p.ref for p in dead if p.noun is Part.SWITCH} & self.closed
        transformers = {p.ref for p in dead if p.noun is Part.TRANSFORMER} & self.ticked
        return facts_of(switches, transformers)


def holding(facts: Iterable[Mapping[str, object]]) -> Holding:
    """Return what holds by the facts of a course, the first one first."""
    closed, ticked, dead = frozenset[int](), frozenset[int](), frozenset[int]()
    for one in facts:
        closed = (closed - _named(one, REOPENED)) | _named(one, CLOSED)
        ticked = (ticked - _named(one, UNTICKED)) | _named(one, TICKED)
        dead = (dead - _named(one, ALIVE) - _named(one, TICKED)) | _named(one, DEAD)
    return Holding(closed, ticked, dead)


def facts_of(
    switches: Iterable[int], transformers: Iterable[int], dead: Iterable[int] = ()
) -> dict[str, object]:
    """Return as facts what holds no more, and what is ``dead``, by ids; nothing is not said."""
    named = ((REOPENED, sorted(switches)), (UNTICKED, sorted(transformers)), (DEAD, sorted(dead)))
    return {name: refs for name, refs in named if refs}


def with_closed(parts: Iterable[PartRef], closed: Collection[int]) -> tuple[PartRef, ...]:
    """Return parts with switches (ids) closed, some of which may have been opened."""
    others = [p for p in parts if p.noun is not Part.SWITCH or p.ref not in closed]
    return (*others, *(PartRef(Part.SWITCH, ref, opened=False) for ref in sorted(closed)))


def _named(facts: Mapping[str, object], name: str) -> frozenset[int]:
    some = facts.get(name)
    return frozenset(some) if isinstance(some, list) else frozenset()
