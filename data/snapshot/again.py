"""Judging again after small changes: only the rows of customers that something has touched."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.columns import running_counts
from rules.codes import CustomerClass, Sensitivity
from rules.priority import StandingColumns, rank
from rules.sensitivity_columns import CustomerColumns, classify_many

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from data.snapshot.grid import Grid
    from data.snapshot.judged import JudgedCustomers, Parts
    from data.snapshot.raw import RawCustomers
    from geo.points import PointIndex
    from rules.parameters import Parameters

    Columns = Mapping[str, NDArray[Any]]

SIZES = {"sensitivity": len(Sensitivity), "class": len(CustomerClass)}
"""The groups of the point index, and how many codes each has."""
JUDGED_BY = (
    *("sensitivity", "class_", "kind", "equipment", "backup_hours"),
    *("cell_id", "transformer_id"),
)
"""Columns of the store on which the judgement of a customer rests."""


def in_place(former: Parts, parts: Parts) -> bool:
    """Tell whether the customers stand in the same rows and the same rules judge them."""
    return (
        parts.grid is former.grid
        and parts.parameters is former.parameters
        and parts.raw.id is former.raw.id
        and parts.raw.key is former.raw.key
    )


def judged_rows(
    raw: RawCustomers,
    rows: NDArray[np.int64] | slice,
    complaints: NDArray[np.int32],
    grid: Grid,
    parameters: Parameters,
) -> dict[str, NDArray[Any]]:
    """Return what the rules say of some rows, issues apart, by the names of JudgedCustomers."""
    facts = CustomerColumns(
        *(raw.kind[rows], raw.class_[rows], raw.sensitivity[rows]),
        *(raw.equipment[rows], raw.backup_hours[rows], complaints[rows]),
    )
    classified = classify_many(facts, parameters)
    transformer = grid.positions("transformers", raw.transformer_id[rows])
    feeders = grid.positions(
        "feeders", np.array([row.feeder_id or 0 for row in grid.transformers], np.int32)
    )
    return {
        "sensitivity": classified.sensitivity,
        "life": classified.life_support,
        "cell": grid.positions("cells", raw.cell_id[rows]),
        "transformer": transformer,
        "feeder": np.append(feeders, np.int32(-1))[transformer],
    }


def ranks(
    raw: RawCustomers,
    rows: NDArray[np.int64] | slice,
    columns: Columns,
    parameters: Parameters,
) -> NDArray[np.int64]:
    """Return the ranks of some rows; ``columns`` are judged ones of all rows."""
    order = StandingColumns(
        *(raw.id[rows], columns["life"][rows], raw.backup_hours[rows]),
        *(columns["sensitivity"][rows], raw.class_[rows], columns["urgency"][rows]),
    )
    return rank(order, parameters)


def customers_again(
    former: JudgedCustomers,
    parts: Parts,
    complaints: NDArray[np.int32],
    urgency: NDArray[np.uint8],
) -> JudgedCustomers:
    """Return the customers judged anew, where :func:`in_place` holds."""
    raw = parts.raw
    touched = _touched(former, raw, complaints)
    columns = {
        name: getattr(former, name)
        for name in ("sensitivity", "life", "cell", "transformer", "feeder")
    }
    if len(touched):
        fresh = judged_rows(raw, touched, complaints, parts.grid, parts.parameters)
        columns = {name: _overwritten(columns[name], touched, fresh[name]) for name in columns}
    columns["urgency"] = urgency
    moved = np.union1d(touched, np.flatnonzero(urgency != former.urgency))
    fresh_ranks = ranks(raw, moved, columns, parts.parameters)
    index = replace(
        _counted_again(former.index, {"sensitivity": columns["sensitivity"], "class": raw.class_}),
        x=raw.x,
        y=raw.y,
        rank=_overwritten(former.index.rank, moved, fresh_ranks),
    )
    found = replace(former, raw=raw, index=index, complaints=complaints, **columns)
    _carry(former, found)
    return found


def _touched(
    former: JudgedCustomers, raw: RawCustomers, complaints: NDArray[np.int32]
) -> NDArray[np.int64]:
    pairs = [(getattr(former.raw, name), getattr(raw, name)) for name in JUDGED_BY]
    pairs.append((former.complaints, complaints))
    # NaN stands for unknown and differs from itself: such rows are judged again for nothing.
    differing = [np.flatnonzero(before != after) for before, after in pairs if before is not after]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *differing]))


def _overwritten(
    column: NDArray[Any], rows: NDArray[np.int64], fresh: NDArray[Any]
) -> NDArray[Any]:
    if np.array_equal(column[rows], fresh):
        return column
    copied = column.copy()
    copied[rows] = fresh
    return copied


def _counted_again(former: PointIndex, groups: Columns) -> PointIndex:
    totals = {
        name: former.totals[name]
        if codes is former.groups[name]
        else running_counts(codes, SIZES[name])
        for name, codes in groups.items()
    }
    return replace(former, groups=dict(groups), totals=totals)


def _carry(former: JudgedCustomers, found: JudgedCustomers) -> None:
    """Keep what was worked out of columns that have not changed."""
    found.__dict__["by_id"] = former.by_id
    supplied = ("transformer_id", "second_transformer_id")
    if all(getattr(found.raw, name) is getattr(former.raw, name) for name in supplied):
        _hand_on("supply", former.raw, found.raw)
    same_places = found.raw.x is former.raw.x and found.raw.y is former.raw.y
    if same_places and found.raw.words is former.raw.words:
        _hand_on("villages", former.raw, found.raw)


def _hand_on(name: str, former: RawCustomers, found: RawCustomers) -> None:
    if name in former.__dict__:
        found.__dict__[name] = former.__dict__[name]
