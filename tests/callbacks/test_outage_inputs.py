"""What fills a declaration besides the hand: callbacks asked as the plain functions they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import shapely
from dash import no_update
from plotly.utils import PlotlyJSONEncoder

from callbacks.outages.inputs import area_proposed, notice_read
from data import tables
from data.store import open_store
from desk.desk import Desk, open_desk
from desk.outages.bench import area_of
from desk.outages.confirming import confirm
from desk.outages.declared import PartRef
from desk.outages.declaring import declare
from desk.outages.restoring import restore
from rules.outages.codes import Part
from settings import Settings
from tests.builders import NOW, small_bureau
from tests.callbacks.asking import asked
from tests.desk.outages.drafts import fault
from tests.viewers import AGENT, COORDINATOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rules.viewer import Viewer

NOTICE = (
    "停电线路：上寨线\n停电原因：更换电杆\n停电范围：上寨村、白云寨\n停电时间：5月28日8:00至18:00"
)


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """Give a desk over a bureau whose first feeder has the name of a village."""
    bureau = small_bureau()
    bureau.rows[tables.Feeder][0] |= {"name": "10kV上寨线"}
    store = open_store(sqlite_database_url)
    bureau.write(store)
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(tmp_path), "BATTLEMAP_DATABASE_URL": sqlite_database_url}
    )
    yield open_desk(store, settings, lambda: NOW)
    store.close()


def words(component: object) -> str:
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


def pasted(desk: Desk, text: str | None, ref: int | None = None, who: Viewer = COORDINATOR) -> str:
    with asked(viewer=who):
        return words(notice_read(desk, 1, text, {"id": ref, "edit": 0}, ""))


def test_what_a_notice_names_is_proposed_to_be_added(desk: Desk) -> None:
    told = pasted(desk, NOTICE)
    assert '"data-part-add": "feeder.1"' in told
    assert "10kV上寨线" in told
    assert "写“上寨线”" in told
    assert "data-offer" in told  # the outline around the village


def test_what_a_notice_says_is_proposed_for_the_fields(desk: Desk) -> None:
    told = json.loads(pasted(desk, NOTICE))
    taken = [json.loads(one) for one in found(told, "data-take")]
    assert {"outage-place": "上寨村、白云寨"} in taken
    assert {"outage-cause": "更换电杆"} in taken
    (times,) = [one for one in taken if set(one) == {"outage-began", "outage-expected"}]
    assert times["outage-began"].endswith("-05-28T08:00")
    assert times["outage-expected"].endswith("-05-28T18:00")
    assert taken[-1].keys() >= {"outage-place", "outage-cause", "outage-began", "outage-kind"}


def test_an_outage_keeps_its_kind_whatever_a_notice_says(desk: Desk) -> None:
    assert "outage-kind" in pasted(desk, NOTICE)
    assert "outage-kind" not in pasted(desk, NOTICE, ref=1)


def test_what_has_no_match_and_what_is_not_told_is_listed(desk: Desk) -> None:
    told = pasted(desk, NOTICE)
    assert "“白云寨”在本局数据中没有对应" in told
    assert "公告没有写明：变电站" in told


@pytest.mark.parametrize("text", [None, "  ", "停" * 20_001], ids=["none", "blank", "long"])
def test_what_is_no_notice_is_refused_in_words(desk: Desk, text: str | None) -> None:
    assert "bm-setting__refused" in pasted(desk, text)


def test_who_may_not_declare_is_refused(desk: Desk) -> None:
    told = pasted(desk, NOTICE, who=AGENT)
    assert "bm-setting__refused" in told
    assert "上寨" not in told


def test_an_area_is_proposed_around_whom_the_parts_take(desk: Desk) -> None:
    with asked(viewer=COORDINATOR):
        rings, told = area_proposed(desk, 2, [["switch", 1, True]], None, "?lang=en")
    area, own = area_of(rings), desk.seen(COORDINATOR).customers.raw
    assert area is not None
    assert shapely.contains_xy(area, own.x, own.y).tolist()[:2] == [True, True]
    assert rings["asked"] == 2
    assert "around the 2 customers" in words(told)


def test_parts_that_take_nobody_propose_nothing_and_say_so(desk: Desk) -> None:
    with asked(viewer=COORDINATOR):
        rings, told = area_proposed(desk, 1, [], None, "")
    assert rings is no_update
    assert "所选停电设备不带客户" in words(told)


def test_after_a_part_was_restored_the_area_is_of_those_who_are_still_out(desk: Desk) -> None:
    ref = declare(
        desk, COORDINATOR, fault(parts=(PartRef(Part.FEEDER, 1), PartRef(Part.FEEDER, 2)))
    )
    confirm(desk, COORDINATOR, ref, 1)
    base, parts = {"id": ref, "edit": 1}, [["feeder", 1, True], ["feeder", 2, True]]
    restore(desk, COORDINATOR, ref, transformers=[1])
    with asked(viewer=COORDINATOR):
        rings, told = area_proposed(desk, 2, parts, base, "?lang=en")
    area, own = area_of(rings), desk.seen(COORDINATOR).customers.raw
    assert area is not None
    assert shapely.contains_xy(area, own.x, own.y).tolist()[:3] == [False, False, True]
    assert "around the 1 customer" in words(told)
    with asked(viewer=COORDINATOR):  # a part that is added takes them once more
        rings, told = area_proposed(desk, 3, [*parts, ["switch", 1, True]], base, "?lang=en")
    assert "around the 3 customers" in words(told)
    restore(desk, COORDINATOR, ref, everybody=True)
    with asked(viewer=COORDINATOR):
        rings, told = area_proposed(desk, 4, parts, base, "?lang=en")
    assert rings is no_update
    assert "Everybody on the list has power again" in words(told)


def test_who_may_not_declare_is_proposed_no_area(desk: Desk) -> None:
    with asked(viewer=AGENT):
        rings, told = area_proposed(desk, 1, [["switch", 1, True]], None, "")
    assert rings is no_update
    assert "bm-setting__refused" in words(told)


def found(tree: object, name: str) -> list[str]:
    """Return all values of a property in a component tree, in its order."""
    if isinstance(tree, list):
        return [value for one in tree for value in found(one, name)]
    if not isinstance(tree, dict):
        return []
    own = [tree[name]] if isinstance(tree.get(name), str) else []
    return own + [value for one in tree.values() for value in found(one, name)]
