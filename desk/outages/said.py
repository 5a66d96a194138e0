"""What a list says of everybody, as it would be frozen now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from data.outages.listed_columns import ListColumns
from data.outages.revisions import ListedRow
from data.snapshot.raw import LANGUAGES
from desk.outages.affected import BASES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from desk.outages.affected import Affected
    from desk.outages.declared import Declared


def rows_of(snapshot: Snapshot, found: Affected, declared: Declared) -> list[ListedRow]:
    """Return the list as it is frozen: what was decided, and holds, stands in ``why``."""
    columns = _columns(snapshot, found, declared)
    return list(map(ListedRow, *columns.values()))


def columns_now(snapshot: Snapshot, found: Affected, declared: Declared) -> ListColumns:
    """Return the list as it would be frozen now as columns, which compare with a frozen one's."""
    own, grid = snapshot.customers, snapshot.grid
    order = np.argsort(own.raw.id[found.rows])
    at = found.rows[order]
    ids = own.raw.id[at].astype(np.int64)
    hours = own.raw.backup_hours[at].astype(np.float64)
    account = own.words["account"].take(pa.array(at)).to_pylist()
    values: dict[str, NDArray[Any]] = {
        "account": np.array(account, object),
        "basis": found.basis[order],
        "sensitivity": own.sensitivity[at],
        "class_": own.raw.class_[at],
        "life": own.life[at],
        "backup_hours": np.where(np.isnan(hours), -1.0, hours),
        "language": own.raw.language[at],
        "cell_id": _ids_of(grid.cells, own.cell[at]),
        "feeder_id": _ids_of(grid.feeders, own.feeder[at]),
        "transformer_id": _ids_of(grid.transformers, own.transformer[at]),
    }
    decided = declared.decisions
    holding = ids[found.decided[order]].tolist()
    why = {ref: decided[ref].why for ref in holding if decided[ref].why}
    return ListColumns(ids, found.touched[order], values, why)


def _ids_of(known: Sequence[Any], positions: NDArray[Any]) -> NDArray[np.int64]:
    """Return the ids of things at positions, 0 at none."""
    found: NDArray[np.int64] = np.array([*(row.id for row in known), 0], np.int64)[positions]
    return found


def _columns(snapshot: Snapshot, found: Affected, declared: Declared) -> dict[str, list[Any]]:
    """Return the list column by column, named and in the order of :class:`ListedRow`."""
    own, at = snapshot.customers, found.rows
    ids = own.raw.id[at].tolist()
    hours = own.raw.backup_hours[at].astype(np.float64)
    decided = declared.decisions
    columns: tuple[list[Any], ...] = (
        ids,
        own.words["account"].take(pa.array(at)).to_pylist(),
        found.touched.tolist(),
        [BASES[code] for code in found.basis.tolist()],
        [decided[ref].why if holds else "" for ref, holds in zip(ids, found.decided, strict=True)],
        own.sensitivity[at].tolist(),
        own.raw.class_[at].tolist(),
        own.life[at].tolist(),
        [None if np.isnan(hour) else hour for hour in hours.tolist()],
        own.urgency[at].tolist(),
        [str(LANGUAGES[code]) for code in own.raw.language[at].tolist()],
        _ids([cell.id for cell in snapshot.grid.cells], own.cell[at]),
        _ids([feeder.id for feeder in snapshot.grid.feeders], own.feeder[at]),
        _ids([row.id for row in snapshot.grid.transformers], own.transformer[at]),
    )
    return dict(zip(ListedRow._fields, columns, strict=True))


def _ids(known: list[int], positions: NDArray[Any]) -> list[int | None]:
    return [known[place] if place >= 0 else None for place in positions.tolist()]
