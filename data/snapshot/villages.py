"""Villages, gathered from the addresses: nobody keeps a list of them, and everybody asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from data.snapshot.names import readable

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyarrow import ChunkedArray


@dataclass(frozen=True, eq=False)
class Villages:
    """Villages as the addresses name them, phones masked, the largest first; boxes in degrees."""

    names: tuple[str, ...]
    n: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    box: NDArray[np.float64]


def villages_of(x: NDArray[np.float64], y: NDArray[np.float64], named: ChunkedArray) -> Villages:
    """Gather customers by the village of their address; a customer without one counts nowhere.

    ``x`` and ``y`` are the customers' places in degrees, ``named`` the villages' names.

    The place of a village is the middle of its customers; two villages of one name are one.
    """
    encoded = pc.dictionary_encode(named.combine_chunks())
    names = readable(encoded.dictionary.to_pylist())
    codes = np.asarray(encoded.indices)
    n = np.bincount(codes, minlength=len(names))
    box = np.stack(
        [
            _per_village(np.minimum, codes, x, len(names)),
            _per_village(np.minimum, codes, y, len(names)),
            _per_village(np.maximum, codes, x, len(names)),
            _per_village(np.maximum, codes, y, len(names)),
        ],
        axis=1,
    )
    lon = np.bincount(codes, x, len(names)) / np.maximum(n, 1)
    lat = np.bincount(codes, y, len(names)) / np.maximum(n, 1)
    order = [row for row in np.argsort(-n, kind="stable") if names[row]]
    return Villages(
        tuple(names[row] for row in order), n[order], lon[order], lat[order], box[order]
    )


def _per_village(
    extreme: np.ufunc, codes: NDArray[np.int32], values: NDArray[np.float64], villages: int
) -> NDArray[np.float64]:
    start = np.inf if extreme is np.minimum else -np.inf
    found = np.full(villages, start)
    extreme.at(found, codes, values)
    return found
