"""What the list screen shows: some rows of it, all of it, and how much there is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

from desk.faults import FaultRow, faults
from desk.filtering import customer_mask
from desk.listing import Tab
from desk.people import Person, by_sensitivity, passing
from desk.worklist import OpenRow, by_urgency, worklist

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data.snapshot.judged import Snapshot
    from desk.listing import Listing
    from rules.viewer import Viewer

Item: TypeAlias = Person | OpenRow | FaultRow

CHUNK = 20_000
"""Rows that are held as objects at a time while a whole list is written out."""


@dataclass(frozen=True, slots=True)
class Part:
    """How long a list is, and some rows of it."""

    count: int
    rows: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """How much there is in each tab under the filters, and of each code of the open tab.

    ``codes`` are sensitivities, urgencies or kinds of faults, counted as if none of them were
    chosen: each number is what choosing that code would show. ``life_support`` is none for who
    must not know.
    """

    tabs: Mapping[Tab, int]
    codes: Mapping[int | str, int]
    life_support: int | None


def part(snapshot: Snapshot, viewer: Viewer, listing: Listing, start: int, stop: int) -> Part:
    """Return rows ``start`` to ``stop`` of a list, the most important first."""
    if listing.tab is Tab.CUSTOMERS:
        people = passing(snapshot, viewer, listing.filters, start, stop)
        return Part(people.count, people.first)
    if listing.tab is Tab.ISSUES:
        work = worklist(snapshot, viewer, listing.filters, start, stop)
        return Part(work.count, work.rows)
    found = faults(snapshot, viewer, listing.fault, start, stop)
    n = found.counts[listing.fault] if listing.fault else sum(found.counts.values())
    return Part(n, found.rows)


def whole(snapshot: Snapshot, viewer: Viewer, listing: Listing) -> Iterator[Item]:
    """Return every row of a list, in its order."""
    for start in count(0, CHUNK):
        some = part(snapshot, viewer, listing, start, start + CHUNK)
        yield from some.rows
        if start + CHUNK >= some.count:
            return


def counted(snapshot: Snapshot, viewer: Viewer, listing: Listing) -> Counted:
    """Count what the list screen says above its rows."""
    filters = listing.filters
    customers = sum(by_sensitivity(snapshot, viewer, filters))
    issues = sum(by_urgency(snapshot, viewer, filters))
    wrong = faults(snapshot, viewer, None, 0, 0).counts
    if listing.tab is Tab.CUSTOMERS:
        levels = by_sensitivity(snapshot, viewer, listing.without("sensitivity"))
        codes: Mapping[int | str, int] = dict(enumerate(levels))
    elif listing.tab is Tab.ISSUES:
        codes = dict(enumerate(by_urgency(snapshot, viewer, listing.without("urgency"))))
    else:
        codes = {str(fault): n for fault, n in wrong.items()}
    tabs = {Tab.CUSTOMERS: customers, Tab.ISSUES: issues, Tab.FAULTS: sum(wrong.values())}
    return Counted(tabs, codes, _life_support(snapshot, viewer, listing))


def _life_support(snapshot: Snapshot, viewer: Viewer, listing: Listing) -> int | None:
    if not snapshot.reach.life:
        return None
    mask = customer_mask(snapshot, viewer, listing.filters)
    life = snapshot.customers.life
    return int((life if mask is None else life[mask]).sum())
