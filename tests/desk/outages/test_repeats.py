"""The repeat-outage guard: who would be over a line, what could be done at once, which days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import shapely

from data import tables
from data.store import open_store
from desk.desk import Desk, open_desk
from desk.outages.changing import WhyMissing
from desk.outages.declared import Decision, Declared, PartRef
from desk.outages.declaring import declare
from desk.outages.living import act
from desk.outages.records import one
from desk.outages.repeats import Guard, Proposed, guard, guard_of
from rules.access import NotAllowed
from rules.codes import OutageKind
from rules.outages.codes import Basis, OutageAct, OutageState, Part, Verdict
from settings import Settings
from tests.builders import NOW, SIDE, SOUTH, WEST, Bureau, small_bureau
from tests.desk.outages.drafts import planned
from tests.outages import outage, part
from tests.viewers import ADMINISTRATOR, AGENT, COORDINATOR, DISPATCHER, manager

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rules.viewer import Viewer

WHEN = NOW + timedelta(days=10)
FIRST, SECOND = PartRef(Part.FEEDER, 1), PartRef(Part.FEEDER, 2)
AREA = shapely.MultiPolygon([shapely.box(WEST, SOUTH, WEST + 4 * SIDE, SOUTH + SIDE)])


@pytest.fixture
def bureau() -> Bureau:
    return small_bureau()


@pytest.fixture
def asks(
    sqlite_database_url: str, tmp_path: Path, bureau: Bureau
) -> Iterator[Callable[..., Guard]]:
    """Give what asks the guard over the bureau, once the test has filled it."""
    store = open_store(sqlite_database_url)
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(tmp_path), "BATTLEMAP_DATABASE_URL": sqlite_database_url}
    )

    def ask(
        *parts: PartRef,
        viewer: Viewer = COORDINATOR,
        kind: OutageKind = OutageKind.PLANNED,
        declared: Declared | None = None,
        feeder: int | None = None,
    ) -> Guard:
        bureau.write(store)
        desk: Desk = open_desk(store, settings, lambda: NOW)
        proposed = Proposed(99, kind, WHEN, feeder, declared or Declared(parts=parts))
        with store.reading() as connection:
            return guard_of(connection, desk.seen(viewer), viewer, proposed, NOW)

    yield ask
    store.close()


def names(found: Guard) -> dict[str, tuple[int, int]]:
    """Return how many would be over each line, newly and anyway, of lines with somebody."""
    return {
        count.line.rule.removeprefix("frequent_outages."): (count.newly, count.beyond)
        for count in found.lines
        if count.newly or count.beyond
    }


def test_nobody_is_over_a_line_without_a_history(asks: Callable[..., Guard]) -> None:
    found = asks(FIRST)
    assert (found.affected, found.customers, found.needs_reason) == (2, 0, False)
    assert len(found.lines) == 5


def test_who_was_without_power_twenty_days_before_would_be_over_the_first_line(
    bureau: Bureau, asks: Callable[..., Guard]
) -> None:
    outage(bureau, -10, 1)
    found = asks(FIRST, SECOND)
    assert (found.affected, found.customers, found.sensitive) == (3, 2, 1)
    assert names(found) == {"30_days": (2, 0)}
    assert found.needs_reason
    # The most important first: customer 1 lives by a ventilator.
    assert [row.person.id for row in found.first] == [1, 2]
    assert [(line.least, count) for line, count in found.first[0].over] == [(2, 2)]


def test_who_is_over_a_line_already_needs_a_reason_as_well(
    bureau: Bureau, asks: Callable[..., Guard]
) -> None:
    for days in (-1, -2):
        outage(bureau, days, 1)
    found = asks(FIRST)
    assert names(found) == {"30_days": (0, 2), "50_days": (2, 0)}
    assert found.needs_reason


def test_cancelled_ones_drafts_and_arrears_do_not_count(
    bureau: Bureau, asks: Callable[..., Guard]
) -> None:
    outage(bureau, -1, 1, state="cancelled")
    outage(bureau, -1, 1, kind="arrears")
    outage(bureau, 9, 1, kind="planned", state="draft")
    assert not asks(FIRST).needs_reason


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_plan_that_is_approved_counts_whether_its_list_is_confirmed_or_not(
    bureau: Bureau, asks: Callable[..., Guard], *, confirmed: bool
) -> None:
    ref = outage(bureau, 20, *([1] if confirmed else []), kind="planned", state="approved")
    part(bureau, ref, "feeder", 1)
    assert names(asks(FIRST)) == {"30_days": (2, 0)}


def test_a_fault_has_nothing_against_it(bureau: Bureau, asks: Callable[..., Guard]) -> None:
    outage(bureau, -1, 1)
    assert not asks(FIRST, kind=OutageKind.FAULT).needs_reason


def test_a_customer_without_a_transformer_has_no_history(
    bureau: Bureau, asks: Callable[..., Guard]
) -> None:
    outage(bureau, -1, 1, 2)
    found = asks(declared=Declared(area=AREA))
    assert (found.affected, found.customers) == (4, 3)


def test_who_was_taken_off_the_list_is_not_counted(
    bureau: Bureau, asks: Callable[..., Guard]
) -> None:
    outage(bureau, -1, 1)
    off = {1: Decision(Verdict.NOT_TOUCHED, "自备发电机", Basis.TRACED_ONLY)}
    found = asks(declared=Declared(parts=(FIRST,), decisions=off))
    assert [row.person.id for row in found.first] == [2]


def test_plans_that_share_customers_or_the_feeder_could_use_the_same_window(
    bureau: Bureau, asks: Callable[..., Guard]
) -> None:
    shares = outage(bureau, 15, kind="planned", state="draft", feeder_id=1)
    part(bureau, shares, "transformer", 1)
    same_line = outage(bureau, 20, kind="temporary", state="checked", feeder_id=1)
    outage(bureau, 15, 2, kind="planned", state="draft", feeder_id=2)
    outage(bureau, 30, 1, kind="planned", state="draft", feeder_id=1)
    outage(bureau, 15, 1, kind="planned", state="cancelled", feeder_id=1)
    found = asks(FIRST, feeder=1).together
    assert [(one.outage_id, one.customers, one.transformers) for one in found] == [
        (shares, 2, 1),
        (same_line, 0, 0),
    ]
    assert [one.same_feeder for one in found] == [True, True]
    assert found[0].state is OutageState.DRAFT


def test_other_days_say_whom_they_would_hurt(bureau: Bureau, asks: Callable[..., Guard]) -> None:
    outage(bureau, -10, 1)
    found = asks(FIRST, SECOND)
    assert len(found.dates) == 28
    first = found.dates[0].at
    assert first - NOW >= timedelta(days=7)
    assert (first - NOW - timedelta(days=7)) < timedelta(days=1)
    assert all((one.at - WHEN) % timedelta(days=1) == timedelta() for one in found.dates)
    hurt = {(one.at - NOW).days: (one.customers, one.sensitive) for one in found.dates}
    assert hurt[10] == (2, 1)
    assert hurt[19] == (2, 1)
    assert hurt[20] == (0, 0)
    assert [(one.at - NOW).days for one in found.better][:2] == [20, 21]


def test_a_bureau_sets_lines_and_days_itself(bureau: Bureau, asks: Callable[..., Guard]) -> None:
    outage(bureau, -10, 1)
    for key, value in (("rule.frequent_outages.30_days", "3"), ("outage.guard.dates", "3")):
        row = {"key": key, "value": value, "reason": "", "set_by": "ada", "set_at": NOW}
        bureau.rows.setdefault(tables.Parameter, []).append(row)
    found = asks(FIRST)
    assert not found.needs_reason
    assert len(found.dates) == 3


@pytest.fixture
def planned_desk(sqlite_database_url: str, tmp_path: Path, bureau: Bureau) -> Iterator[Desk]:
    """Give a desk over a bureau where T1 was out ten days ago, and T2 was not."""
    outage(bureau, -10, 1)
    store = open_store(sqlite_database_url)
    bureau.write(store)
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(tmp_path), "BATTLEMAP_DATABASE_URL": sqlite_database_url}
    )
    yield open_desk(store, settings, lambda: NOW)
    store.close()


def test_approving_against_it_needs_a_reason(planned_desk: Desk) -> None:
    ref = declare(planned_desk, COORDINATOR, planned(area=None))
    act(planned_desk, COORDINATOR, ref, OutageAct.CHECK)
    assert guard(planned_desk, DISPATCHER, ref).customers == 2
    for why in ("", "  "):
        with pytest.raises(WhyMissing):
            act(planned_desk, DISPATCHER, ref, OutageAct.APPROVE, why)
    assert one(planned_desk, DISPATCHER, ref).state is OutageState.CHECKED
    done = act(planned_desk, DISPATCHER, ref, OutageAct.APPROVE, "线路已有倒杆危险")
    assert done is OutageState.APPROVED


def test_approving_where_nobody_is_cut_off_too_often_needs_none(planned_desk: Desk) -> None:
    ref = declare(planned_desk, COORDINATOR, planned(area=None, parts=(SECOND,)))
    act(planned_desk, COORDINATOR, ref, OutageAct.CHECK)
    assert not guard(planned_desk, DISPATCHER, ref).needs_reason
    assert act(planned_desk, DISPATCHER, ref, OutageAct.APPROVE) is OutageState.APPROVED


@pytest.mark.parametrize("viewer", [AGENT, ADMINISTRATOR, manager(1)], ids=lambda v: v.name)
def test_who_plans_and_approves_nothing_is_not_told(planned_desk: Desk, viewer: Viewer) -> None:
    ref = declare(planned_desk, COORDINATOR, planned(area=None))
    with pytest.raises(NotAllowed):
        guard(planned_desk, viewer, ref)


def second_supply(bureau: Bureau) -> None:
    """Let customer 3, at T2, have T1 as well."""
    for number, row in enumerate(bureau.rows[tables.Customer], start=1):
        row["second_transformer_id"] = 1 if number == 3 else None


def test_the_guard_counts_whom_a_running_outage_leaves_without_a_second_supply(
    bureau: Bureau, asks: Callable[..., Guard]
) -> None:
    second_supply(bureau)
    ref = outage(bureau, -0.1, 1, state="repairing", expected_at=WHEN + timedelta(hours=1))
    part(bureau, ref, "feeder", 1)
    assert asks(SECOND).affected == 1


def test_the_guard_does_not_count_by_a_running_outage_that_ends_before(
    bureau: Bureau, asks: Callable[..., Guard]
) -> None:
    second_supply(bureau)
    ref = outage(bureau, -0.1, 1, state="repairing", expected_at=WHEN - timedelta(days=1))
    part(bureau, ref, "feeder", 1)
    assert asks(SECOND).affected == 0
