"""Polygons that share the county without gaps or overlaps, with natural looking borders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from shapely import LineString, Polygon

    from data.demo.arrays import Floats, Ints, Words

PLAIN = 260.0
"""Bends of a border smaller than this, in metres, are left out before it is rounded."""
ROUNDS = 2


def partition(points: Floats, rim: Floats, labels: Ints) -> Words:
    """Return one polygon a label, numbered from 0, around the points (n, 2) that carry it.

    ``rim`` (k, 2) are points beyond the county. Neighbours share their border's vertices.
    """
    patches = shapely.voronoi_polygons(shapely.multipoints(np.vstack([points, rim])), ordered=True)
    mine = shapely.get_parts(patches)[: len(points)]
    order = np.argsort(labels, kind="stable")
    groups = np.split(mine[order], np.searchsorted(labels[order], np.arange(1, labels.max() + 1)))
    raw = np.array([shapely.coverage_union_all(group) for group in groups], dtype=object)
    plain = shapely.coverage_simplify(_whole(raw), PLAIN)
    return _matched(_rounded(plain), plain)


def _whole(raw: Words) -> Words:
    """Give stray parts of a label to the neighbour that they share most of their border with."""
    parts, owner = shapely.get_parts(raw, return_index=True)
    order = np.lexsort((-shapely.area(parts), owner))
    first = np.searchsorted(owner[order], np.arange(len(raw)))
    wholes: Words = parts[order[first]]
    strays = list(np.delete(parts[order], first))
    while strays:
        stray = strays.pop(0)
        shared = shapely.length(shapely.intersection(stray, wholes))
        if shared.max() > 0:
            taker = int(np.argmax(shared))
            wholes[taker] = shapely.coverage_union_all([wholes[taker], stray])
        else:
            strays.append(stray)
    return wholes


def _rounded(polygons: Words) -> list[Polygon]:
    """Round the borders: each stretch between two corners of three cells is rounded once."""
    borders = shapely.union_all(shapely.boundary(polygons))
    stretches = shapely.get_parts(shapely.line_merge(borders))
    faces = shapely.polygonize([_round(stretch) for stretch in stretches])
    return list(shapely.get_parts(faces))


def _round(stretch: LineString) -> LineString:
    """Cut corners again and again (Chaikin); the ends stay where they are."""
    line = shapely.get_coordinates(stretch)
    ring = bool((line[0] == line[-1]).all())
    for _ in range(ROUNDS):
        early, late = 0.75 * line[:-1] + 0.25 * line[1:], 0.25 * line[:-1] + 0.75 * line[1:]
        cut = np.stack([early, late], axis=1).reshape(-1, 2)
        line = np.vstack([cut, cut[:1]]) if ring else np.vstack([line[:1], cut[1:-1], line[-1:]])
    return shapely.linestrings(line)


def _matched(faces: list[Polygon], plain: Words) -> Words:
    """Return the rounded faces in the order of the polygons that they came from.

    Should rounding have crossed two borders, the plain polygons are returned as they are.
    """
    tree = shapely.STRtree(faces)
    face, polygon = tree.query(shapely.point_on_surface(plain), predicate="within")[::-1]
    if len(faces) != len(plain) or sorted(face.tolist()) != list(range(len(plain))):
        return plain
    matched = np.empty(len(plain), dtype=object)
    matched[polygon] = np.array(faces, dtype=object)[face]
    return matched if shapely.coverage_is_valid(matched) else plain
