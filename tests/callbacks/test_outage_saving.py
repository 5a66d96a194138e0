"""What was drawn is let in before it is saved: outside is refused, a whole province asks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from dash import no_update
from plotly.utils import PlotlyJSONEncoder

from callbacks.outages.change import changed
from data.store import open_store
from desk.desk import Desk, open_desk
from desk.outages.area import AreaAsks, AreaOutside
from desk.outages.bench import rings_of
from desk.outages.declaring import declare, revise
from desk.outages.living import act
from desk.outages.promising import promise, promises
from desk.outages.records import listing, one
from rules.outages.codes import OutageAct, OutageState
from screens.outages import ids
from settings import Settings
from tests.builders import NOW, SOUTH, WEST, small_bureau
from tests.callbacks.asking import asked
from tests.desk.outages.drafts import EAST_CELL, HOUR, WEST_CELL, fault, planned
from tests.viewers import COORDINATOR, DISPATCHER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ELSEWHERE = shapely.box(WEST + 5, SOUTH, WEST + 5.01, SOUTH + 0.01)
PROVINCE = shapely.box(WEST - 3, SOUTH - 3, WEST + 3, SOUTH + 3)
SURE = ids.row(ids.SURE, of="area.0")


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """Give a desk over ``small_bureau``."""
    store = open_store(sqlite_database_url)
    small_bureau().write(store)
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(tmp_path), "BATTLEMAP_DATABASE_URL": sqlite_database_url}
    )
    yield open_desk(store, settings, lambda: NOW)
    store.close()


def saved(
    desk: Desk,
    area: shapely.Polygon,
    pressed: str | dict[str, object] = ids.SAVE,
    base: dict[str, Any] | None = None,
    fields: tuple[str, ...] = ("planned", "上寨", "换杆", "2026-05-28 08:00", ""),
) -> tuple[str, Any]:
    """Press a button over a drawing; return what is said of it, and what the page then works on."""
    drawn = rings_of(shapely.MultiPolygon([area]))
    base = base or {"id": None, "edit": 0}
    with asked("", "en", COORDINATOR):
        told, _, now = changed(
            desk, {"button": pressed}, base, drawn, [], "", [], *fields, "?lang=en"
        )
    return json.dumps(told, cls=PlotlyJSONEncoder, ensure_ascii=False), now


def test_an_area_outside_the_bureau_is_refused_and_nothing_is_kept(desk: Desk) -> None:
    told, now = saved(desk, ELSEWHERE)
    assert "outside the bureau: nobody is in it" in told
    assert ids.SURE not in told
    assert now is no_update
    assert listing(desk, COORDINATOR) == ()


def test_a_whole_province_asks_and_is_kept_once_somebody_is_sure(desk: Desk) -> None:
    told, now = saved(desk, PROVINCE)
    assert "far larger than the bureau" in told
    assert ids.SURE in told
    assert now is no_update
    assert listing(desk, COORDINATOR) == ()
    told, now = saved(desk, PROVINCE, SURE)
    assert "bm-setting__done" in told
    (kept,) = listing(desk, COORDINATOR)
    assert now == {"id": kept.id, "edit": 1}


def test_planned_work_says_when_it_begins_and_a_fault_need_not(desk: Desk) -> None:
    told, now = saved(desk, WEST_CELL, fields=("planned", "上寨", "换杆", "", ""))
    assert "Say first when it begins" in told
    assert "Nothing was saved" in told
    assert now is no_update
    assert listing(desk, COORDINATOR) == ()
    saved(desk, WEST_CELL, fields=("fault", "上寨", "断线", "", ""))
    (kept,) = listing(desk, COORDINATOR)
    assert kept.began_at == NOW


def test_being_sure_does_not_move_an_area_into_the_bureau(desk: Desk) -> None:
    told, _ = saved(desk, ELSEWHERE, SURE)
    assert "outside the bureau" in told
    assert listing(desk, COORDINATOR) == ()


def test_saving_the_form_of_a_fault_leaves_a_promise_that_somebody_gave_meanwhile(
    desk: Desk,
) -> None:
    ref = declare(desk, DISPATCHER, fault(area=WEST_CELL, parts=()))
    later = NOW + 5 * HOUR
    promise(desk, DISPATCHER, ref, later, "备件在路上")
    zone = desk.settings.timezone
    began, stale = ((NOW + way).astimezone(zone) for way in (-HOUR, HOUR))
    form = ("fault", "上寨", "查明是断线", f"{began:%Y-%m-%dT%H:%M}", f"{stale:%Y-%m-%dT%H:%M}")
    told, now = saved(desk, WEST_CELL, base={"id": ref, "edit": 1}, fields=form)
    assert "bm-setting__done" in told
    assert now == {"id": ref, "edit": 2}
    found = one(desk, COORDINATOR, ref)
    assert (found.cause, found.expected_at) == ("查明是断线", later)
    assert len(promises(desk, COORDINATOR, ref)) == 2


def test_what_is_changed_is_let_in_as_well_and_what_was_let_in_is_not_asked_again(
    desk: Desk,
) -> None:
    ref = declare(desk, COORDINATOR, planned(area=WEST_CELL))
    for area, error in ((ELSEWHERE, AreaOutside), (PROVINCE, AreaAsks)):
        with pytest.raises(error):
            revise(desk, COORDINATOR, ref, 1, planned(area=area))
    assert one(desk, COORDINATOR, ref).edit == 1
    assert revise(desk, COORDINATOR, ref, 1, planned(area=PROVINCE, sure=True)) == 2
    assert revise(desk, COORDINATOR, ref, 2, planned(area=PROVINCE, cause="换线")) == 3


def test_who_saves_second_is_told_and_may_save_over_the_first_knowingly(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned(area=WEST_CELL))
    revise(desk, DISPATCHER, ref, 1, planned(area=WEST_CELL, cause="换线"))
    old = {"id": ref, "edit": 1}
    told, now = saved(desk, WEST_CELL.buffer(0.001), base=old)
    assert f"{DISPATCHER.name} changed this outage" in told
    assert now is no_update
    assert one(desk, COORDINATOR, ref).cause == "换线"
    over = ids.row(ids.SURE, of="edit.2")
    assert '"of": "edit.2"' in told
    told, now = saved(desk, WEST_CELL.buffer(0.001), over, base=old)
    assert "bm-setting__done" in told
    assert now == {"id": ref, "edit": 3}
    assert one(desk, COORDINATOR, ref).cause == "换杆"
    # A third one was here again: being sure of edit 2 is not being sure of edit 3.
    told, now = saved(desk, WEST_CELL, over, base=old)
    assert '"of": "edit.3"' in told
    assert now is no_update


def test_being_sure_of_a_province_is_not_being_sure_of_what_others_did(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned(area=WEST_CELL))
    over = ids.row(ids.SURE, of="edit.1")
    told, now = saved(desk, PROVINCE, over, base={"id": ref, "edit": 0})
    assert "far larger than the bureau" in told
    assert '"of": "area.1"' in told
    assert now is no_update


def test_a_plan_that_falls_back_to_a_draft_says_so(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned())
    act(desk, COORDINATOR, ref, OutageAct.CHECK)
    base = {"id": ref, "edit": 1}
    fields = ("planned", "上寨", "换杆", "2026-05-28 20:00", "2026-05-29 02:00")
    told, now = saved(desk, EAST_CELL, base=base, fields=fields)
    assert "it is a draft again, and has to be checked and approved anew" in told
    assert now == {"id": ref, "edit": 2}
    assert one(desk, COORDINATOR, ref).state is OutageState.DRAFT


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_slip_in_the_year_is_told_and_nothing_is_kept(desk: Desk, year: str) -> None:
    told, now = saved(
        desk, WEST_CELL, fields=("planned", "上寨", "换杆", f"{year}-05-28 20:00", "")
    )
    assert "The year must be between 2000 and 2099" in told
    assert now is no_update
    assert listing(desk, COORDINATOR) == ()
