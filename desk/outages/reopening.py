"""Which closings of an outage hold no more, once somebody is said to be still out.

A switch was closed, its people were called restored, and then all of them are said to be still
out: it tripped again, or never closed. For judging other outages it must not count as closed, or
whoever lives by a second supply behind it stands on neither list when that one fails too.

One person without light proves nothing of a switch: it may be a broken cable to one house. So
closings are taken back, as many as can be, only as far as nobody who is said to have power would
be without it by the network; and of these only such as explain somebody who is put back now. Where
two closings feed the same people, both are taken back, or none. A closing that gave power to one
single person is taken back with that person: in doubt somebody is out. A named transformer that was
said to have power is dead again when everybody at it is said to be out. The network is asked once
as the outage leaves it by itself and once with the other outages, and either suffices: with the
feeder tripped by another one, nothing that is closed behind it shows.

Where a switch stays closed, because others behind it have power, and everybody of the list at a
transformer behind it is out, the fault is at the transformer: it is dead while the switch is
closed. Who lives by another transformer proves nothing of this one.

What is taken back is decided when the act is written, and stands in its facts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from data.outages import events, parts, taken
from desk.outages.beside import in_force
from desk.outages.declared import PartRef
from desk.outages.holding import ALIVE, Holding, facts_of, holding
from desk.outages.trace import trace
from rules.outages.codes import Part

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from data.snapshot.grid import Grid
    from data.snapshot.judged import Snapshot
    from desk.outages.changing import Changing

NOT_KNOWN = -1
"""The id of no transformer."""


def taken_back(
    change: Changing, snapshot: Snapshot, put_back: Collection[int]
) -> dict[str, object]:
    """Return as facts what holds no more, once customers (ids) have been put back as out."""
    connection, viewer, ref = change.writing.connection, change.writing.viewer, change.outage.id
    held = _held(change)
    if not held.closed and not held.ticked:
        return {}
    networks = _networks(change, snapshot, held, put_back)
    reopened = frozenset[int]().union(*(network.reopened() for network in networks))
    served, out = taken.served_by(connection, viewer, ref), taken.out(connection, viewer, ref)
    named = {p.ref for p in networks[0].parts if p.noun is Part.TRANSFORMER} & held.ticked
    unticked = {at for at in named if _all_out(served.get(at, frozenset()), out, put_back)}
    left = replace(held, closed=held.closed - reopened, ticked=held.ticked - unticked)
    dead = frozenset[int]().union(*(network.dead_with(left) for network in networks))
    return facts_of(reopened, unticked, dead - held.dead)


def alive_again(
    change: Changing, snapshot: Snapshot, back: Collection[int], closed: Collection[int]
) -> dict[str, object]:
    """Return as facts which transformers are dead no more, once customers (ids) have power again.

    ``closed`` are the switches that are closed with it. Where nobody is out, none is dead.
    """
    held = _held(change)
    if not held.dead:
        return {}
    alive = held.dead
    if taken.out(change.writing.connection, change.writing.viewer, change.outage.id):
        with_it = replace(held, closed=held.closed | frozenset(closed))
        networks = _networks(change, snapshot, with_it, back)
        alive &= frozenset[int]().union(*(network.proved_alive() for network in networks))
    return {ALIVE: sorted(alive)} if alive else {}


def _held(change: Changing) -> Holding:
    course = events.of(change.writing.connection, change.writing.viewer, change.outage.id)
    return holding(event.facts for event in course)


def _networks(
    change: Changing, snapshot: Snapshot, held: Holding, about: Collection[int]
) -> tuple[_Network, _Network]:
    """Return the network as the outage leaves it by itself, and with the other outages."""
    connection, viewer, ref = change.writing.connection, change.writing.viewer, change.outage.id
    declared = [PartRef(p.noun, p.ref, p.opened) for p in parts.of(connection, viewer, ref)]
    served, out = taken.served_by(connection, viewer, ref), taken.out(connection, viewer, ref)
    people = _people(snapshot, taken.of(connection, viewer, ref), served, out, about)
    running = in_force(connection, viewer, snapshot.grid, change.now).now(ref)
    return (
        _Network(snapshot.grid, declared, held, people),
        _Network(snapshot.grid, (*running, *declared), held, people),
    )


@dataclass(frozen=True, eq=False)
class _People:
    """Everybody on a list, by positions of their transformers (-1 for none) and how they fare.

    ``about`` are those of whom something is said: that they are out after all, or have power again.
    """

    first: NDArray[np.int32]
    second: NDArray[np.int32]
    out: NDArray[np.bool_]
    about: NDArray[np.bool_]


def _people(
    snapshot: Snapshot,
    listed: Collection[int],
    served: Mapping[int, frozenset[int]],
    out: Collection[int],
    about: Collection[int],
) -> _People:
    """Return those on a list, the first transformer as it was frozen, the second as it is now."""
    at = {customer: ref for ref, customers in served.items() for customer in customers}
    ids = np.array(sorted(listed), np.int32)
    place = snapshot.grid.positions
    first = np.array([at.get(ref, NOT_KNOWN) for ref in ids.tolist()], np.int32)
    rows = snapshot.customers.rows_of(ids)
    second = np.full(len(ids), NOT_KNOWN, np.int32)
    second[rows >= 0] = snapshot.customers.raw.second_transformer_id[rows[rows >= 0]]
    return _People(
        place("transformers", first),
        place("transformers", second),
        np.isin(ids, list(out)),
        np.isin(ids, list(about)),
    )


def _all_out(at: frozenset[int], out: frozenset[int], put_back: Collection[int]) -> bool:
    return at <= out and not at.isdisjoint(put_back)


@dataclass(frozen=True, eq=False)
class _Network:
    """An outage's parts and what else is switched, with what was given back in its course."""

    grid: Grid
    parts: Sequence[PartRef]
    held: Holding
    people: _People

    def reopened(self) -> frozenset[int]:
        """Return the switches whose closing explains nobody with power, and somebody put back."""
        back: set[int] = set()
        for one in sorted(self.held.closed):
            if not (self._dead(back | {one}) & ~self.people.out).any():
                back.add(one)
        for one in sorted(back):
            if not (self._explained(back) & ~self._explained(back - {one})).any():
                back.remove(one)
        return frozenset(back)

    def dead_with(self, held: Holding) -> frozenset[int]:
        """Return the transformers (ids) that are given back, and at which nobody has power.

        Somebody who is put back hangs on each of them.
        """
        living = trace(self.grid, replace(held, dead=frozenset()).of(self.parts)).living
        given = living & ~trace(self.grid, self.parts).living
        proved = self._hang(living, ~self.people.out)
        put_back = self._hang(np.zeros(len(living), bool), self.people.about)
        return self._ids(given & put_back & ~proved)

    def proved_alive(self) -> frozenset[int]:
        """Return the transformers (ids) by which alone somebody has power of whom it is said."""
        living = trace(self.grid, self.held.of(self.parts)).living
        return self._ids(self._hang(living, self.people.about))

    def _hang(self, living: NDArray[np.bool_], some: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Tell at which transformers some hang who have no other one that lives."""
        found = np.zeros(len(living), bool)
        first, second = self.people.first, self.people.second
        for at, other in ((first, second), (second, first)):
            found[at[some & ~living[other]]] = True
        return found

    def _ids(self, transformers: NDArray[np.bool_]) -> frozenset[int]:
        places = np.flatnonzero(transformers[:-1])
        return frozenset(self.grid.transformers[place].id for place in places.tolist())

    def _explained(self, back: set[int]) -> NDArray[np.bool_]:
        return self._dead(back) & self.people.about

    def _dead(self, back: set[int]) -> NDArray[np.bool_]:
        """Tell who has power by the closings, and none without some of them."""
        return self._fed(self.held.closed) & ~self._fed(self.held.closed - back)

    def _fed(self, closed: frozenset[int]) -> NDArray[np.bool_]:
        living = trace(self.grid, Holding(closed, self.held.ticked).of(self.parts)).living
        found: NDArray[np.bool_] = living[self.people.first] | living[self.people.second]
        return found
