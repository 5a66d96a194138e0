"""Customer columns as the store has them, before any rule has looked at them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from sqlalchemy import BigInteger, and_, case, cast, exists, func, select

from data.snapshot.supply import Supply
from data.snapshot.villages import Villages, villages_of
from data.tables import Customer, Phone
from rules.codes import Consent, CustomerKind, Language
from rules.equipment import equipment_of, mask_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import ColumnElement, Connection, Select
    from sqlalchemy.orm import InstrumentedAttribute

    from rules.viewer import Viewer

KINDS = tuple(CustomerKind)
LANGUAGES = tuple(Language)
WORDS = ("account", "name", "village", "address")
CHUNK = 5_000
_BYTE, _PHONE, _HALF = 8, 31, 32
"""Bits: four small columns and a flag are packed into one number with an id, two more ids into
another."""


@dataclass(frozen=True)
class RawCustomers:
    """One row a customer, sorted by ``key``; all arrays have the same length.

    ``cell_id``, ``transformer_id`` and ``second_transformer_id`` are ids of the store, 0 for
    none. ``kind`` and ``language`` are positions in ``KINDS`` and ``LANGUAGES``; ``equipment``
    are masks of ``rules.equipment``; ``backup_hours`` is NaN where unknown; ``by_phone`` is who
    has a phone and has not refused to be told. ``words`` has the string columns account, name,
    village and address.
    """

    id: NDArray[np.int32]
    key: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    sensitivity: NDArray[np.uint8]
    class_: NDArray[np.uint8]
    kind: NDArray[np.uint8]
    language: NDArray[np.uint8]
    by_phone: NDArray[np.bool_]
    equipment: NDArray[np.uint16]
    backup_hours: NDArray[np.float32]
    cell_id: NDArray[np.int32]
    transformer_id: NDArray[np.int32]
    second_transformer_id: NDArray[np.int32]
    words: pa.Table

    def __len__(self) -> int:
        """Return the number of customers."""
        return len(self.id)

    @cached_property
    def villages(self) -> Villages:
        """Gather the customers of each village that an address names."""
        return villages_of(self.x, self.y, self.words["village"])

    @cached_property
    def supply(self) -> Supply:
        """Return who is supplied by which transformer."""
        return Supply.of(self.transformer_id, self.second_transformer_id)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the numeric columns by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "words"}

    def patched(self, gone: NDArray[np.int32], fresh: RawCustomers) -> RawCustomers:
        """Return the columns without the rows of ``gone`` and with the rows of ``fresh``.

        Where everybody stays in place, columns that say the same stay the same objects.
        """
        there = np.isin(self.id, gone)
        rows = np.flatnonzero(there)
        if len(rows) == len(fresh) and np.array_equal(self.key[rows], fresh.key):
            order = np.lexsort((fresh.id, fresh.key))
            rows = rows[np.lexsort((self.id[rows], self.key[rows]))]
            if np.array_equal(self.id[rows], fresh.id[order]):
                return self._overwritten(rows, fresh, order)
        keep = ~there
        key = np.concatenate([self.key[keep], fresh.key])
        order = np.argsort(key, kind="stable")
        mine, theirs = self.arrays(), fresh.arrays()
        merged = {name: np.concatenate([mine[name][keep], theirs[name]])[order] for name in mine}
        words = pa.concat_tables([self.words.filter(pa.array(keep)), fresh.words])
        return RawCustomers(**merged, words=words.take(pa.array(order)).combine_chunks())

    def _overwritten(
        self, rows: NDArray[np.int64], fresh: RawCustomers, order: NDArray[np.int64]
    ) -> RawCustomers:
        theirs = fresh.arrays()
        columns = {}
        for name, mine in self.arrays().items():
            columns[name], new = mine, theirs[name][order]
            if mine[rows].tobytes() != new.tobytes():
                columns[name] = mine.copy()
                columns[name][rows] = new
        words, spoken = self.words, fresh.words.take(pa.array(order))
        if not words.take(pa.array(rows)).equals(spoken):
            place = np.arange(len(self))
            place[rows] = len(self) + np.arange(len(rows))
            words = pa.concat_tables([words, spoken]).take(pa.array(place)).combine_chunks()
        return RawCustomers(**columns, words=words)


def read(connection: Connection, _viewer: Viewer, ids: Sequence[int] | None = None) -> RawCustomers:
    """Read all customers, or those of ``ids``, sorted by their Z-order key."""
    parts = [_columns(rows) for rows in _chunks(connection, ids)] or [_columns([])]
    joined = {name: np.concatenate([part[0][name] for part in parts]) for name in parts[0][0]}
    words = pa.concat_tables([part[1] for part in parts])
    order = np.argsort(joined["key"], kind="stable")
    if not bool(np.all(np.diff(order) == 1)):
        joined = {name: column[order] for name, column in joined.items()}
        words = words.take(pa.array(order))
    return RawCustomers(**joined, words=words.combine_chunks())


def _query() -> Select[Any]:
    """Ask for few columns: a value costs more on its way into Python than all work on it after."""
    c = Customer
    codes = (
        cast(c.sensitivity, BigInteger)
        + c.class_ * (1 << _BYTE)
        + _position(c.kind, KINDS) * (1 << 2 * _BYTE)
        + _position(c.language, LANGUAGES) * (1 << 3 * _BYTE)
        + case((_has_phone(), 1), else_=0) * (1 << _PHONE)
        + cast(func.coalesce(c.second_transformer_id, 0), BigInteger) * (1 << _HALF)
    )
    cell = cast(func.coalesce(c.cell_id, 0), BigInteger)
    served = cell * (1 << _HALF) + func.coalesce(c.transformer_id, 0)
    return select(
        *(c.id, c.qk, c.x, c.y, codes, c.equipment, c.backup_hours, served),
        *(getattr(c, name) for name in WORDS),
    ).order_by(c.id)


def _has_phone() -> ColumnElement[bool]:
    some = exists(select(Phone.position).where(Phone.customer_id == Customer.id))
    return and_(Customer.consent != str(Consent.NONE), some)


def _position(column: InstrumentedAttribute[str], known: Sequence[str]) -> ColumnElement[int]:
    """Return where a word stands among the known ones; an unknown word counts as the last."""
    return case({str(word): n for n, word in enumerate(known)}, value=column, else_=len(known) - 1)


def _chunks(connection: Connection, ids: Sequence[int] | None) -> Iterator[Sequence[Any]]:
    query = _query() if ids is None else _query().where(Customer.id.in_(ids))
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
    ids, keys, xs, ys, codes, equipment, hours, served, *words = (
        zip(*rows, strict=True) if rows else [()] * (8 + len(WORDS))
    )
    masks = {text: mask_of(equipment_of(text)) for text in set(equipment)}
    code, ref, n = np.fromiter(codes, np.int64), np.fromiter(served, np.int64), len(ids)
    numbers: dict[str, NDArray[Any]] = {
        "id": np.fromiter(ids, np.int32, n),
        "key": np.fromiter(keys, np.int64, n),
        "x": np.fromiter(xs, np.float64, n),
        "y": np.fromiter(ys, np.float64, n),
        "sensitivity": code.astype(np.uint8),
        "class_": (code >> _BYTE).astype(np.uint8),
        "kind": (code >> 2 * _BYTE).astype(np.uint8),
        "language": (code >> 3 * _BYTE & (1 << _PHONE - 3 * _BYTE) - 1).astype(np.uint8),
        "by_phone": (code >> _PHONE & 1).astype(np.bool_),
        "equipment": np.fromiter((masks[text] for text in equipment), np.uint16, n),
        "backup_hours": np.array(hours, np.float32),
        "cell_id": (ref >> _HALF).astype(np.int32),
        "transformer_id": ref.astype(np.int32),
        "second_transformer_id": (code >> _HALF).astype(np.int32),
    }
    table = {name: pa.array(column, pa.string()) for name, column in zip(WORDS, words, strict=True)}
    return numbers, pa.table(table)
