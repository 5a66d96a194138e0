"""What the columns of a point index must have in common, and their running counts."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from errors import BattlemapError
from geo.arrays import ByteArray, CountArray, IntArray


class BadColumns(BattlemapError):
    """The columns of a point index do not fit each other. Facts: ``column``, ``rows``, ``wanted``.

    For a ``key`` that does not ascend, ``rows`` is the first row that falls behind; for
    ``codes``, the largest code, and ``wanted`` the number of codes.
    """

    code = "geo.index.columns"


def require_same_length(rows: int, columns: Mapping[str, NDArray[Any]]) -> None:
    """Refuse columns of another length.

    Raises
    ------
    BadColumns
        Some column has not ``rows`` rows.
    """
    for name, column in columns.items():
        if len(column) != rows:
            raise BadColumns(column=name, rows=len(column), wanted=rows)


def require_ascending(keys: IntArray) -> None:
    """Refuse keys that are not sorted; searching them would give wrong answers.

    Raises
    ------
    BadColumns
        A key is smaller than the one before it.
    """
    falls = keys[1:] < keys[:-1]
    if falls.any():
        raise BadColumns(column="key", rows=int(np.argmax(falls)) + 1, wanted=len(keys))


def running_counts(codes: ByteArray, size: int | None = None) -> CountArray:
    """Count codes as they come, shape (n + 1, size): row i counts the first i points.

    ``size`` is by default just enough for the codes that occur.

    Raises
    ------
    BadColumns
        A code is not below ``size``.
    """
    width = size if size is not None else int(codes.max(initial=0)) + 1
    if len(codes) and int(codes.max()) >= width:
        raise BadColumns(column="codes", rows=int(codes.max()), wanted=width)
    totals = np.zeros((len(codes) + 1, width), np.int32)
    for code in range(width):
        np.cumsum(codes == code, out=totals[1:, code])
    return totals
