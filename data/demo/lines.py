"""Smooth lines through the points of the mesh."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.demo.arrays import Bools, Floats, Ints

PARTS = 4
"""Pieces that a curve is drawn with between two points."""
THROUGH = 2
"""Neighbours of a point that a chain runs through."""


def relax(places: Floats, pairs: Ints, fixed: Bools, rounds: int) -> Floats:
    """Draw joined places (n, 2) towards each other, so that lines through them bend gently."""
    ends = np.concatenate([pairs[:, 0], pairs[:, 1]])
    others = np.concatenate([pairs[:, 1], pairs[:, 0]])
    degree = np.bincount(ends, minlength=len(places))
    moving = (degree > 1) & ~fixed
    relaxed = places.copy()
    for _ in range(rounds):
        total = np.zeros_like(relaxed)
        np.add.at(total, ends, relaxed[others])
        mean = total[moving] / degree[moving, None]
        relaxed[moving] = 0.5 * relaxed[moving] + 0.5 * mean
    return relaxed


def curve(places: Floats, parts: int = PARTS) -> Floats:
    """Return a curve through all places (n, 2), n at least 2 (Catmull and Rom's spline)."""
    before = np.vstack([2 * places[0] - places[1], places[:-2], places[-2:-1]])[: len(places) - 1]
    after = np.vstack([places[2:], 2 * places[-1] - places[-2]])
    here, there = places[:-1], places[1:]
    t = np.linspace(0, 1, parts, endpoint=False)[None, :, None]
    bend = (
        2 * here[:, None]
        + (there - before)[:, None] * t
        + (2 * before - 5 * here + 4 * there - after)[:, None] * t**2
        + (3 * (here - there) + after - before)[:, None] * t**3
    )
    return np.vstack([(bend / 2).reshape(-1, 2), places[-1]])


def chains(pairs: Ints, stops: Iterable[int] = ()) -> list[list[int]]:
    """Cut a network of pairs (m, 2) into chains between its ends, junctions and ``stops``.

    A ring without any of them is left out: roads and rivers here have none.
    """
    beside: dict[int, list[int]] = {}
    for a, b in pairs.tolist():
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    halts = {point for point, others in beside.items() if len(others) != THROUGH} | set(stops)
    found = []
    for halt in sorted(halts & beside.keys()):
        for other in beside[halt]:
            chain = _follow(beside, halts, halt, other)
            if chain[-1] > halt or (chain[-1] == halt and chain[1] < chain[-2]):
                found.append(chain)
    return found


def _follow(beside: dict[int, list[int]], halts: set[int], halt: int, other: int) -> list[int]:
    chain = [halt, other]
    while chain[-1] not in halts:
        first, second = beside[chain[-1]]
        chain.append(second if first == chain[-2] else first)
    return chain
