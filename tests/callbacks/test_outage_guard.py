"""The repeat-outage guard on the course of planned work, and the reason that it asks for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from plotly.utils import PlotlyJSONEncoder

from callbacks.outages.acting import acted
from callbacks.outages.guard import guarded
from data.store import open_store
from desk.desk import Desk, open_desk
from desk.outages.declaring import declare
from desk.outages.living import act
from desk.outages.records import one
from rules.codes import OutageKind
from rules.outages.codes import OutageAct, OutageState
from screens.outages import ids
from settings import Settings
from tests.builders import NOW, small_bureau
from tests.callbacks.asking import asked
from tests.desk.outages.drafts import FAULT, planned
from tests.outages import outage, part
from tests.viewers import AGENT, COORDINATOR, DISPATCHER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rules.viewer import Viewer

APPROVE = {"button": ids.row(ids.ACT, act="approve")}


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """Give a desk over a bureau where T1 was out ten days ago, and a draft that takes it again."""
    bureau = small_bureau()
    outage(bureau, -10, 1)
    other = outage(bureau, 9, kind="planned", state="draft", number="TD-OTHER")
    part(bureau, other, "transformer", 1)
    store = open_store(sqlite_database_url)
    bureau.write(store)
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(tmp_path), "BATTLEMAP_DATABASE_URL": sqlite_database_url}
    )
    yield open_desk(store, settings, lambda: NOW)
    store.close()


def shown(desk: Desk, ref: int, viewer: Viewer = DISPATCHER, language: str = "en") -> str:
    with asked(language=language, viewer=viewer):
        found = guarded(desk, {"id": ref, "edit": 1}, None, None, f"?lang={language[:2]}")
    return json.dumps(found, cls=PlotlyJSONEncoder, ensure_ascii=False)


def approve(desk: Desk, ref: int, why: str) -> str:
    base = {"id": ref, "edit": 1}
    with asked(language="en"):
        said = acted(desk, APPROVE, base, why, "", "", [], "?lang=en")
    return json.dumps(said, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_whom_it_would_cut_off_too_often_is_told_the_most_sensitive_first(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned(area=None))
    told = shown(desk, ref)
    assert "2 of 2 customers would be over a frequent-outage line, 1 of them sensitive." in told
    assert "Frequent outages, warning for 30 days" in told
    assert "2 by this outage" in told
    assert told.index("bm-life") < told.index("bm-ring bm-ring--")
    assert "Approving needs a reason" in told


def test_days_and_plans_that_would_do_are_offered(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned(area=None))
    told = shown(desk, ref)
    assert told.count('"bm-guard__day') == 28 + 1  # the columns, and what holds them
    assert "bm-guard__day--fewer" in told
    assert "Would hurt fewer: " in told
    assert "TD-OTHER" in told
    assert "in both: 2 customers, 1 transformers" in told


def test_approving_against_it_without_a_reason_is_refused_in_words(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned(area=None))
    act(desk, COORDINATOR, ref, OutageAct.CHECK)
    assert "Say why, in at most 400 characters." in approve(desk, ref, "  ")
    assert one(desk, DISPATCHER, ref).state is OutageState.CHECKED
    assert "bm-setting__done" in approve(desk, ref, "线路已有倒杆危险")
    assert one(desk, DISPATCHER, ref).state is OutageState.APPROVED


def test_nobody_over_a_line_is_told_as_well(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned(area=None, parts=()))
    told = shown(desk, ref, language="zh-CN")
    assert "没有人越过频繁停电线" in told
    assert "须在上方写明原因" not in told


def test_there_is_no_guard_where_nothing_is_left_to_be_approved(desk: Desk) -> None:
    fault = declare(desk, COORDINATOR, FAULT)
    assert shown(desk, fault) == "null"
    ref = declare(desk, COORDINATOR, planned(area=None, kind=OutageKind.TEMPORARY))
    act(desk, COORDINATOR, ref, OutageAct.CANCEL, "改期")
    assert shown(desk, ref) == "null"
    assert shown(desk, ref, AGENT) == "null"
