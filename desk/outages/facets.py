"""The list of an outage counted by what can be chosen, and the part of it that was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from data.snapshot.raw import LANGUAGES
from desk.outages.affected import BASES
from rules.codes import CustomerClass, Sensitivity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from desk.outages.affected import Affected
    from rules.viewer import Viewer

MOST_BARS = 12
"""Feeders and cells that are counted by name: those with the most customers."""


class Facet(StrEnum):
    """By what a list is counted, and narrowed by a click."""

    STANDING = "standing"
    SENSITIVITY = "sensitivity"
    BASIS = "basis"
    CELL = "cell"
    FEEDER = "feeder"
    CLASS = "class"
    LANGUAGE = "language"
    REACH = "reach"


class Standing(StrEnum):
    """Whether a customer is on the list, was taken off it, or waits for a decision."""

    ON = "on"
    OPEN = "open"
    OFF = "off"


class Reach(StrEnum):
    """How a customer can be told: by an own phone, else through a relay, else by nothing."""

    PHONE = "phone"
    RELAY = "relay"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Bar:
    """How many have a value; ``name`` is what the bureau calls it, "" for a code."""

    value: str
    name: str
    n: int


_NOBODY = np.zeros(0, np.int32)

Chosen = dict[Facet, str]
"""The value that is chosen of a facet."""


def chosen_of(given: object) -> Chosen:
    """Return what a page says is chosen; what is no facet is left out."""
    told = given if isinstance(given, dict) else {}
    return {Facet(name): str(value) for name, value in told.items() if name in set(Facet)}


def bars(
    snapshot: Snapshot, viewer: Viewer, whom: Affected, chosen: Chosen
) -> dict[Facet, tuple[Bar, ...]]:
    """Count the list by every facet, each as if none of its own values were chosen."""
    found = {}
    for facet in Facet:
        others = {name: value for name, value in chosen.items() if name is not facet}
        values, names = _values(snapshot, viewer, whom, facet)
        counts = np.bincount(values[mask_of(snapshot, viewer, whom, others)], minlength=len(names))
        every = [Bar(value, name, int(counts[n])) for n, (value, name) in enumerate(names)]
        kept = [bar for bar in every if bar.n or bar.value == chosen.get(facet)]
        found[facet] = tuple(_most(facet, kept))
    return found


def mask_of(
    snapshot: Snapshot, viewer: Viewer, whom: Affected, chosen: Mapping[Facet, str]
) -> NDArray[np.bool_]:
    """Return which rows of a list have all values that are chosen."""
    mask = np.ones(len(whom.rows), bool)
    for facet, wanted in chosen.items():
        values, names = _values(snapshot, viewer, whom, facet)
        places = [n for n, (value, _) in enumerate(names) if value == wanted]
        mask &= np.isin(values, places)
    return mask


def standings(whom: Affected) -> NDArray[np.int64]:
    """Return the position in ``Standing`` of each row."""
    waits = np.isin(whom.basis, waiting()) & ~whom.decided & (whom.undecided > 0)
    return np.where(waits, 1, np.where(whom.touched, 0, 2))


def waiting() -> list[int]:
    """Return the positions of the bases on which trace and area disagree."""
    return [n for n, basis in enumerate(BASES) if basis.value.endswith("_only")]


def _most(facet: Facet, found: Sequence[Bar]) -> Sequence[Bar]:
    if facet in {Facet.FEEDER, Facet.CELL}:
        return sorted(found, key=lambda bar: -bar.n)[:MOST_BARS]
    return found


def _values(  # noqa: PLR0911 - one line a facet
    snapshot: Snapshot, _viewer: Viewer, whom: Affected, facet: Facet
) -> tuple[NDArray[np.int64], list[tuple[str, str]]]:
    """Return the position of each row's value, and all values with their names."""
    people, grid, rows = snapshot.customers, snapshot.grid, whom.rows
    match facet:
        case Facet.STANDING:
            return standings(whom), [(str(one), "") for one in Standing]
        case Facet.BASIS:
            return whom.basis.astype(np.int64), [(str(one), "") for one in BASES]
        case Facet.SENSITIVITY:
            return _codes(people.sensitivity[rows], [int(one) for one in Sensitivity])
        case Facet.CLASS:
            return _codes(people.raw.class_[rows], [int(one) for one in CustomerClass])
        case Facet.LANGUAGE:
            values = people.raw.language[rows].astype(np.int64)
            return values, [(str(one), "") for one in LANGUAGES]
        case Facet.FEEDER:
            return _placed(people.feeder[rows], [(r.id, r.name or r.code) for r in grid.feeders])
        case Facet.REACH:
            return _reach(snapshot, rows), [(str(one), "") for one in Reach]
        case Facet.CELL:
            return _placed(people.cell[rows], [(r.id, r.name or r.code) for r in grid.cells])


def _reach(snapshot: Snapshot, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the position in ``Reach`` of each row: the nearest way counts."""
    raw, served = snapshot.customers.raw, snapshot.grid.served
    columns = {"customer": raw.id, "cell": raw.cell_id, "transformer": raw.transformer_id}
    relayed = np.zeros(len(rows), bool)
    for noun, ids in columns.items():
        relayed |= _held(served.get(noun, _NOBODY), ids[rows])
    return np.where(raw.by_phone[rows], 0, np.where(relayed, 1, 2))


def _held(known: NDArray[np.int32], ids: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Tell which ids are among those that are known, ascending."""
    return known.searchsorted(ids) < known.searchsorted(ids, "right")


def _codes(
    column: NDArray[np.uint8], codes: Sequence[int]
) -> tuple[NDArray[np.int64], list[tuple[str, str]]]:
    top = max(codes)
    # The worst first, as everywhere.
    return top - column.astype(np.int64), [(str(top - n), "") for n in range(top + 1)]


def _placed(
    column: NDArray[np.int32], named: Sequence[tuple[int, str]]
) -> tuple[NDArray[np.int64], list[tuple[str, str]]]:
    values = np.where(column < 0, len(named), column).astype(np.int64)
    return values, [*((str(ref), name) for ref, name in named), ("0", "")]
