from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from errors import BattlemapError
from geo.cover import require_area
from geo.crs import CoordinateSystem
from geo.degrees import DegreeFault, check_degrees, refuse, refuse_degrees_as_metres
from geo.mending import GeometryFault
from geo.network import Network
from geo.points import PointIndex
from geo.zorder import tile_range
from texts import Tongue, texts

if TYPE_CHECKING:
    from collections.abc import Callable

one_point = PointIndex.build([108.0], [26.0], [0], {})[0]

mistakes: list[Callable[[], object]] = [
    lambda: CoordinateSystem.parse("mercator"),
    lambda: CoordinateSystem.parse("EPSG:5773"),
    lambda: CoordinateSystem.parse("EPSG:4545").to_wgs84([1e30], [1e30]),
    lambda: refuse(check_degrees([26.0], [108.0])),
    lambda: refuse(check_degrees([500_000.0], [1e300])),
    lambda: refuse(check_degrees([200.0], [26.0])),
    lambda: refuse_degrees_as_metres([108.0], [26.0]),
    lambda: PointIndex.build([np.nan], [26.0], [0], {}),
    lambda: PointIndex.build([108.0], [26.0], [0, 1], {}),
    lambda: one_point.positions_in_box(1.0, 2.0, 0.0, np.nan),
    lambda: require_area(shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])),
    lambda: tile_range(3, 9, 9),
    lambda: Network.build(["a"], ["b", "c"], [True], {}),
    lambda: Network.build(["a"], ["b"], [True], {}).path_to_source("z"),
]


@pytest.mark.parametrize("tongue", Tongue)
@pytest.mark.parametrize("mistake", mistakes)
def test_every_error_of_this_floor_has_its_sentence(
    tongue: Tongue, mistake: Callable[[], object]
) -> None:
    with pytest.raises(BattlemapError) as caught:
        mistake()
    sentence = texts(tongue).error(caught.value)
    assert len(sentence) > 15
    assert "{" not in sentence


@pytest.mark.parametrize("tongue", Tongue)
def test_every_fault_has_its_sentence(tongue: Tongue) -> None:
    spoken = texts(tongue)
    assert all(spoken.has(f"error.{fault}") for fault in GeometryFault)
    for fault in set(DegreeFault) - {DegreeFault.NONE}:
        facts = {"count": 1, "total": 2, "x": "26", "y": "108"}
        assert spoken(f"error.{fault.code}", **facts)


def test_the_mistakes_above_are_all_there_are() -> None:
    raised = set()
    for mistake in mistakes:
        with pytest.raises(BattlemapError) as caught:
            mistake()
        raised.add(type(caught.value))
    kinds = {kind for kind in BattlemapError.__subclasses__() if kind.__module__.startswith("geo.")}
    assert kinds == raised
