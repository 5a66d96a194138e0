"""What is wrong with the rows of a file: some are turned away, some only mentioned."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from rules.masking import without_phones

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.importing.raw import Table
    from geo.arrays import BoolArray, IntArray

EXAMPLES = 5


class Level(StrEnum):
    """How much a finding matters."""

    NOTE = "note"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that is not taken, and why.

    ``row`` is the number by which a person finds it in the file, ``column`` the header as the
    file has it (or the field, where the value comes from a geometry). The sentence of ``code``
    is the text ``import.reject.<code>``, filled with ``facts``.
    """

    row: int
    column: str
    value: str
    code: str
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about accepted rows that a person should know.

    ``examples`` are the first rows and values. The sentence of ``code`` is the text
    ``import.finding.<code>``, filled with ``facts`` and ``count``.
    """

    code: str
    count: int
    examples: tuple[tuple[int, str], ...] = ()
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    level: Level = Level.NOTE


class Sieve:
    """Holds back the rows of one table; a row is rejected once, for its first reason."""

    def __init__(self, table: Table) -> None:
        """Begin with every row of the table accepted, except those that are no rows."""
        self.table = table
        self.alive: BoolArray = np.ones(len(table), bool)
        self.findings = [
            Finding(
                "column_twice", len(table),
                facts={"column": double.used, "other": double.other, "field": double.field},
                level=Level.WARNING if double.same else Level.NOTE,
            )
            for double in table.doubles
        ]  # fmt: skip
        self.rejections = [
            Rejection(
                bad.row, "", without_phones(bad.text[:200]), bad.code,
                {"expected": bad.expected, "actual": bad.actual},
            )
            for bad in table.bad_rows
        ]  # fmt: skip

    def reject(
        self,
        bad: BoolArray,
        column: str,
        code: str,
        values: pa.Array | None = None,
        **facts: object,
    ) -> None:
        """Turn rows away; ``values`` are shown instead of the column as the file has it."""
        positions = np.flatnonzero(bad & self.alive)
        if not len(positions):
            return
        shown = self._shown(column, values, positions)
        rows, header = self.table.rows[positions].tolist(), self._header(column)
        self.rejections += [
            Rejection(row, header, value, code, facts)
            for row, value in zip(rows, shown, strict=True)
        ]
        self.alive[positions] = False

    def find(
        self,
        mask: BoolArray,
        column: str,
        code: str,
        values: pa.Array | None = None,
        *,
        level: Level = Level.NOTE,
        **facts: object,
    ) -> None:
        """Mention accepted rows; nothing happens where there are none."""
        positions = np.flatnonzero(mask & self.alive)
        if not len(positions):
            return
        first = positions[:EXAMPLES]
        shown = self._shown(column, values, first)
        examples = tuple(zip(self.table.rows[first].tolist(), shown, strict=True))
        self.findings.append(
            Finding(code, len(positions), examples, {"column": self._header(column)} | facts, level)
        )

    def _header(self, column: str) -> str:
        return self.table.headers.get(column, column)

    def _shown(self, column: str, values: pa.Array | None, positions: IntArray) -> list[str]:
        texts = self.table.text(column) if values is None else values
        found: list[str] = texts.take(pa.array(positions)).to_pylist()
        return [text[:200] for text in found]
