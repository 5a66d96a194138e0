"""Numbers in text: half width, thousands separated or not, with a unit or a per cent sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.values.text import half_width, to_mask

if TYPE_CHECKING:
    from geo.arrays import BoolArray, FloatArray

_NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"
_UNIT = r"(?i)\s*(小时|时|hours?|hrs?|h|度|°)$"
_THOUSANDS = r"(\d),(\d{3})"


def numbers(values: pa.Array) -> tuple[FloatArray, BoolArray]:
    """Read a column of numbers.

    Returns
    -------
    tuple
        The numbers, NaN where nothing stands or where it is none; and which are none.
    """
    plain = half_width(values)
    known = pc.if_else(pc.equal(plain, ""), pa.scalar(None, pa.string()), plain)
    try:
        read = pc.cast(known, pa.float64())
    except pa.ArrowInvalid:
        read = _read_one_by_one(known)
    found: FloatArray = read.to_numpy(zero_copy_only=False).astype(np.float64)
    bad = to_mask(pc.is_valid(known)) & ~np.isfinite(found)
    found[bad] = np.nan
    return found, bad


def shares(values: pa.Array) -> tuple[FloatArray, BoolArray]:
    """Read a column of shares from 0 to 1: ``0.9``, ``90%`` and ``90`` are the same.

    A number over 1 without a sign counts as per cent; what is not in 0 to 100 is none.
    """
    plain = half_width(values)
    signed = to_mask(pc.ends_with(plain, "%"))
    found, bad = numbers(pc.utf8_rtrim(plain, characters="% "))
    percent = signed | (found > 1.0)
    found[percent] /= 100.0
    bad |= (found < 0.0) | (found > 1.0)
    found[bad] = np.nan
    return found, bad


def _read_one_by_one(known: pa.Array) -> pa.Array:
    plain = pc.replace_substring_regex(known, _UNIT, "")
    # Twice, because the digits of neighbouring groups overlap: 1,234,567.
    for _ in range(2):
        plain = pc.replace_substring_regex(plain, _THOUSANDS, r"\1\2")
    fits = pc.match_substring_regex(plain, _NUMBER)
    return pc.cast(pc.if_else(fits, plain, pa.scalar(None, pa.string())), pa.float64())
