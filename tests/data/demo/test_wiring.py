from __future__ import annotations

import numpy as np

from data.demo.feeders import Trunk
from data.demo.spots import Spots
from data.demo.wiring import Wiring, wire_branches, wire_trunk
from rules.codes import SwitchState

PLACES = np.array([[0.0, 0.0], [400.0, 0.0], [800.0, 0.0], [400.0, 400.0], [1200.0, 0.0]])
"""What the tests wire: the substation at 0, settlements A at 1, B at 3, C at 4::

      3(B)
      |
    0-1(A)-2-4(C)
"""
TRUNK = Trunk(
    substation=0, lane=0, root=0, before={0: 0, 1: 0, 2: 1, 3: 1, 4: 2}, settlements=[0, 1, 2]
)
AT = {1: 0, 3: 1, 4: 2}
LOAD = {0: 2, 1: 4, 2: 6}


def wired() -> Wiring:
    return wire_trunk("F001", TRUNK, PLACES, LOAD, AT, set())


def spots(*places: tuple[float, float], branch: tuple[int, ...]) -> Spots:
    """Return transformers of settlement A."""
    count = len(places)
    return Spots(
        place=np.array(places),
        settlement=np.zeros(count, dtype=np.int64),
        valley=np.tile([1.0, 0.0], (count, 1)),
        urban=np.zeros(count, dtype=bool),
        branch=np.array(branch),
    )


def test_the_breaker_comes_first_and_cuts_off_everything() -> None:
    first = wired().switches[0]
    assert (first.kind, first.from_node) == ("breaker", wired().source)
    assert sorted(first.behind) == [0, 1, 2]


def test_a_branch_with_several_transformers_has_a_switch() -> None:
    branches = [switch for switch in wired().switches if switch.kind == "load_break"]
    assert [switch.behind for switch in branches] == [[1]]


def test_the_trunk_is_divided_where_a_share_of_its_load_is_left() -> None:
    dividing = [switch for switch in wired().switches if switch.kind == "section"]
    assert [switch.behind for switch in dividing] == [[2]]
    assert all(switch.state is SwitchState.CLOSED for switch in wired().switches)


def test_points_without_load_get_no_node() -> None:
    assert set(wired().at) == {0, 1, 3, 4}


def test_transformers_hang_on_the_trunk_or_on_each_other() -> None:
    wiring = wired()
    nodes = wire_branches(
        wiring, spots((400.0, 50.0), (400.0, 90.0), branch=(-1, 0)), {0: wiring.at[1]}
    )
    ends = {section.to_node: section.from_node for section in wiring.sections}
    assert ends[nodes[0]] == wiring.at[1]
    assert ends[nodes[1]] == nodes[0]


def test_two_transformers_on_one_pole_have_a_line_between_them() -> None:
    wiring = wired()
    wire_branches(wiring, spots((400.0, 50.0), (400.0, 50.0), branch=(-1, 0)), {0: wiring.at[1]})
    lengths = [np.hypot(*np.diff(each.line, axis=0).T).sum() for each in wiring.sections]
    assert min(lengths) > 1.0
