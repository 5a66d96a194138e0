"""The same question to a GeoPackage, as a desktop GIS asks: read the box, then test each."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import geopandas
import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bench.customers import Customers
    from geo.arrays import IntArray

LAYER = "customers"


@contextmanager
def asking(
    customers: Customers, area: shapely.Polygon, folder: Path
) -> Iterator[Callable[[], IntArray]]:
    """Write the customers into a file and give the question: the rows in the area, ascending.

    GDAL (by pyogrio) reads what the file's R-tree finds in the area's box; shapely then tests
    each, the area prepared. The file goes at the end.
    """
    path = folder / "customers.gpkg"
    points = shapely.points(customers.lon, customers.lat)
    frame = geopandas.GeoDataFrame(
        {"row": np.arange(len(points))}, geometry=points, crs="EPSG:4326"
    )
    frame.to_file(path, layer=LAYER, driver="GPKG", engine="pyogrio")
    shapely.prepare(area)

    def question() -> IntArray:
        near = geopandas.read_file(
            path, layer=LAYER, bbox=area.bounds, columns=["row"], engine="pyogrio"
        )
        inside = shapely.covers(area, near.geometry.to_numpy())
        return np.sort(near["row"].to_numpy()[inside]).astype(np.int64)

    try:
        yield question
    finally:
        path.unlink()
