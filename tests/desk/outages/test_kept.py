"""The kept-rate of promises as a figure: in all, by cause, by feeder, for who sees what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from data.store import open_store
from desk.desk import open_desk
from desk.outages.kept import kept_rates
from rules.outages.promises import Tally
from settings import Settings
from tests.builders import NOW, small_bureau
from tests.outages import outage, promise
from tests.viewers import COORDINATOR, DISPATCHER, manager

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk.desk import Desk


@pytest.fixture
def promising(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """Give a desk over three outages: kept on feeder 1, broken on 2, and one never promised."""
    bureau = small_bureau()
    kept = outage(bureau, -9, 1, cause="雷击", feeder_id=1, restored_at=NOW - timedelta(days=8.5))
    promise(bureau, kept, -9, -8)
    broken = outage(bureau, -5, 2, cause="树障", feeder_id=2, restored_at=NOW - timedelta(days=3))
    promise(bureau, broken, -5, -4)
    promise(bureau, broken, -4.5, -2)
    outage(bureau, -3, 1, cause="电话13812345678报", restored_at=NOW)
    outage(bureau, -400, 1, cause="太久", restored_at=NOW)
    store = open_store(database_url)
    bureau.write(store)
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(tmp_path), "BATTLEMAP_DATABASE_URL": database_url}
    )
    yield open_desk(store, settings, lambda: NOW)
    store.close()


def test_the_rates_of_a_year(promising: Desk) -> None:
    found = kept_rates(promising, COORDINATOR)
    assert found.whole.first == Tally(kept=1, broken=1, none=1)
    assert (found.whole.first.rate, found.whole.last.rate) == (0.5, 1.0)
    assert found.by_cause["树障"].first.rate == 0.0
    assert found.by_cause["树障"].last.rate == 1.0
    assert "太久" not in found.by_cause
    assert set(found.by_feeder) == {"1号线 F1", "2号线 F2", ""}


def test_a_grid_manager_is_told_of_the_own_outages(promising: Desk) -> None:
    found = kept_rates(promising, manager(2))
    assert list(found.by_cause) == ["树障"]
    assert found.whole.first == Tally(broken=1)


def test_no_phone_stands_in_a_cause_for_who_must_not_read_it(promising: Desk) -> None:
    causes = kept_rates(promising, DISPATCHER).by_cause
    assert "电话138****5678报" in causes
