"""Who is supplied by which transformer, asked from the transformers' side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Supply:
    """Rows of customers in the order of the ids of their transformers.

    A customer with two transformers (双电源) stands at both; ``double`` are the rows of all such,
    ascending.
    """

    ids: NDArray[np.int32]
    rows: NDArray[np.int64]
    double: NDArray[np.int64]

    @classmethod
    def of(cls, first: NDArray[np.int32], second: NDArray[np.int32]) -> Supply:
        """Order the rows by the ids of their first and second transformers, 0 for none."""
        double = np.flatnonzero(second)
        ids = np.concatenate([first, second[double]])
        rows = np.concatenate([np.arange(len(first)), double])
        order = np.argsort(ids, kind="stable")
        return cls(ids[order], rows[order], double)

    def rows_of(self, transformers: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return the rows at transformers (ids), ascending, each of them once."""
        starts = self.ids.searchsorted(transformers)
        lengths = self.ids.searchsorted(transformers, "right") - starts
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        places = np.repeat(starts - ends + lengths, lengths) + np.arange(total)
        return np.unique(self.rows[places])
