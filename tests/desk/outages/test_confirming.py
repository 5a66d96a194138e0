"""A confirmed list is frozen: the same click gives the same list, and nobody can alter it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from data.bulk import table_of
from data.outages import taken
from data.tables import (
    Customer,
    OutageEvent,
    OutagePromise,
    OutageRevision,
    OutageTransformer,
    RevisionCustomer,
)
from desk.outages.changing import EditedMeanwhile, NotEditable
from desk.outages.confirming import (
    NobodyListed,
    Undecided,
    confirm,
    difference,
    is_unaltered,
    revisions,
    rows,
)
from desk.outages.deciding import decide
from desk.outages.declaring import declare, revise
from desk.outages.living import act
from desk.outages.records import course, listing, one
from desk.outages.restoring import restore
from rules.access import NotAllowed
from rules.outages.codes import Basis, Ground, OutageAct, OutageState, Verdict
from rules.viewer import SYSTEM
from tests.builders import NOW
from tests.desk.outages.drafts import EAST_CELL, EVERYBODY, K1, WEST_CELL, fault, planned
from tests.viewers import ADMINISTRATOR, AGENT, COORDINATOR, DISPATCHER, HEAD, manager

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.outages.confirming import FrozenRow
    from rules.viewer import Viewer


def page(desk: Desk, viewer: Viewer, ref: int, number: int = 1) -> tuple[FrozenRow, ...]:
    return rows(desk, viewer, ref, number, 0, 100).rows


def ids(found: tuple[FrozenRow, ...]) -> list[int]:
    return [row.customer_id for row in found]


def confirmed(desk: Desk) -> int:
    ref = declare(desk, COORDINATOR, fault())
    confirm(desk, COORDINATOR, ref, 1)
    return ref


def test_a_list_is_frozen_with_all_that_it_stood_on(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned())
    edit = decide(desk, COORDINATOR, ref, 1, [3], Verdict.TOUCHED, "同一接户线")
    edit = decide(desk, COORDINATOR, ref, edit, [2], Verdict.NOT_TOUCHED, "自备电源")
    version = desk.keeper.renewed().version
    found = confirm(desk, COORDINATOR, ref, edit)
    assert (found.number, found.at, found.actor, found.edit) == (1, NOW, "cora", edit)
    assert (found.version, found.ground) == (version, Ground.BOTH)
    assert found.counts == {
        "touched": 2, "left_off": 1, "sensitivity": {"3": 1, "2": 1}, "class": {"0": 1, "2": 1},
        "feeder": {"1": 1, "2": 1}, "cell": {"1": 1, "2": 1}, "language": {"zh": 2},
        "basis": {"both": 1, "by_hand": 1},
    }  # fmt: skip
    with desk.store.reading() as connection:
        kept = connection.execute(select(OutageRevision.area, OutageRevision.parts)).one()
    assert kept.area.equals(WEST_CELL)
    switch = {"noun": "switch", "ref": K1, "opened": True, "normally": "closed", "now": "open"}
    assert kept.parts == [switch]
    first, *_ = page(desk, COORDINATOR, ref)
    assert (first.customer_id, first.basis, first.life) == (1, Basis.BOTH, True)
    left = next(row for row in page(desk, COORDINATOR, ref) if not row.touched)
    assert (left.customer_id, left.why) == (2, "自备电源")
    assert course(desk, COORDINATOR, ref)[-1].facts["digest"] == found.digest
    assert is_unaltered(desk, COORDINATOR, ref, 1)


def test_a_double_click_gives_one_list(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault())
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: confirm(desk, COORDINATOR, ref, 1), range(4)))
    assert {(one.id, one.number, one.digest) for one in found} == {
        (found[0].id, 1, found[0].digest)
    }
    assert len(revisions(desk, COORDINATOR, ref)) == 1
    assert [event.act for event in course(desk, COORDINATOR, ref)] == ["declare", "confirm"]


def test_a_list_with_open_differences_is_not_confirmed(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned(area=EVERYBODY))
    with pytest.raises(Undecided) as told:
        confirm(desk, COORDINATOR, ref, 1)
    assert told.value.facts == {"n": 2}
    assert revisions(desk, COORDINATOR, ref) == ()


def test_an_empty_list_is_not_confirmed(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(parts=()))
    with pytest.raises(NobodyListed):
        confirm(desk, COORDINATOR, ref, 1)
    assert revisions(desk, COORDINATOR, ref) == ()


def test_an_older_edit_is_not_confirmed(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault())
    decide(desk, DISPATCHER, ref, 1, [3], Verdict.TOUCHED, "同一接户线")
    with pytest.raises(EditedMeanwhile):
        confirm(desk, COORDINATOR, ref, 1)
    assert revisions(desk, COORDINATOR, ref) == ()


@pytest.mark.parametrize("viewer", [AGENT, HEAD, ADMINISTRATOR, manager(1)], ids=lambda v: v.role)
def test_who_has_no_right_confirms_nothing(desk: Desk, viewer: Viewer) -> None:
    ref = declare(desk, COORDINATOR, fault())
    with pytest.raises(NotAllowed):
        confirm(desk, viewer, ref, 1)
    assert revisions(desk, COORDINATOR, ref) == ()


def test_a_later_change_makes_a_new_list_and_the_difference_is_told(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(area=WEST_CELL, parts=()))
    first = confirm(desk, COORDINATOR, ref, 1)
    assert ids(difference(desk, COORDINATOR, ref, 1).newly) == [1, 2]
    edit = revise(desk, COORDINATOR, ref, 1, fault(area=EAST_CELL, parts=()))
    edit = decide(desk, COORDINATOR, ref, edit, [2], Verdict.TOUCHED, "临时借电")
    second = confirm(desk, DISPATCHER, ref, edit)
    assert (second.number, second.actor) == (2, "dora")
    told = difference(desk, COORDINATOR, ref, 2)
    assert (ids(told.newly), ids(told.no_longer)) == ([3], [1])
    assert ids(page(desk, COORDINATOR, ref, 1)) == [1, 2]
    assert set(ids(page(desk, COORDINATOR, ref, 2))) == {2, 3}
    assert [r.digest for r in revisions(desk, COORDINATOR, ref)] == [first.digest, second.digest]


def test_data_that_changed_makes_another_list_of_the_same_edit(desk: Desk) -> None:
    ref = confirmed(desk)
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(
            update(Customer).where(Customer.id == 4).values(transformer_id=1)
        )
        writing.changed("customer", "changed", [4])
    again = confirm(desk, COORDINATOR, ref, 1)
    assert (again.number, again.edit) == (2, 1)
    assert ids(difference(desk, COORDINATOR, ref, 2).newly) == [4]


def test_the_list_is_at_work(desk: Desk) -> None:
    ref = confirmed(desk)
    with desk.store.reading() as connection:
        assert taken.out(connection, COORDINATOR, ref) == {1, 2}
        assert connection.scalars(select(OutageTransformer.transformer_id)).all() == [1]
    (line,) = listing(desk, COORDINATOR)
    assert (line.revision, line.listed, line.out) == (1, 2, 2)


def test_a_transformer_of_whom_everybody_was_left_off_was_not_taken(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault())
    edit = decide(desk, COORDINATOR, ref, 1, [1, 2], Verdict.NOT_TOUCHED, "发电车供电")
    edit = decide(desk, COORDINATOR, ref, edit, [3], Verdict.TOUCHED, "手工添加")
    confirm(desk, COORDINATOR, ref, edit)
    with desk.store.reading() as connection:
        assert connection.scalars(select(OutageTransformer.transformer_id)).all() == []


def test_who_stays_on_the_list_keeps_when_power_came_back(desk: Desk) -> None:
    ref = confirmed(desk)
    restore(desk, COORDINATOR, ref, customers=[2])
    edit = decide(desk, COORDINATOR, ref, 1, [3], Verdict.TOUCHED, "同一接户线")
    confirm(desk, COORDINATOR, ref, edit)
    with desk.store.reading() as connection:
        assert taken.of(connection, COORDINATOR, ref) == {1: None, 2: NOW, 3: None}


def test_a_new_list_without_anybody_out_restores_the_outage(desk: Desk) -> None:
    ref = confirmed(desk)
    restore(desk, COORDINATOR, ref, customers=[2])
    edit = decide(desk, COORDINATOR, ref, 1, [1], Verdict.NOT_TOUCHED, "核实未停")
    confirm(desk, COORDINATOR, ref, edit)
    assert one(desk, COORDINATOR, ref).state is OutageState.RESTORED


def test_what_is_restored_gets_no_new_list(desk: Desk) -> None:
    ref = confirmed(desk)
    act(desk, COORDINATOR, ref, OutageAct.RESTORE)
    with pytest.raises(NotEditable):
        confirm(desk, COORDINATOR, ref, 1)


@pytest.mark.parametrize(
    "table",
    [OutageRevision, RevisionCustomer, OutageEvent, OutagePromise],
    ids=lambda t: t.__name__,
)
def test_a_frozen_row_cannot_be_altered_or_deleted(desk: Desk, table: type) -> None:
    ref = confirmed(desk)
    before = revisions(desk, COORDINATOR, ref), page(desk, COORDINATOR, ref)
    column = "touched" if table is RevisionCustomer else "actor"
    value = False if table is RevisionCustomer else "somebody else"
    for attempt in (update(table).values({column: value}), delete(table)):
        with (
            pytest.raises(DBAPIError, match="this is only appended to"),
            desk.store.writing(SYSTEM) as w,
        ):
            w.connection.execute(attempt)
    assert (revisions(desk, COORDINATOR, ref), page(desk, COORDINATOR, ref)) == before
    assert is_unaltered(desk, COORDINATOR, ref, 1)


def test_a_frozen_row_cannot_be_replaced_or_all_of_them_emptied(desk: Desk) -> None:
    ref = confirmed(desk)
    attempts = ["DELETE FROM revision_customer", "UPDATE outage_revision SET digest = ''"]
    if desk.store.embedded:
        attempts.append(
            "INSERT OR REPLACE INTO outage_revision SELECT id, outage_id, number, at, 'x', edit, "
            "version, ground, area, parts, counts, size, digest FROM outage_revision"
        )
    else:
        attempts += ["TRUNCATE revision_customer", "TRUNCATE outage_revision CASCADE"]
    for attempt in attempts:
        with (
            pytest.raises(DBAPIError, match="this is only appended to"),
            desk.store.writing(SYSTEM) as w,
        ):
            w.connection.execute(text(attempt))
    assert is_unaltered(desk, COORDINATOR, ref, 1)


@pytest.mark.parametrize("position", [-1, 2, 99])
def test_nobody_is_slipped_into_a_frozen_list(desk: Desk, position: int) -> None:
    ref = confirmed(desk)
    with desk.store.reading() as connection:
        frozen = connection.execute(select(table_of(RevisionCustomer))).mappings().first()
    assert frozen is not None
    row = {**frozen, "position": position, "customer_id": 4}
    with (
        pytest.raises(DBAPIError, match="this list is whole"),
        desk.store.writing(SYSTEM) as writing,
    ):
        writing.connection.execute(insert(table_of(RevisionCustomer)).values(row))
    assert ids(page(desk, COORDINATOR, ref)) == [1, 2]
    assert is_unaltered(desk, COORDINATOR, ref, 1)


def test_somebody_slipped_in_where_no_trigger_keeps_watch_is_found_by_the_digest(
    desk: Desk,
) -> None:
    ref = confirmed(desk)
    off = "DROP TRIGGER revision_customer_is_whole"
    off += "" if desk.store.embedded else " ON revision_customer"
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(text(off))
        frozen = writing.connection.execute(select(table_of(RevisionCustomer))).mappings().first()
        assert frozen is not None
        row = {**frozen, "position": 99, "customer_id": 4}
        writing.connection.execute(insert(table_of(RevisionCustomer)).values(row))
    assert not is_unaltered(desk, COORDINATOR, ref, 1)
