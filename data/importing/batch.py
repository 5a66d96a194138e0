"""Rows that have passed the sieve, in the form in which they are compared and stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from data.importing.values.phones import Phones
from geo.datum import Datum

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.importing.sieve import Finding, Rejection
    from geo.arrays import BoolArray, FloatArray, GeometryArray, IntArray
    from rules.codes import Kind


@dataclass(frozen=True, slots=True)
class Batch:
    """The accepted rows of one file.

    ``columns`` have the names of the file's fields: text without nulls, numbers as float64 with
    nulls, moments as UTC timestamps with nulls, codes as they are stored. ``given`` are the
    fields that the file really has: what it does not have, it does not change. ``rows`` are the
    numbers by which a person finds a row, ``keys`` what rows are known by, ``digest`` the hash of
    what the file says (see :mod:`data.importing.digests`).
    ``datum`` is what positions were read in, and ``projected`` whether they were metres.
    """

    kind: Kind
    file: str
    rows: IntArray
    keys: pa.Array
    columns: Mapping[str, pa.Array]
    given: frozenset[str]
    digest: IntArray
    shapes: GeometryArray | None
    phones: Phones | None
    rejections: tuple[Rejection, ...]
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]
    read: int
    datum: Datum = Datum.WGS84
    projected: bool = False

    def __len__(self) -> int:
        """Return the number of accepted rows."""
        return len(self.rows)

    def number(self, column: str) -> FloatArray:
        """Return a column of numbers; NaN where there is none."""
        found: FloatArray = self.columns[column].to_numpy(zero_copy_only=False)
        return found.astype(np.float64)

    def kept(self, mask: BoolArray) -> Batch:
        """Return the rows of a mask."""
        if mask.all():
            return self
        arrow = pa.array(mask)
        return replace(
            self,
            rows=self.rows[mask],
            keys=self.keys.filter(arrow),
            columns={name: column.filter(arrow) for name, column in self.columns.items()},
            digest=self.digest[mask],
            shapes=None if self.shapes is None else self.shapes[mask],
            phones=None if self.phones is None else _kept_phones(self.phones, mask),
        )


def _kept_phones(phones: Phones, mask: BoolArray) -> Phones:
    kept = mask[phones.owner]
    renumbered = np.cumsum(mask) - 1
    return Phones(
        owner=renumbered[phones.owner[kept]],
        position=phones.position[kept],
        number=phones.number.filter(pa.array(kept)),
        unreadable=phones.unreadable[mask],
    )
