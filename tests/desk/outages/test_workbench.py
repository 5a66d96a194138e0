"""What a page draws, picks and chooses, as the desk understands it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from data import tables
from data.store import open_store
from desk.desk import open_desk
from desk.outages import marking
from desk.outages.affected import BASES, affected
from desk.outages.area import AreaTangled
from desk.outages.bench import (
    MOST_PARTS,
    Asked,
    BadDrawing,
    TooMuchDrawn,
    area_of,
    parts_of,
    rings_of,
    told,
)
from desk.outages.board import board
from desk.outages.compare import members, sides
from desk.outages.confirming import confirm
from desk.outages.course import course_of
from desk.outages.declared import Declared, PartRef
from desk.outages.declaring import declare
from desk.outages.facets import Facet, Standing, bars, chosen_of
from desk.outages.parts import named, suggested
from desk.outages.records import one
from desk.outages.rows import ids_at, place_of, places_of, rows_at
from rules.outages.codes import Part
from settings import Settings
from tests.builders import NOW, small_bureau
from tests.desk.outages.drafts import DAY, EVERYBODY, FAULT, HOUR, K1, OPENED, fault
from tests.geo.shapes import tangle, woven
from tests.viewers import COORDINATOR
from texts import Tongue, texts

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from desk.desk import Desk

TIE = 2  # K2, which is open
SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
HOLE = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
BOW_TIE = [[0, 0], [4, 4], [4, 0], [0, 4], [0, 0]]
DIFFERING = Declared(EVERYBODY, (PartRef(Part.SWITCH, K1),))


def test_holes_are_cut_out_also_where_they_reach_beyond_their_area() -> None:
    beyond = [[3, 1], [9, 1], [9, 2], [3, 2], [3, 1]]
    area = area_of({"areas": [SQUARE], "holes": [HOLE, beyond]})
    assert area is not None
    assert area.is_valid
    assert area.area == pytest.approx(16 - 1 - 1)


def test_several_areas_are_one_and_what_lies_twice_counts_once() -> None:
    other = [[3, 3], [6, 3], [6, 6], [3, 6], [3, 3]]
    area = area_of({"areas": [SQUARE, other], "holes": []})
    assert area is not None
    assert area.area == pytest.approx(16 + 9 - 1)


def test_what_was_drawn_comes_back_to_be_drawn_on() -> None:
    area = area_of({"areas": [SQUARE], "holes": [HOLE]})
    again = rings_of(area)
    assert [len(again["areas"]), len(again["holes"])] == [1, 1]
    kept = area_of(again)
    assert kept is not None
    assert area is not None
    assert shapely.equals(kept, area)


@pytest.mark.parametrize(
    "drawn",
    [None, {}, {"areas": []}, {"areas": "x"}, {"areas": [[["a", 1]]]}, [], 7],
    ids=["none", "empty", "no ring", "text", "words", "list", "number"],
)
def test_what_is_no_drawing_is_no_area(drawn: object) -> None:
    assert area_of(drawn) is None


def test_a_drawing_that_crosses_itself_is_refused_and_says_where() -> None:
    with pytest.raises(BadDrawing) as refused:
        area_of({"areas": [BOW_TIE], "holes": []})
    assert refused.value.facts["place"] == "2 2"


def test_a_tangle_that_was_drawn_is_refused_and_says_where() -> None:
    with pytest.raises(BadDrawing) as refused:
        area_of({"areas": [tangle(300)], "holes": []})
    assert shapely.box(108, 26, 108.1, 26.1).covers(shapely.Point(refused.value.crossing))
    assert str(refused.value.facts["place"]) in texts(Tongue.ENGLISH).error(refused.value)


def test_rings_that_cross_at_every_turn_are_refused_before_they_are_joined() -> None:
    rings = [shapely.get_coordinates(one).tolist() for one in woven(150)]
    with pytest.raises(AreaTangled) as refused:
        area_of({"areas": rings[:150], "holes": rings[150:]})
    assert "50,000" in texts(Tongue.CHINESE).error(refused.value)
    with pytest.raises(AreaTangled) as refused:
        area_of({"areas": [tangle(60)] * 20, "holes": []})
    assert "2,000" in texts(Tongue.ENGLISH).error(refused.value)


def test_more_than_anybody_draws_or_picks_is_refused() -> None:
    with pytest.raises(TooMuchDrawn):
        area_of({"areas": [[[0, 0]] * 100_001], "holes": []})
    with pytest.raises(TooMuchDrawn):
        parts_of([["switch", 1, True]] * (MOST_PARTS + 1))


def test_parts_of_a_page_and_of_a_url_are_the_same() -> None:
    asked = Asked.parse("/outages/new", "?part=switch.12&part=feeder.3&part=switch.4.closed")
    assert asked is not None
    assert told(asked.parts) == [
        ["switch", 12, True],
        ["feeder", 3, True],
        ["switch", 4, False],
    ]
    assert parts_of(told(asked.parts)) == asked.parts


@pytest.mark.parametrize(
    "given",
    [
        [["cell", 1, True]],
        [["switch", -1, True]],
        [["switch", "1", True]],
        ["switch"],
        "switch",
        None,
    ],
    ids=["cell", "negative", "text", "short", "word", "none"],
)
def test_what_is_no_part_is_left_out(given: object) -> None:
    assert parts_of(given) == ()


@pytest.mark.parametrize("path", ["/outages", "/outages/x", "/outages/-1", "/outages/99999999999"])
def test_other_addresses_are_not_the_workbench(path: str) -> None:
    assert Asked.parse(path, "") is None


def test_the_lists_hold_everybody_once_and_members_are_theirs(desk: Desk) -> None:
    snapshot = desk.seen(COORDINATOR)
    whom = affected(snapshot, COORDINATOR, DIFFERING)
    three = sides(snapshot, COORDINATOR, whom)
    assert sum(side.n for side in three) == len(whom.rows)
    assert sum(side.undecided for side in three) == whom.undecided
    for side in three:
        everybody = members(snapshot, COORDINATOR, whom, side.basis, None)
        by_group = [
            ref
            for group in side.groups
            for ref in members(snapshot, COORDINATOR, whom, side.basis, group.transformer_id)
        ]
        assert sorted(by_group) == sorted(everybody)


def test_bars_count_what_choosing_them_shows(desk: Desk) -> None:
    snapshot = desk.seen(COORDINATOR)
    whom = affected(snapshot, COORDINATOR, DIFFERING)
    for facet, some in bars(snapshot, COORDINATOR, whom, {}).items():
        for bar in some:
            shown = places_of(snapshot, COORDINATOR, whom, {facet: bar.value})
            assert len(shown) == bar.n, (facet, bar)


def test_who_can_be_told_and_how_is_counted(sqlite_database_url: str, tmp_path: Path) -> None:
    bureau = small_bureau()
    bureau.rows[tables.Phone] = []
    bureau.rows[tables.RelayServes] = []
    for row in bureau.rows[tables.Customer]:
        row["consent"] = "none" if row["id"] == 2 else "unknown"
    for customer_id in (1, 2):
        bureau.rows[tables.Phone].append(
            {"customer_id": customer_id, "position": 0, "number": "13900000001"}
        )
    relay = bureau.add(tables.Relay, code="R9", kind="officer", name="石大姐", language="zh")
    bureau.rows[tables.RelayServes].append({"relay_id": relay, "noun": "customer", "ref": 3})
    store = open_store(sqlite_database_url)
    bureau.write(store)
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(tmp_path), "BATTLEMAP_DATABASE_URL": sqlite_database_url}
    )
    snapshot = open_desk(store, settings, lambda: NOW).seen(COORDINATOR)
    whom = affected(snapshot, COORDINATOR, Declared(EVERYBODY))
    counts = bars(snapshot, COORDINATOR, whom, {})[Facet.REACH]
    assert {bar.value: bar.n for bar in counts} == {"phone": 1, "relay": 1, "none": 2}
    # Who refused to be told is not reached by the phone that stands there.
    refused = places_of(snapshot, COORDINATOR, whom, {Facet.REACH: "none"})
    assert 2 in ids_at(snapshot, whom, refused)
    store.close()


def test_choices_that_are_none_are_left_out() -> None:
    assert chosen_of({"basis": "both", "colour": "red"}) == {Facet.BASIS: "both"}
    assert chosen_of(None) == {}


def test_rows_stand_by_priority_and_each_says_why(desk: Desk) -> None:
    snapshot = desk.seen(COORDINATOR)
    whom = affected(snapshot, COORDINATOR, DIFFERING)
    places = places_of(snapshot, COORDINATOR, whom, {})
    course = course_of(desk, COORDINATOR, None, ids_at(snapshot, whom, places))
    rows = rows_at(snapshot, COORDINATOR, whom, places, course)
    assert len(rows) == len(whom.rows)
    assert all(row.reasons for row in rows)
    ranks = snapshot.customers.index.rank[whom.rows]
    assert np.all(np.diff(ranks) > 0)
    for place, row in enumerate(rows):
        assert place_of(snapshot, COORDINATOR, whom, {}, row.person.id) == place
        assert row.standing is (Standing.OPEN if row.basis.value.endswith("_only") else Standing.ON)
    assert place_of(snapshot, COORDINATOR, whom, {}, 10**6) == -1


def test_who_was_touched_twice_already_this_month_is_said_to_be(desk: Desk) -> None:
    def listed(began: datetime) -> int:
        ref = declare(desk, COORDINATOR, fault(began_at=began, expected_at=None))
        confirm(desk, COORDINATOR, ref, 1)
        return ref

    listed(NOW - 40 * DAY)  # of the month before: not counted
    listed(NOW - 3 * DAY)
    ref = listed(NOW - 2 * DAY)
    newest = one(desk, COORDINATOR, listed(NOW - HOUR))
    snapshot = desk.seen(COORDINATOR)
    whom = affected(snapshot, COORDINATOR, newest.declared)
    course = course_of(desk, COORDINATOR, newest, ids_at(snapshot, whom, np.arange(2)))
    assert course.told == {1: 2, 2: 2}
    first = rows_at(snapshot, COORDINATOR, whom, np.arange(2), course)[0]
    assert ("outage.told", 2) in {(why.code, dict(why.facts).get("n")) for why in first.reasons}
    earlier = one(desk, COORDINATOR, ref)
    assert course_of(desk, COORDINATOR, earlier, [1]).told == {1: 2}


def test_marks_are_what_is_lost_and_whom_it_touches(desk: Desk) -> None:
    snapshot = desk.seen(COORDINATOR)
    whom = affected(snapshot, COORDINATOR, DIFFERING)
    told_ = marking.marks(snapshot, COORDINATOR, DIFFERING, whom, area=True)
    marks = [feature["properties"] for feature in told_["features"]]
    people = told_["customers"]
    assert people["id"] == snapshot.customers.raw.id[whom.rows].tolist()
    west, south = people["corner"]
    places = [
        (west + x / 1e6, south + y / 1e6) for x, y in zip(people["x"], people["y"], strict=True)
    ]
    raw = snapshot.customers.raw
    here = np.column_stack([raw.x[whom.rows], raw.y[whom.rows]])
    assert np.array(places) == pytest.approx(here, abs=1e-6)
    assert people["on"] == whom.touched.astype(int).tolist()
    assert {"area", "transformer", "tie"} <= {one["what"] for one in marks}
    bases = [people["bases"][code] for code in people["basis"]]
    assert bases == [str(BASES[code]) for code in whom.basis]
    quiet = marking.marks(snapshot, COORDINATOR, DIFFERING, whom, area=False)
    assert "area" not in {one["properties"]["what"] for one in quiet["features"]}


def test_parts_are_found_by_name_and_by_code_and_named_again(desk: Desk) -> None:
    snapshot = desk.seen(COORDINATOR)
    switch = next(row for row in snapshot.grid.switches if row.id == TIE)
    (hit,) = [
        one
        for one in suggested(snapshot, COORDINATOR, switch.code.upper())
        if (one.noun, one.id) == (Part.SWITCH, TIE)
    ]
    (part,) = named(snapshot, COORDINATOR, (PartRef(Part.SWITCH, TIE),))
    assert part.name == hit.name
    (gone,) = named(snapshot, COORDINATOR, (PartRef(Part.SWITCH, 10**6),))
    assert gone.name == ""


def test_the_board_has_what_runs_with_whom_it_takes(desk: Desk) -> None:
    declare(desk, COORDINATOR, FAULT)
    found = board(desk, COORDINATOR)
    (running,) = found.running
    assert found.ahead == ()
    assert running.touches is not None
    whom = affected(desk.seen(COORDINATOR), COORDINATOR, Declared(None, OPENED))
    assert running.touches.n == whom.count > 0
    assert not running.touches.confirmed
    assert len(running.touches.places) == running.touches.n


@pytest.mark.parametrize(
    "far", [2.6e278, -1e308, float("nan"), 10**400], ids=["far", "farther", "nan", "huge"]
)
def test_what_no_hand_can_draw_is_no_drawing_and_fails_nothing(far: float) -> None:
    ring = [[108.0, 26.0], [far, 26.1], [108.1, far], [108.0, 26.0]]
    assert area_of({"areas": [ring], "holes": [ring]}) is None
