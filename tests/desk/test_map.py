"""What a tile shows, and what the filters leave of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from desk.filtering import customer_mask, issue_mask
from desk.map import TileContent, tile
from desk.view import Filters
from geo.zorder import tile_of
from tests.builders import SOUTH, WEST
from tests.viewers import DISPATCHER

if TYPE_CHECKING:
    from data.snapshot.judged import Snapshot
    from desk.desk import Desk

ALL = Filters()


def shown(snapshot: Snapshot, zoom: int, filters: Filters = ALL) -> TileContent:
    x, y = tile_of(np.array([WEST + 0.005]), np.array([SOUTH + 0.005]), zoom)
    return tile(snapshot, DISPATCHER, zoom, int(x[0]), int(y[0]), filters)


def accounts(snapshot: Snapshot, filters: Filters) -> list[str]:
    mask = customer_mask(snapshot, DISPATCHER, filters)
    words = snapshot.customers.words["account"].to_pylist()
    kept = [True] * len(words) if mask is None else mask.tolist()
    return sorted(word for word, keep in zip(words, kept, strict=True) if keep)


def test_far_out_customers_are_gathered_and_the_worst_is_seen(desk: Desk) -> None:
    content = shown(desk.keeper.current(), 8)
    assert content.bins is not None
    assert content.bins.n.sum() == 4
    assert content.bins.worst["urgency"].max() == 5
    assert content.marks["hot"].id.tolist() == [1]
    assert "customers" not in content.marks


def test_near_customers_stand_one_by_one(desk: Desk) -> None:
    content = shown(desk.keeper.current(), 14)
    assert content.bins is None
    assert sorted(content.marks["customers"].id.tolist()) == [1, 2]
    assert "hot" not in content.marks


def test_the_change_to_single_customers_is_by_zoom_alone(desk: Desk) -> None:
    crowded = replace(desk.keeper.current(), point_zoom=16)
    assert shown(crowded, 15).bins is not None
    assert shown(crowded, 16).bins is None


def test_filters_narrow_each_by_its_field(desk: Desk) -> None:
    snapshot = desk.keeper.current()
    everybody = ["000001", "000002", "000003", "000004"]
    assert accounts(snapshot, ALL) == everybody
    assert accounts(snapshot, Filters(station=("1所",))) == everybody[:2]
    assert accounts(snapshot, Filters(manager=("甲经理",))) == everybody[:2]
    assert accounts(snapshot, Filters(cell=(2,))) == ["000003"]
    assert accounts(snapshot, Filters(feeder=(2,))) == ["000003"]
    assert accounts(snapshot, Filters(class_=(2,))) == ["000003"]
    assert accounts(snapshot, Filters(sensitivity=(2, 3))) == ["000001", "000003"]
    assert accounts(snapshot, Filters(urgency=(1,))) == ["000002"]
    assert accounts(snapshot, Filters(channel=("12345",))) == ["000001"]
    assert accounts(snapshot, Filters(sensitivity=(3,), urgency=(1,))) == []
    assert accounts(snapshot, Filters(cell=(999,))) == []


def test_issues_pass_with_their_customer_or_their_cell(desk: Desk) -> None:
    snapshot = desk.keeper.current()
    assert issue_mask(snapshot, DISPATCHER, ALL).tolist() == [True, True]
    assert issue_mask(snapshot, DISPATCHER, Filters(urgency=(5,))).tolist() == [True, False]
    assert issue_mask(snapshot, DISPATCHER, Filters(station=("2所",))).tolist() == [False, False]


def test_cells_left_out_by_a_filter_stay_as_outlines(desk: Desk) -> None:
    content = shown(desk.keeper.current(), 10, Filters(cell=(1,)))
    assert content.cells.rows.tolist() == [0, 1]
    assert content.cells.shown.tolist() == [True, False]
