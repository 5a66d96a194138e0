"""The array types that the whole floor speaks."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
ByteArray: TypeAlias = NDArray[np.uint8]
BoolArray: TypeAlias = NDArray[np.bool_]
CountArray: TypeAlias = NDArray[np.int32]
GeometryArray: TypeAlias = NDArray[Any]
"""An object array of shapely geometries; ``None`` stands for a missing one."""
