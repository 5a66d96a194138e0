"""What holds for the rows of a kind: its columns, and how they must agree with each other."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.batch import Batch
from data.importing.columns import COLUMNS, key_of
from data.importing.digests import digests
from data.importing.forms import Column, Form
from data.importing.normalise.columns import (
    first_of_each,
    nullable,
    read_moment,
    read_number,
    read_phones,
    read_text,
    read_words,
    reject_outside,
)
from data.importing.outlines import areas, lines
from data.importing.positions import is_metric, positions, system_of
from data.importing.sieve import Level, Sieve
from data.importing.systems import read_as
from data.importing.values.codes import switch_kinds
from data.importing.values.numbers import shares
from data.importing.values.phones import Phones, joined
from data.importing.values.text import blank, longer_than, to_mask
from geo.datum import Datum
from rules.codes import Kind, Urgency

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

    from data.importing.raw import Table
    from geo.arrays import GeometryArray

HOURS_OF_A_YEAR = 8760.0
_TEXTS = (Form.KEY, Form.CODE, Form.CODES, Form.TEXT, Form.PROSE)


@dataclass(slots=True)
class _Rows:
    """The columns of a table while they are read."""

    sieve: Sieve
    columns: dict[str, pa.Array]
    given: set[str]
    shapes: GeometryArray | None = None
    phones: Phones | None = None


def normalise(table: Table, zone: ZoneInfo, crs: str | None) -> Batch:
    """Read and judge every value of a table.

    ``zone`` is that of times without one, ``crs`` the system that was passed, if any.

    Raises
    ------
    MetresWithoutSystem, DegreesSwapped, DegreesImpossible, DegreesNotMetres, OutsideSystem
        Most coordinates are wrong in the same way.
    geo.crs.UnknownCoordinateSystem, geo.crs.UnsuitableCoordinateSystem
        Nothing usable is called ``crs``.
    """
    rows = _Rows(Sieve(table), {}, set(table.columns))
    for column in COLUMNS[table.kind]:
        if column.form not in (Form.DEGREES, Form.SHAPE):
            _read_column(column, rows, zone)
    _read_space(rows, crs)
    for check in _CHECKS.get(table.kind, ()):
        check(rows)
    return _batch(rows, crs)


def _read_column(column: Column, rows: _Rows, zone: ZoneInfo) -> None:
    sieve = rows.sieve
    if column.form in _TEXTS:
        values = read_text(column, sieve)
    elif column.form in (Form.WORD, Form.WORDS):
        values = read_words(column, sieve)
    elif column.form is Form.MOMENT:
        values = read_moment(column, sieve, zone)
    elif column.form is Form.PHONES:
        values = _read_phones(column, rows)
    elif column.name == "reliability":
        values = _read_share(column, sieve)
    else:
        values = read_number(column, sieve, 0.0, HOURS_OF_A_YEAR)
    rows.columns[column.name] = values


def _read_phones(column: Column, rows: _Rows) -> pa.Array:
    """Read phones: customers have as many as they name, elsewhere there is room for one text."""
    found = read_phones(column, rows.sieve)
    if rows.sieve.table.kind is Kind.CUSTOMERS:
        rows.phones = found
    texts = joined(found, len(rows.sieve.table))
    if rows.phones is None:
        too_long = longer_than(texts, column.longest)
        rows.sieve.reject(too_long, column.name, "too_long", longest=column.longest)
    return texts


def _read_share(column: Column, sieve: Sieve) -> pa.Array:
    found, bad = shares(sieve.table.text(column.name))
    sieve.reject(bad, column.name, "number_range", least=0, most=1)
    reject_outside(found, column, sieve, 0.0, 1.0)
    return nullable(found)


def _read_space(rows: _Rows, crs: str | None) -> None:
    table, sieve = rows.sieve.table, rows.sieve
    _tell_unknown_shift(sieve, crs)
    columns = {column.name: column for column in COLUMNS[table.kind]}
    if "x" in columns:
        found = positions(table, sieve, crs, required=columns["x"].required)
        rows.columns |= {"x": nullable(found.x), "y": nullable(found.y)}
        if table.shapes is not None:
            rows.given |= {"x", "y"}
        return
    if "geometry" not in columns:
        return
    if table.kind is Kind.CELLS:
        rows.shapes = areas(table, sieve, crs)
    else:
        rows.shapes = lines(table, sieve, crs, required=columns["geometry"].required)
    if table.shapes is not None:
        rows.given.add("geometry")


def _tell_unknown_shift(sieve: Sieve, crs: str | None) -> None:
    system = system_of(sieve.table, crs)
    if not system.shift_known:
        everything = np.ones(len(sieve.table), bool)
        sieve.find(everything, "", "crs_shift_unknown", level=Level.WARNING, system=system.name)


def _batch(rows: _Rows, crs: str | None) -> Batch:
    sieve, table = rows.sieve, rows.sieve.table
    system = system_of(table, crs)
    key = key_of(table.kind)
    keys = rows.columns[key.name] if key else blank(len(table))
    names = [column.name for column in COLUMNS[table.kind] if column.form is not Form.SHAPE]
    said = {name: values for name, values in rows.columns.items() if name in rows.given}
    digest = digests(names, said, rows.shapes, len(table))
    again = sieve.alive & ~first_of_each(keys if key else pa.array(digest), sieve.alive)
    sieve.reject(again, key.name if key else "geometry", "key_twice", None if key else keys)
    batch = Batch(
        kind=table.kind,
        file=table.file,
        rows=table.rows,
        keys=keys,
        columns=rows.columns,
        given=frozenset(rows.given),
        digest=digest,
        shapes=rows.shapes,
        phones=rows.phones,
        rejections=tuple(sorted(sieve.rejections, key=lambda rejection: rejection.row)),
        findings=(
            *read_as(table.kind, system, len(table), passed=crs is not None),
            *sieve.findings,
        ),
        unknown=table.unknown,
        read=len(table) + len(table.bad_rows),
        datum=system.datum or Datum.WGS84,
        projected=is_metric(system),
    )
    return batch.kept(sieve.alive)


def _reject_same_ends(rows: _Rows) -> None:
    same = pc.equal(rows.columns["from_node"], rows.columns["to_node"])
    rows.sieve.reject(to_mask(same), "to_node", "same_ends")


def _reject_closed_before_opened(rows: _Rows) -> None:
    early = pc.less(rows.columns["closed_at"], rows.columns["opened_at"])
    rows.sieve.reject(to_mask(early), "closed_at", "closed_before_opened")


def _raise_to_ordinary(rows: _Rows) -> None:
    least = pa.scalar(int(Urgency.ORDINARY), pa.int64())
    rows.columns["urgency"] = pc.max_element_wise(rows.columns["urgency"], least)


def _know_switch_kinds(rows: _Rows) -> None:
    rows.columns["kind"] = switch_kinds(rows.columns["kind"])


def _drop_second_that_is_first(rows: _Rows) -> None:
    second = rows.columns["second_transformer"]
    same = pc.and_(pc.equal(rows.columns["transformer"], second), pc.not_equal(second, ""))
    rows.sieve.find(to_mask(same), "second_transformer", "second_is_first")
    rows.columns["second_transformer"] = pc.if_else(same, "", second)


_CHECKS: Mapping[Kind, tuple[Callable[[_Rows], None], ...]] = MappingProxyType(
    {
        Kind.SECTIONS: (_reject_same_ends,),
        Kind.SWITCHES: (_reject_same_ends, _know_switch_kinds),
        Kind.CUSTOMERS: (_drop_second_that_is_first,),
        Kind.ISSUES: (_reject_closed_before_opened, _raise_to_ordinary),
    }
)
