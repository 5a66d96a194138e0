"""The lists of the workbench: what a basis is called, and who is worst off in each of the three."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from plotly.utils import PlotlyJSONEncoder

from callbacks.outages.compared import compared
from callbacks.outages.people import counted, rows
from tests.builders import SIDE, SOUTH, WEST
from tests.callbacks.asking import asked
from tests.viewers import ADMINISTRATOR, COORDINATOR

if TYPE_CHECKING:
    from desk.desk import Desk
    from rules.viewer import Viewer

BASE = {"id": None, "edit": 0}
FEEDER = [["feeder", 1, True]]
SQUARE = {
    "areas": [
        [
            *([WEST, SOUTH], [WEST + SIDE, SOUTH], [WEST + SIDE, SOUTH + SIDE]),
            *([WEST, SOUTH + SIDE], [WEST, SOUTH]),
        ]
    ],
    "holes": [],
}
REQUEST = {"startRow": 0, "endRow": 50}


def words(component: object) -> str:
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


def listed(desk: Desk, drawn: object, parts: object, language: str) -> str:
    """Return the facets and the rows of a list, as they are sent to a page."""
    with asked(viewer=COORDINATOR):
        where = f"?lang={language}"
        facets = counted(desk, None, BASE, drawn, parts, {}, where)
        table = rows(desk, REQUEST, BASE, drawn, parts, {}, where)
    assert table["rowCount"] > 0
    return words([facets, table])


@pytest.mark.parametrize(
    ("language", "traced", "inside", "outside"),
    [("zh", "拓扑停电", "在所画范围内", "范围外"), ("en", "Traced", "Inside the area", "outside")],
    ids=["chinese", "english"],
)
def test_one_ground_alone_is_called_by_its_name_and_compared_with_nothing(
    desk: Desk, language: str, traced: str, inside: str, outside: str
) -> None:
    by_trace = listed(desk, None, FEEDER, language)
    assert f'"{traced}"' in by_trace
    assert outside not in by_trace
    by_area = listed(desk, SQUARE, [], language)
    assert f'"{inside}"' in by_area
    assert traced not in by_area


def heads(desk: Desk, viewer: Viewer) -> str:
    with asked(viewer=viewer):
        three = compared(desk, None, SQUARE, FEEDER, BASE, "?lang=zh")
    return words(three)


def test_each_list_says_how_many_are_special_and_on_life_support(desk: Desk) -> None:
    told = heads(desk, COORDINATOR)
    assert '"生命支持"' in told
    assert "居家生命支持" not in told  # the counts above them say it in the same words
    assert "特殊" in told


def test_who_must_not_know_of_life_support_is_not_told_in_the_lists(desk: Desk) -> None:
    assert "生命支持" not in heads(desk, ADMINISTRATOR)
