"""An outage notice against the bureau: what is proposed, what is unclear, what has no match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from data import tables
from data.store import open_store
from desk.desk import open_desk
from desk.outages.declared import PartRef
from desk.outages.notice import Unclear, read
from rules.access import NotAllowed
from rules.outages.codes import Part
from rules.outages.spelling import How
from settings import Settings
from tests.builders import NOW, SOUTH, WEST, small_bureau
from tests.viewers import AGENT, COORDINATOR, HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk.desk import Desk
    from desk.outages.notice import ReadNotice


@pytest.fixture
def named(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """Give a desk over a bureau whose feeders and transformers have names of their own."""
    bureau = small_bureau()
    feeders = bureau.rows[tables.Feeder]
    feeders[0] |= {"name": "10kV上寨线", "substation": "云溪变电站"}
    feeders[1] |= {"name": "10kV白水线", "substation": "云溪变电站"}
    bureau.add(tables.Feeder, code="F3", name="10kV白水线", substation="桐木变电站")
    transformers = bureau.rows[tables.Transformer]
    transformers[0]["name"], transformers[1]["name"] = "上寨1号公变", "响水湾公变"
    bureau.customer(WEST + 0.007, SOUTH + 0.007, cell_id=1, transformer_id=1, village="桐木岭")
    store = open_store(sqlite_database_url)
    bureau.write(store)
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(tmp_path), "BATTLEMAP_DATABASE_URL": sqlite_database_url}
    )
    yield open_desk(store, settings, lambda: NOW)
    store.close()


def only(desk: Desk, text: str) -> ReadNotice:
    (found,) = read(desk, COORDINATOR, text)
    return found


def told(found: ReadNotice) -> list[tuple[str, str, str, int]]:
    return [(one.written, one.noun, one.how.value, one.customers) for one in found.proposals]


def test_line_substation_and_village_are_found(named: Desk) -> None:
    found = only(
        named,
        "停电线路：上寨线\n所属变电站：110kV云溪变\n停电范围：上寨村、桐林岭、白云寨\n"
        "停电时间：5月28日8:00至18:00",
    )
    assert told(found) == [
        ("上寨线", "feeder", "normalised", 3),
        ("云溪", "substation", "normalised", 4),
        ("上寨村", "village", "normalised", 2),
        ("桐林岭", "village", "near", 1),
    ]
    assert found.unmatched == ("白云寨",)
    assert found.parts == (PartRef(Part.FEEDER, 1),)
    box = found.proposals[2].box
    assert box is not None
    assert box[0] == pytest.approx(WEST + 0.005)
    assert found.notice.spans[0].begin.year == 2026


def test_an_area_is_proposed_around_the_villages_that_were_found(named: Desk) -> None:
    area = only(named, "停电范围：上寨村、白云寨").area
    assert area is not None
    inside = [shapely.Point(WEST + x, SOUTH + 0.005) for x in (0.005, 0.006)]
    assert all(area.contains(point) for point in inside)
    assert not area.contains(shapely.Point(WEST + 0.007, SOUTH + 0.007))
    assert only(named, "停电范围：白云寨").area is None


def test_the_substation_decides_between_lines_of_one_name(named: Desk) -> None:
    unclear = only(named, "停电线路：10kV白水线").unclear
    assert unclear == (
        Unclear("白水线", "feeder", ("云溪变电站 10kV白水线", "桐木变电站 10kV白水线")),
    )
    found = only(named, "停电线路：桐木变10kV白水线")
    assert [one.ref for one in found.proposals if one.noun == "feeder"] == [3]
    assert found.parts == (PartRef(Part.FEEDER, 3),)


def test_transformers_that_are_named_are_proposed_instead_of_the_line(named: Desk) -> None:
    found = only(named, "停电线路：上寨线\n停电台区：上寨1号公变")
    assert found.parts == (PartRef(Part.TRANSFORMER, 1),)
    both = only(named, "停电线路：上寨线\n停电台区：上寨1号公变、不存在公变")
    assert both.parts == (PartRef(Part.FEEDER, 1),)
    assert both.unmatched == ("不存在公变",)


def test_a_place_that_is_no_village_may_be_a_transformer(named: Desk) -> None:
    found = only(named, "停电线路：上寨线\n停电范围：响水湾")
    assert told(found)[-1] == ("响水湾", "transformer", How.NORMALISED.value, 1)
    assert found.parts == (PartRef(Part.FEEDER, 1),)


def test_a_line_among_the_places_is_no_village_of_that_name(named: Desk) -> None:
    found = only(named, "停电线路：10kV不存在线\n停电范围：10kV上寨线、白水村")
    assert [(one.noun, one.ref) for one in found.proposals] == [("feeder", 1)]
    assert found.unmatched == ("不存在线", "白水村")


def test_a_part_of_a_line_is_listed_because_the_network_knows_no_poles(named: Desk) -> None:
    found = only(named, "停电线路：10kV上寨线012开关后段")
    assert found.unmatched == ("012开关后段",)


def test_what_is_not_there_is_listed(named: Desk) -> None:
    found = only(named, "停电线路：10kV不存在线\n停电范围：上寨、下寨")
    assert [one.written for one in found.proposals] == ["上寨"]
    assert found.proposals[0].how is How.EXACT
    assert found.unmatched == ("不存在线", "下寨")
    assert found.parts == ()


def test_a_substation_that_is_called_otherwise_is_found_by_the_line_it_feeds(named: Desk) -> None:
    found = only(named, "停电线路：劳动变10kV上寨线\n所属变电站：劳动66kV变电站")
    assert told(found) == [
        ("上寨线", "feeder", "normalised", 3),
        ("劳动", "substation", "by_line", 4),
    ]
    assert found.proposals[1].name == "云溪变电站"
    assert found.unmatched == ()
    apart = only(named, "停电线路：桐木变10kV白水线\n所属变电站：劳动66kV变电站、桐木变电站")
    assert apart.unmatched == ("劳动",), "no line of it is named"


def test_without_a_line_that_was_found_a_substation_is_listed(named: Desk) -> None:
    found = only(named, "停电线路：劳动变10kV不存在线")
    assert found.unmatched == ("不存在线", "劳动")


def test_the_substations_of_the_shenyang_notices_are_found_by_their_lines(
    shared_data: Path, sqlite_database_url: str, tmp_path: Path
) -> None:
    """A bureau that knows the lines by their names and not what their substations are called."""
    bureau = small_bureau()
    lines = ("北尚甲线", "新塔线", "新安线", "满堂线", "疗养线")
    for row, name in zip(bureau.rows[tables.Feeder], lines[:2], strict=True):
        row |= {"name": name, "substation": ""}
    for n, name in enumerate(lines[2:], start=3):
        bureau.add(tables.Feeder, code=f"F{n}", name=name, substation="")
    store = open_store(sqlite_database_url)
    bureau.write(store)
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(tmp_path), "BATTLEMAP_DATABASE_URL": sqlite_database_url}
    )
    text = (shared_data / "outages" / "95598_shenyang_2015-08_part1.json").read_text("utf-8")
    found = read(open_desk(store, settings, lambda: NOW), COORDINATOR, text)
    store.close()
    stations = [[p for p in one.proposals if p.noun == "substation"] for one in found]
    assert [[(p.written, p.how) for p in some] for some in stations] == [
        [(name, How.BY_LINE)] for name in ("劳动", "陶屯", "法哈牛", "中马", "中马")
    ]
    for one in found:
        assert not {station.name for station in one.notice.substations} & set(one.unmatched)


@pytest.mark.parametrize("viewer", [AGENT, HEAD], ids=lambda viewer: viewer.name)
def test_only_who_declares_outages_reads_notices(named: Desk, viewer: object) -> None:
    with pytest.raises(NotAllowed):
        read(named, viewer, "停电线路：上寨线")  # type: ignore[arg-type]
