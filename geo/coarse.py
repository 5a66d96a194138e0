"""Shapes for looking at from afar: what is smaller than an eye can see is drawn no more.

All geometries are shapely's, in degrees; a tolerance is the distance in degrees within which
two courses look the same.
"""

import numpy as np
import shapely

from geo.arrays import BoolArray, GeometryArray, IntArray

_ROUNDS = 3
"""How often twigs are cut: a fork at the end of a course leaves a twig of its own behind."""
_ENDS_HERE = 1
"""How many courses meet where a course ends freely."""


def outlines(areas: GeometryArray, tolerance: float) -> GeometryArray:
    """Return areas with fewer corners; neighbours share their border as before.

    Simplified one by one, neighbours would gape and overlap. No area vanishes.
    """
    if not len(areas):
        return areas
    return np.asarray(shapely.coverage_simplify(areas, tolerance), object)


def trunks(lines: GeometryArray, owners: IntArray) -> GeometryArray:
    """Join the lines of each owner end to end; what meets in a fork stays apart.

    ``owners`` are numbers from 0, one a line. Return one multiline an owner, None for an owner
    whose lines are empty.
    """
    parts, of_line = shapely.get_parts(lines, return_index=True)
    return _joined(parts, owners[of_line], int(owners.max(initial=-1)) + 1)


def without_twigs(courses: GeometryArray, length: float, kept: BoolArray) -> GeometryArray:
    """Cut off the free ends of multilines that are shorter than ``length`` degrees.

    A course that is nothing but short ends stays as it is, and so do those marked in ``kept``.
    """
    for _ in range(_ROUNDS):
        parts, owner = shapely.get_parts(courses, return_index=True)
        twigs = (shapely.length(parts) < length) & _free(parts, owner) & ~kept[owner]
        stays = np.bincount(owner, ~twigs, len(courses)) > 0
        twigs &= stays[owner]
        if not twigs.any():
            break
        courses = _joined(parts[~twigs], owner[~twigs], len(courses))
    return courses


def simplified(courses: GeometryArray, tolerance: float) -> GeometryArray:
    """Return lines with fewer vertices; their ends, and so their forks, stay where they are."""
    return np.asarray(shapely.simplify(courses, tolerance, preserve_topology=False), object)


def _joined(parts: GeometryArray, owner: IntArray, count: int) -> GeometryArray:
    order = np.argsort(owner, kind="stable")
    bundles = np.full(count, None, object)
    shapely.multilinestrings(parts[order], indices=owner[order], out=bundles)
    merged = shapely.line_merge(bundles)
    single = shapely.get_type_id(merged) == shapely.GeometryType.LINESTRING
    merged[single] = shapely.multilinestrings(merged[single][:, None])
    return np.asarray(merged, object)


def _free(parts: GeometryArray, owner: IntArray) -> BoolArray:
    """Tell which parts end freely on one side and hang on others of their owner on the other."""
    corners = shapely.get_coordinates(parts)
    counts = shapely.get_num_coordinates(parts)
    last = np.cumsum(counts) - 1
    first = last - counts + 1
    ends, whose = corners[np.concatenate((first, last))], np.tile(owner, 2)
    order = np.lexsort((ends[:, 0], ends[:, 1], whose))
    ends, whose = ends[order], whose[order]
    new = np.ones(len(order), bool)
    new[1:] = (ends[1:] != ends[:-1]).any(axis=1) | (whose[1:] != whose[:-1])
    node = np.empty(len(order), np.int64)
    node[order] = np.cumsum(new) - 1
    free = (np.bincount(node)[node] == _ENDS_HERE).reshape(2, -1)
    return np.asarray(free[0] ^ free[1], bool)
