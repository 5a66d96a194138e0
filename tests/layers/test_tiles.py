"""Tiles read back: what is kept, what is made anew, and what no crowd may hide."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from data import tables
from data.snapshot.assemble import assemble
from desk.map import tile
from desk.view import Filters
from geo.zorder import tile_of
from layers.tiles import encode
from rules.viewer import SYSTEM
from tests.builders import NOW, SOUTH, WEST
from tests.layers.mvt.decoding import decoded
from tests.viewers import DISPATCHER

if TYPE_CHECKING:
    from data.snapshot.judged import Snapshot
    from desk.desk import Desk

ALL = Filters()


def made(snapshot: Snapshot, zoom: int, filters: Filters = ALL) -> bytes:
    x, y = tile_of(np.array([WEST + 0.005]), np.array([SOUTH + 0.005]), zoom)
    return encode(tile(snapshot, DISPATCHER, zoom, int(x[0]), int(y[0]), filters))


def read(content: bytes) -> dict[str, list[dict[str, Any]]]:
    found = decoded(gzip.decompress(content))
    return {name: [row["properties"] for row in layer["features"]] for name, layer in found.items()}


@pytest.mark.parametrize("zoom", [5, 8, 10, 12, 13, 16])
def test_a_kept_tile_is_the_same_tile(desk: Desk, zoom: int) -> None:
    snapshot = desk.keeper.current()
    first = made(snapshot, zoom)
    assert made(snapshot, zoom) == first
    snapshot.grid.drawn.get("other", bytes)
    anew = replace(snapshot, grid=replace(snapshot.grid))  # nothing drawn yet
    assert made(anew, zoom) == first


def test_a_new_judgement_shows_in_cells_that_were_kept(desk: Desk) -> None:
    before = read(made(desk.keeper.current(), 10))["cells"]
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(update(tables.Issue).values(urgency=2))
        writing.changed("issue", "change", [1, 2])
    after = read(made(desk.keeper.current(), 10))["cells"]
    assert [max(row["urgency"] for row in rows) for rows in (before, after)] == [5, 2]


def test_what_stands_still_is_gathered_anew_when_single_customers_begin(desk: Desk) -> None:
    snapshot = desk.keeper.current()
    crowded = replace(snapshot, point_zoom=18)
    near, far = (read(made(given, 13)) for given in (snapshot, crowded))
    assert "n" not in near["transformers"][0]
    assert all(row["n"] >= 1 for row in far["transformers"])
    assert read(made(snapshot, 13)) == near


def test_cell_names_come_where_they_are_drawn(desk: Desk) -> None:
    snapshot = desk.keeper.current()
    with_names = [z for z in range(7, 17) if "cell_labels" in read(made(snapshot, z))]
    assert with_names == [10, 11, 12, 13, 14]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 300), zoom=st.integers(4, 17))
def test_no_emergency_is_hidden_by_a_crowd(desk: Desk, seed: int, count: int, zoom: int) -> None:
    snapshot = replace(burning(desk, seed, count), point_zoom=18)
    found = read(made(snapshot, zoom))
    everything = tile(snapshot, DISPATCHER, 0, 0, 0, ALL)
    assert np.sum(np.asarray(everything.marks["issues"].columns["n"])) == len(
        snapshot.issues.issues
    )
    inside = tile_rows(snapshot, zoom)
    urgency = snapshot.issues.urgency[inside]
    marks = found.get("issues", [])
    assert sum(row["n"] for row in marks) == len(inside)
    assert max((row["urgency"] for row in marks), default=0) == urgency.max(initial=0)
    hot = set(snapshot.customers.hot.tolist()) & set(snapshot.issues.customer[inside].tolist())
    assert sum(row["n"] for row in found.get("hot", [])) == len(hot)
    worst = snapshot.customers.sensitivity[sorted(hot)].max(initial=0)
    shown = [row["sensitivity"] for row in found.get("hot", [])]
    assert max(shown, default=0) == worst


def burning(desk: Desk, seed: int, count: int) -> Snapshot:
    """Return the bureau with many issues of its customers, of any urgency."""
    desk.keeper.current()
    parts = desk.keeper._parts  # noqa: SLF001 - a store full of issues would take minutes
    assert parts is not None
    generator = np.random.default_rng(seed)
    whose, urgency = generator.integers(1, 5, count), generator.integers(1, 6, count)
    issues = tuple(
        replace(parts.issues[0], id=n + 1, customer_id=int(whose[n]), urgency=int(urgency[n]))
        for n in range(count)
    )
    return assemble(replace(parts, issues=issues), NOW, desk.keeper._zone)  # noqa: SLF001


def tile_rows(snapshot: Snapshot, zoom: int) -> np.ndarray[Any, Any]:
    """Return the issues in the tile that :func:`made` makes, counted one by one."""
    issues = snapshot.issues
    x, y = tile_of(issues.lon, issues.lat, zoom)
    column, row = tile_of(np.array([WEST + 0.005]), np.array([SOUTH + 0.005]), zoom)
    return np.flatnonzero((x == column[0]) & (y == row[0]))
