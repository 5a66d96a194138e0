"""A snapshot patched change by change is the one that is judged as a whole."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy import insert, update

from data import tables
from data.snapshot.assemble import assemble
from data.snapshot.keeper import Keeper
from data.snapshot.narrowing import narrowed
from data.store import Store, open_store
from rules.access import Reach
from rules.codes import Field
from rules.viewer import SYSTEM
from tests.builders import NOW, WEST, small_bureau

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.snapshot.judged import Snapshot

ZONE = ZoneInfo("Asia/Shanghai")
COLUMNS = ("sensitivity", "life", "urgency", "cell", "feeder", "transformer", "complaints")
CHANGES: list[tuple[str, int, dict[str, Any]]] = [
    ("customer", 2, {"sensitivity": 3}),
    ("customer", 2, {"equipment": "ventilator", "backup_hours": None}),
    ("customer", 3, {"cell_id": 1, "transformer_id": 1}),
    ("customer", 3, {"cell_id": None, "class_": 4}),
    ("customer", 1, {"second_transformer_id": 2}),
    ("customer", 2, {"name": "改名"}),
    ("customer", 1, {"second_transformer_id": None}),
    ("customer", 4, {"name": "新名", "village": "下寨", "address": "下寨"}),
    ("customer", 1, {"x": WEST + 0.015, "qk": 77}),
    ("customer", 4, {"kind": "school"}),
    ("issue", 2, {"urgency": 5}),
    ("issue", 2, {"customer_id": 3, "cell_id": 2}),
    ("issue", 1, {"closed_at": NOW}),
    ("issue", 1, {"closed_at": None, "demand_type": "complaint"}),
    ("issue", 2, {"demand_type": "complaint", "customer_id": 1}),
    ("issue", 2, {"opened_at": NOW - timedelta(days=900)}),
]
REACHES = (
    Reach(cells=frozenset({1})),
    Reach(cells=frozenset({1, 2})),
    Reach(cells=frozenset()),
    Reach(cells=frozenset({2}), field=Field.REPAIR, life=False),
    Reach(field=Field.REPAIR, life=False),
    Reach(life=False),
)
TABLES: dict[str, Any] = {"customer": tables.Customer, "issue": tables.Issue}


@pytest.fixture
def store(sqlite_database_url: str) -> Iterator[Store]:
    opened = open_store(sqlite_database_url)
    yield opened
    opened.close()


def same(patched: Snapshot, anew: Snapshot) -> None:
    """Hold two snapshots against each other, column by column."""
    one, other = patched.customers, anew.customers
    for name in COLUMNS:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    for name, column in other.raw.arrays().items():
        own = getattr(one.raw, name)
        assert np.array_equal(own, column, equal_nan=name == "backup_hours"), name
    assert one.raw.words.equals(other.raw.words)
    assert np.array_equal(one.index.rank, other.index.rank)
    assert np.array_equal(one.index.x, other.index.x)
    for group, totals in other.index.totals.items():
        assert np.array_equal(one.index.totals[group], totals), group
    assert one.villages.names == other.villages.names
    for name in ("ids", "rows", "double"):
        supply = getattr(one.raw.supply, name), getattr(other.raw.supply, name)
        assert np.array_equal(*supply), name
    assert [issue.id for issue in patched.issues.issues] == [i.id for i in anew.issues.issues]
    for name in ("urgency", "overdue", "customer", "cell"):
        assert np.array_equal(getattr(patched.issues, name), getattr(anew.issues, name)), name
    assert np.array_equal(patched.cells.shade, anew.cells.shade)
    assert np.array_equal(patched.cells.customers, anew.cells.customers)
    assert (patched.point_zoom, patched.changes_at) == (anew.point_zoom, anew.changes_at)


def test_after_each_small_change_everything_is_as_if_read_anew(
    store: Store, tmp_path: Path
) -> None:
    small_bureau().write(store)
    keeper = Keeper(store, tmp_path / "index", ZONE, lambda: NOW)
    assert keeper.current().customers.villages.names == ("上寨",)
    for noun, ref, values in CHANGES:
        table = TABLES[noun]
        with store.writing(SYSTEM) as writing:
            writing.connection.execute(update(table).where(table.id == ref).values(**values))
            writing.changed(noun, "change", [ref])
        anew = Keeper(store, tmp_path / str(ref) / repr(values), ZONE, lambda: NOW)
        same(keeper.current(), anew.current())


@pytest.mark.parametrize("reach", REACHES, ids=repr)
def test_after_each_small_change_a_part_is_as_if_cut_anew(
    store: Store, tmp_path: Path, reach: Reach
) -> None:
    small_bureau().write(store)
    keeper = Keeper(store, tmp_path / "index", ZONE, lambda: NOW)
    same(keeper.seen(reach), narrowed(keeper.current(), reach).part)
    for noun, ref, values in CHANGES:
        table = TABLES[noun]
        with store.writing(SYSTEM) as writing:
            writing.connection.execute(update(table).where(table.id == ref).values(**values))
            writing.changed(noun, "change", [ref])
        anew = Keeper(store, tmp_path / str(ref) / repr(values), ZONE, lambda: NOW)
        same(keeper.seen(reach), anew.seen(reach))


def test_a_part_whose_customers_did_not_change_is_not_cut_anew(
    store: Store, tmp_path: Path
) -> None:
    small_bureau().write(store)
    keeper, reach = Keeper(store, tmp_path / "index", ZONE, lambda: NOW), REACHES[1]
    before = keeper.seen(reach)
    with store.writing(SYSTEM) as writing:
        issue = tables.Issue
        writing.connection.execute(update(issue).where(issue.id == 2).values(urgency=4))
        writing.changed("issue", "change", [2])
    after = keeper.seen(reach)
    assert after.version > before.version
    assert after.parts.raw is before.parts.raw
    assert after.customers.sensitivity is before.customers.sensitivity
    assert after.customers.complaints is before.customers.complaints


def test_what_did_not_change_is_not_made_again(store: Store, tmp_path: Path) -> None:
    small_bureau().write(store)
    keeper = Keeper(store, tmp_path / "index", ZONE, lambda: NOW)
    before = keeper.current()
    with store.writing(SYSTEM) as writing:
        issue = tables.Issue
        writing.connection.execute(update(issue).where(issue.id == 2).values(urgency=4))
        writing.changed("issue", "change", [2])
    after = keeper.current()
    for name in ("sensitivity", "life", "cell", "feeder", "transformer", "complaints"):
        assert getattr(after.customers, name) is getattr(before.customers, name)
    assert after.customers.index.totals["class"] is before.customers.index.totals["class"]
    assert after.customers.by_id is before.customers.by_id


def test_a_new_customer_is_judged_with_everybody(store: Store, tmp_path: Path) -> None:
    bureau = small_bureau()
    bureau.write(store)
    keeper = Keeper(store, tmp_path / "index", ZONE, lambda: NOW)
    keeper.current()
    row = bureau.rows[tables.Customer][1] | {"id": 9, "account": "000009", "qk": 5}
    with store.writing(SYSTEM) as writing:
        writing.connection.execute(insert(tables.Customer), [row])
        writing.changed("customer", "add", [9])
    patched = keeper.current()
    same(patched, assemble(patched.parts, NOW, ZONE))
    assert len(patched.customers) == 5
