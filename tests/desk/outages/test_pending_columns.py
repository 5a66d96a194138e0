"""What confirming again would change, by columns: the same as row by row, whatever has changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from data.outages import listed_columns
from data.outages import revisions as lists
from data.tables import Customer
from data.within import narrows
from desk.outages.affected import affected
from desk.outages.beside import beside_of
from desk.outages.changing import NoOutage
from desk.outages.deciding import decide
from desk.outages.declared import PartRef
from desk.outages.pending import pending
from desk.outages.records import one
from desk.outages.said import rows_of
from rules.outages.codes import Part, Verdict
from rules.viewer import SYSTEM
from tests.desk.outages.networks import desk_over, ringed
from tests.desk.outages.running import trip
from tests.viewers import AGENT, COORDINATOR, HEAD, manager

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.desk import Desk
    from rules.viewer import Viewer

K1, F2 = PartRef(Part.SWITCH, 1), PartRef(Part.FEEDER, 2)
PEOPLE = st.integers(1, 24)
VALUES: dict[str, Any] = {
    "sensitivity": st.integers(0, 3),
    "class_": st.integers(0, 4),
    "transformer_id": st.sampled_from([None, 1, 3, 4, 5, 6, 8]),
    "cell_id": st.sampled_from([None, 1, 2]),
    "backup_hours": st.sampled_from([None, 0.5, 2.0]),
    "equipment": st.sampled_from(["", "ventilator"]),
    "language": st.sampled_from(["mandarin", "miao"]),
    "account": st.sampled_from(["A1", "A2"]),
}
UPDATES = st.tuples(
    PEOPLE,
    st.sampled_from(sorted(VALUES)).flatmap(lambda n: st.tuples(st.just(n), VALUES[n])),
)
DECISIONS = st.tuples(PEOPLE, st.sampled_from(Verdict))
VIEWERS = (COORDINATOR, HEAD, AGENT, manager(1), manager(2))


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = desk_over(ringed(), sqlite_database_url, tmp_path)
    yield made
    made.store.close()


def row_by_row(desk: Desk, viewer: Viewer, ref: int) -> tuple[int, int, int]:
    """Return how many come, leave and are told of otherwise, from an object for each row."""
    snapshot, record = desk.seen(viewer), one(desk, viewer, ref)
    names = lists.said_to(viewer)
    found = affected(snapshot, viewer, record.declared, beside_of(desk, viewer, record))
    now = {row.customer_id: row for row in rows_of(snapshot, found, record.declared)}
    with desk.store.reading() as connection:
        newest = lists.of(connection, viewer, ref)[-1]
        before = {row.customer_id: row for row in lists.whole(connection, viewer, newest.id)}
    if narrows(viewer):
        here = set(snapshot.customers.raw.id.tolist())
        before = {who: row for who, row in before.items() if who in here}
    told = [
        {who: tuple(getattr(row, name) for name in names) for who, row in some.items()}
        for some in (before, now)
    ]
    differs = {who for who in before.keys() | now.keys() if told[0].get(who) != told[1].get(who)}
    was, is_on = ({w for w in differs if w in some and some[w].touched} for some in (before, now))
    newly, gone = is_on - was, was - is_on
    return len(newly), len(gone), len(differs - newly - gone)


def change(desk: Desk, who: int, values: dict[str, Any]) -> None:
    """Change a customer, or with no values take it away."""
    with desk.store.writing(SYSTEM) as writing:
        known = Customer.id == who
        statement = update(Customer).where(known).values(values) if values else None
        writing.connection.execute(
            delete(Customer).where(known) if statement is None else statement
        )
        writing.changed("customer", "change", [who])


@given(
    updates=st.lists(UPDATES, max_size=6),
    decisions=st.lists(DECISIONS, max_size=3, unique_by=lambda one_: one_[0]),
    gone=st.lists(PEOPLE, max_size=1),
    others=st.booleans(),
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_columns_say_the_same_as_rows(
    sqlite_template: Path,
    tmp_path: Path,
    updates: list[tuple[int, tuple[str, Any]]],
    decisions: list[tuple[int, Verdict]],
    gone: list[int],
    others: bool,  # noqa: FBT001 - drawn
) -> None:
    folder = Path(mkdtemp(dir=tmp_path))
    file = shutil.copyfile(sqlite_template, folder / "battlemap.sqlite")
    desk = desk_over(ringed(), f"sqlite:///{file}", folder)
    ref, edit = trip(desk, K1), 1
    for who, verdict in decisions:
        edit = decide(desk, COORDINATOR, ref, edit, [who], verdict, f"核实{verdict}")
    for who, (name, value) in updates:
        change(desk, who, {name: value})
    for who in gone:
        change(desk, who, {})
    if others:
        trip(desk, F2)
    asked = 0
    for viewer in VIEWERS:
        try:
            record = one(desk, viewer, ref)
        except NoOutage:
            continue  # nobody of it is in the own cells any more
        found = pending(desk, viewer, record)
        counts = (found.newly, found.no_longer, found.otherwise) if found else (0, 0, 0)
        assert counts == row_by_row(desk, viewer, ref)
        asked += 1
    assert asked >= 3
    desk.store.close()


def test_a_frozen_list_is_read_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = trip(desk, K1)
    assert pending(desk, COORDINATOR, one(desk, COORDINATOR, ref)) is None
    monkeypatch.setattr(
        "desk.outages.pending.columns_of", lambda *_: pytest.fail("it never changes")
    )
    change(desk, 7, {"sensitivity": 3})
    found = pending(desk, COORDINATOR, one(desk, COORDINATOR, ref))
    assert found is not None
    assert (found.newly, found.no_longer, found.otherwise) == (0, 0, 1)


def test_whatever_a_list_says_is_compared() -> None:
    assert {*listed_columns.COMPARED, "customer_id", "touched", "why"} == set(lists.SAID)
