"""What the whole map says at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desk.overview import bounds, checks, choices, overview
from desk.view import Filters
from tests.builders import SIDE, SOUTH, WEST
from tests.viewers import DISPATCHER, manager

if TYPE_CHECKING:
    from desk.desk import Desk


def test_counts_of_everything(desk: Desk) -> None:
    found = overview(desk.keeper.current(), DISPATCHER, Filters())
    assert (found.all_customers, found.customers, found.life_support) == (4, 4, 1)
    assert found.by_sensitivity == (2, 0, 1, 1)
    assert (found.issues, found.overdue) == (2, 0)
    assert [line.urgency for line in found.worst] == [5, 1]
    assert [(s.station, sum(s.by_urgency)) for s in found.stations] == [("1所", 2)]


def test_counts_follow_the_filters(desk: Desk) -> None:
    found = overview(desk.keeper.current(), DISPATCHER, Filters(sensitivity=(3,)))
    assert (found.customers, found.issues) == (1, 1)
    calm = overview(desk.keeper.current(), DISPATCHER, Filters(cell=(2,)))
    assert (calm.customers, calm.issues, calm.worst) == (1, 0, ())


def test_faults_of_the_data_are_counted(desk: Desk) -> None:
    assert checks(desk.keeper.current()) == {
        "cell_without_manager": 1,
        "customer_without_cell": 1,
        "customer_without_transformer": 1,
    }


def test_the_box_holds_what_passes(desk: Desk) -> None:
    snapshot = desk.keeper.current()
    around = bounds(snapshot, DISPATCHER, Filters())
    assert around is not None
    assert around[0] <= WEST
    assert around[2] >= WEST + 3 * SIDE
    one = bounds(snapshot, DISPATCHER, Filters(cell=(2,)))
    assert one is not None
    assert one[0] == one[2]
    assert bounds(snapshot, DISPATCHER, Filters(cell=(99,))) is None
    assert around[1] <= SOUTH


def test_the_box_of_a_manager_is_that_of_the_own_cells(desk: Desk) -> None:
    mei = manager(2)
    own = next(cell for cell in desk.keeper.current().grid.cells if cell.id == 2)
    assert bounds(desk.seen(mei), mei, Filters()) == pytest.approx(own.geometry.bounds)


def test_filters_offer_what_the_bureau_has(desk: Desk) -> None:
    offered = choices(desk.keeper.current(), DISPATCHER)
    assert [choice.value for choice in offered["station"]] == ["1所", "2所"]
    assert [choice.value for choice in offered["manager"]] == ["甲经理"]
    assert [choice.name for choice in offered["feeder"]] == ["1号线 · F1", "2号线 · F2"]
