"""Names of the network hold no phone and no word on health, whoever reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import tables
from data.snapshot.keeper import Keeper
from data.snapshot.names import readable
from data.store import open_store
from desk.search import search
from rules.masking import for_the_record, words_on_health
from tests.builders import NOW, small_bureau
from tests.viewers import DISPATCHER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.snapshot.judged import Snapshot

TYPED, MASKED = "王五13812349999 呼吸机", "王五138****9999 ***"
PIECES = st.sampled_from(
    ["1", "\uff10", "0855", "\uff18", "-", "（", ") ", " ", "–", "电话", "手机",
     "号", "10kV", "+86", "\u017fick", "COMA", "K", *words_on_health(),
     "呼 吸", "吸·机", "ＥＣＭＯ", "·"]  # noqa: RUF001
) | st.text("0123456789", min_size=3, max_size=8)  # fmt: skip


@pytest.fixture
def snapshot(database_url: str, tmp_path: Path) -> Iterator[Snapshot]:
    bureau = small_bureau()
    for table, columns in {
        tables.Cell: ("name", "station", "manager"),
        tables.Feeder: ("name", "substation"),
        tables.Switch: ("name",),
        tables.Transformer: ("name",),
        tables.Customer: ("village",),
    }.items():
        bureau.rows[table][0].update(dict.fromkeys(columns, TYPED))
    bureau.rows[tables.Cell][0]["manager_phone"] = "13812349999"
    bureau.rows[tables.Transformer][0]["code"] = "13812349999"
    store = open_store(database_url)
    bureau.write(store)
    yield Keeper(store, tmp_path / "index", ZoneInfo("Asia/Shanghai"), lambda: NOW).current()
    store.close()


def test_names_of_the_network_are_masked_for_everybody(snapshot: Snapshot) -> None:
    grid = snapshot.grid
    cell, feeder = grid.cells[0], grid.feeders[0]
    assert (cell.name, cell.station, cell.manager) == (MASKED, MASKED, MASKED)
    assert (feeder.name, feeder.substation) == (MASKED, MASKED)
    assert (grid.switches[0].name, grid.transformers[0].name) == (MASKED, MASKED)
    assert MASKED in snapshot.customers.villages.names


def test_a_search_cannot_find_what_is_masked(snapshot: Snapshot) -> None:
    assert {hit.noun for hit in search(snapshot, DISPATCHER, "王五")} == {
        "cell", "feeder", "transformer", "village",
    }  # fmt: skip
    assert search(snapshot, DISPATCHER, "王五1381234") == ()
    assert search(snapshot, DISPATCHER, "呼吸机") == ()


def test_codes_work_phones_and_other_names_stay(snapshot: Snapshot) -> None:
    grid = snapshot.grid
    assert grid.transformers[0].code == "13812349999"
    assert grid.cells[0].manager_phone == "13812349999"
    assert (grid.cells[1].name, grid.transformers[1].name) == ("2号网格", "2号台区")


def test_no_names_are_no_names() -> None:
    assert readable([]) == []


@given(st.lists(st.lists(PIECES, max_size=12).map("".join), max_size=8))
def test_the_quick_way_masks_what_the_plain_one_does(names: list[str]) -> None:
    assert readable(names) == [for_the_record(name) for name in names]


def test_an_institution_keeps_the_words_of_its_name() -> None:
    names = [
        "人民医院住院部专变",
        "10kV传染病医院线13812349999",
        "县残疾人联合会配变",
        "县医院透析中心专变",
        "王五 呼 吸 机",
    ]
    assert readable(names) == [
        "人民医院住院部专变",
        "10kV传染病医院线138****9999",
        "县残疾人联合会配变",
        "县医院透析中心专变",
        "王五 ***",
    ]


def test_an_institution_hides_nobody_who_stands_beside_it() -> None:
    names = ["王五呼吸机，县医院出院", "县医院透析病人王五", "王五 透析 县医院住院部专变"]
    assert readable(names) == [
        "王五***，县医院出院",
        "县医院***王五",
        "王五 *** 县医院住院部专变",
    ]
