"""A verdict is given on the workbench about one, a transformer, a list; who is meant is decided."""

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
from desk.outages.bench import rings_of
from desk.outages.declaring import declare
from desk.outages.records import course, one
from rules.outages.codes import Basis, Verdict
from screens.outages import ids
from screens.outages.sides import ALL
from settings import Settings
from tests.builders import NOW, small_bureau
from tests.callbacks.asking import asked
from tests.desk.outages.drafts import EVERYBODY, planned
from tests.viewers import COORDINATOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PARTS = [["switch", 1, True]]
FIELDS = ("planned", "上寨", "换杆", "", "")


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


def press(desk: Desk, ref: int, basis: Basis, of: int, why: str) -> tuple[str, Any]:
    """Leave a transformer of a list off, or all of it; return what is said, and the new base."""
    button = ids.row(ids.DECIDE, basis=str(basis), of=of, verdict=str(Verdict.NOT_TOUCHED))
    base, drawn = {"id": ref, "edit": 1}, rings_of(shapely.MultiPolygon([EVERYBODY]))
    with asked("", "en", COORDINATOR):
        _, told, now = changed(
            desk, {"button": button}, base, drawn, PARTS, why, [], *FIELDS, "?lang=en"
        )
    return json.dumps(told, cls=PlotlyJSONEncoder, ensure_ascii=False), now


@pytest.mark.parametrize(
    ("basis", "of", "meant"),
    [
        (Basis.BOTH, 1, {1, 2}),
        (Basis.INSIDE_ONLY, 2, {3}),
        (Basis.INSIDE_ONLY, ALL, {3, 4}),
    ],
    ids=["the transformer traced", "the other transformer", "the whole list"],
)
def test_all_of_a_transformer_are_decided_at_once(
    desk: Desk, basis: Basis, of: int, meant: set[int]
) -> None:
    ref = declare(desk, COORDINATOR, planned(area=EVERYBODY))
    told, now = press(desk, ref, basis, of, "发电车供电")
    assert now == {"id": ref, "edit": 2}
    assert f"{len(meant)} " in told
    made = one(desk, COORDINATOR, ref).declared.decisions
    assert {who: (one_.verdict, one_.why) for who, one_ in made.items()} == dict.fromkeys(
        meant, (Verdict.NOT_TOUCHED, "发电车供电")
    )
    assert course(desk, COORDINATOR, ref)[-1].facts["customers"] == len(meant)


def test_a_transformer_with_nobody_on_the_list_decides_nothing(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned(area=EVERYBODY))
    told, now = press(desk, ref, Basis.INSIDE_ONLY, 99, "没有这个台区")
    assert "Nobody is ticked" in told, told
    assert now is no_update
    assert one(desk, COORDINATOR, ref).declared.decisions == {}
