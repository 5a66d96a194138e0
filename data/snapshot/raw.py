"""Customer columns as the store has them, before any rule has looked at them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from sqlalchemy import select

from data.tables import Customer
from rules.codes import CustomerKind, Language
from rules.equipment import equipment_of, mask_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from rules.viewer import Viewer

KINDS = tuple(CustomerKind)
LANGUAGES = tuple(Language)
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class RawCustomers:
    """One row a customer, sorted by ``key``; all arrays have the same length.

    ``cell_id`` and ``transformer_id`` are ids of the store, 0 for none. ``kind`` and
    ``language`` are positions in ``KINDS`` and ``LANGUAGES``; ``equipment`` are masks of
    ``rules.equipment``; ``backup_hours`` is NaN where unknown. ``words`` has the string columns
    account, name, village and address.
    """

    id: NDArray[np.int32]
    key: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    sensitivity: NDArray[np.uint8]
    class_: NDArray[np.uint8]
    kind: NDArray[np.uint8]
    language: NDArray[np.uint8]
    equipment: NDArray[np.uint16]
    backup_hours: NDArray[np.float32]
    cell_id: NDArray[np.int32]
    transformer_id: NDArray[np.int32]
    words: pa.Table

    def __len__(self) -> int:
        """Return the number of customers."""
        return len(self.id)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the numeric columns by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "words"}

    def patched(self, gone: NDArray[np.int32], fresh: RawCustomers) -> RawCustomers:
        """Return the columns without the rows of ``gone`` and with the rows of ``fresh``."""
        keep = ~np.isin(self.id, gone)
        key = np.concatenate([self.key[keep], fresh.key])
        order = np.argsort(key, kind="stable")
        mine, theirs = self.arrays(), fresh.arrays()
        merged = {name: np.concatenate([mine[name][keep], theirs[name]])[order] for name in mine}
        words = pa.concat_tables([self.words.filter(pa.array(keep)), fresh.words])
        return RawCustomers(**merged, words=words.take(pa.array(order)).combine_chunks())


def read(connection: Connection, _viewer: Viewer, ids: Sequence[int] | None = None) -> RawCustomers:
    """Read all customers, or those of ``ids``, sorted by their Z-order key."""
    parts = [_columns(rows) for rows in _chunks(connection, ids)] or [_columns([])]
    joined = {name: np.concatenate([part[0][name] for part in parts]) for name in parts[0][0]}
    order = np.argsort(joined["key"], kind="stable")
    words = pa.concat_tables([part[1] for part in parts])
    if not bool(np.all(np.diff(order) == 1)):
        words = words.take(pa.array(order))
    return RawCustomers(
        **{name: column[order] for name, column in joined.items()},
        words=words.combine_chunks(),
    )


def _chunks(connection: Connection, ids: Sequence[int] | None) -> Iterator[Sequence[Any]]:
    c = Customer
    query = select(
        *(c.id, c.qk, c.x, c.y, c.sensitivity, c.class_, c.kind, c.language, c.equipment),
        *(c.backup_hours, c.cell_id, c.transformer_id, c.account, c.name, c.village, c.address),
    ).order_by(c.id)
    if ids is not None:
        query = query.where(c.id.in_(ids))
    sql = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
    # The driver's own cursor: a million rows as SQLAlchemy's take three times as long. On
    # PostgreSQL a named cursor stays on the server, so that they are never all here at once.
    named = {"name": "customers"} if connection.dialect.name == "postgresql" else {}
    cursor = connection.connection.cursor(**named)
    cursor.execute(sql)
    while rows := cursor.fetchmany(CHUNK):
        yield rows
    cursor.close()


def _columns(rows: Sequence[Any]) -> tuple[dict[str, NDArray[Any]], pa.Table]:
    columns = list(zip(*rows, strict=True)) if rows else [()] * 16
    kinds = {kind: n for n, kind in enumerate(KINDS)}
    tongues = {language: n for n, language in enumerate(LANGUAGES)}
    masks = {text: mask_of(equipment_of(text)) for text in set(columns[8])}
    numbers: dict[str, NDArray[Any]] = {
        "id": np.array(columns[0], np.int32),
        "key": np.array(columns[1], np.int64),
        "x": np.array(columns[2], np.float64),
        "y": np.array(columns[3], np.float64),
        "sensitivity": np.array(columns[4], np.uint8),
        "class_": np.array(columns[5], np.uint8),
        "kind": np.array([kinds.get(kind, len(KINDS) - 1) for kind in columns[6]], np.uint8),
        "language": np.array([tongues.get(t, len(LANGUAGES) - 1) for t in columns[7]], np.uint8),
        "equipment": np.array([masks[text] for text in columns[8]], np.uint16),
        "backup_hours": np.array(columns[9], np.float32),
        "cell_id": np.array([ref or 0 for ref in columns[10]], np.int32),
        "transformer_id": np.array([ref or 0 for ref in columns[11]], np.int32),
    }
    names = ("account", "name", "village", "address")
    words = pa.table({name: pa.array(columns[12 + n], pa.string()) for n, name in enumerate(names)})
    return numbers, words
