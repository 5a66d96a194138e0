"""A number for what a file says of a row, by which a second import knows that nothing changed.

The digest is 64 bits of BLAKE2b over the row's normalised values, so it is the same on every
machine and in every version. Its lowest bits are not part of the hash; they keep what the store
has no column for:

- bit 0, customers: the row's cell was named by the file (and not found by position);
- bits 1 to 3, customers: a reference to a transformer, a second transformer or a cell could not
  be resolved. When the thing that was missing comes, the same row counts as changed and finds it.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.arrays import BoolArray, GeometryArray, IntArray

CELL_NAMED = 1
UNRESOLVED = (2, 4, 8)
"""Transformer, second transformer, cell."""
_MARKS = 15
_BYTES = 8
_DECIMALS = 8
_MONSTROUS = 1e15
_ABSENT = "\x00"
_BETWEEN = "\x1f"


def digests(
    names: Sequence[str], columns: Mapping[str, pa.Array], shapes: GeometryArray | None, count: int
) -> IntArray:
    """Return the digest of every row, its marks unset.

    ``names`` fixes the order; a column that the file does not have counts as absent, which is
    not the same as empty.
    """
    absent = pa.repeat(pa.scalar(_ABSENT, pa.string()), count)
    texts = [_text(columns[name]) if name in columns else absent for name in names]
    joined = pc.binary_join_element_wise(*texts, _BETWEEN) if texts else absent
    rows = pc.cast(joined, pa.binary()).to_pylist()
    if shapes is not None:
        wkb = shapely.to_wkb(shapes, byte_order=1)
        rows = [row + (shape or b"") for row, shape in zip(rows, wkb, strict=True)]
    hashed = b"".join(blake2b(row, digest_size=_BYTES).digest() for row in rows)
    return np.frombuffer(hashed, "<i8").astype(np.int64) & ~_MARKS


def marked(digest: IntArray, mask: BoolArray, mark: int) -> IntArray:
    """Set a mark where the mask says."""
    return np.where(mask, digest | mark, digest)


def differ(digest: IntArray, stored: IntArray) -> BoolArray:
    """Tell which rows changed; that a cell was named is part of the hash anyway."""
    return np.asarray((digest | CELL_NAMED) != (stored | CELL_NAMED), bool)


def _text(column: pa.Array) -> pa.Array:
    if pa.types.is_floating(column.type):
        # What no number of ours can be (1e308) is on its way to be rejected: it must not fail here.
        sane = pc.less(pc.abs(column), _MONSTROUS)
        column = pc.round(pc.if_else(sane, column, None), _DECIMALS)
    return pc.fill_null(pc.cast(column, pa.string()), "")
