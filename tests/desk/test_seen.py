"""Each role sees its share: by id, by filter, in a search, on a card, nothing of anybody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sqlalchemy import insert, update

from data import customers as store_customers
from data import issues as store_issues
from data import tables
from desk import overview, people
from desk.cards import card
from desk.cards.kinds import CellCard, CustomerCard, FeederCard, IssueCard
from desk.listing import Listing
from desk.lists import counted
from desk.search import search
from desk.view import Filters, Selection
from rules.access import NotAllowed
from rules.codes import Field, OutageKind
from rules.viewer import SYSTEM, Role, Scope, Viewer
from tests.builders import NOW
from tests.viewers import ADMINISTRATOR, AGENT, COORDINATOR, DISPATCHER, HEAD, manager

if TYPE_CHECKING:
    from desk.desk import Desk

NUMBER = "13900007777"


def edited(desk: Desk, table: type[tables.Base], ref: int, **values: object) -> None:
    with desk.store.writing(SYSTEM) as writing:
        where = table.__table__.c.id == ref
        writing.connection.execute(update(table).where(where).values(**values))
        writing.changed(str(table.__table__), "changed", [ref])


@pytest.mark.parametrize("viewer", [manager(1), manager(2), manager(), HEAD, DISPATCHER])
def test_the_store_and_the_snapshot_agree_on_who_is_seen(desk: Desk, viewer: Viewer) -> None:
    snapshot = desk.seen(viewer)
    with desk.store.reading() as connection:
        by_store = {n for n in range(1, 5) if store_customers.one(connection, viewer, n)}
        open_ones = {n for n in (1, 2) if store_issues.one(connection, viewer, n)}
    assert by_store == set(snapshot.customers.raw.id.tolist())
    assert open_ones == {issue.id for issue in snapshot.issues.issues}


def test_another_managers_things_are_not_there(desk: Desk) -> None:
    mine = manager(2)
    for noun, ref in (("customer", 1), ("customer", 4), ("issue", 1)):
        assert card(desk, mine, Selection(noun, ref)) is None
    assert isinstance(card(desk, mine, Selection("customer", 3)), CustomerCard)
    snapshot = desk.seen(mine)
    assert people.passing(snapshot, mine, Filters(cell=(1,)), 0, 10).count == 0
    assert [hit.noun for hit in search(snapshot, mine, "0000")] == ["customer"]
    assert overview.overview(snapshot, mine, Filters(cell=(1,))).issues == 0


def test_a_foreign_cell_says_that_it_is_not_counted(desk: Desk) -> None:
    foreign, own = (card(desk, manager(2), Selection("cell", ref)) for ref in (1, 2))
    assert isinstance(foreign, CellCard)
    assert isinstance(own, CellCard)
    assert (foreign.mine, own.mine) == (False, True)
    assert foreign.crowd.n == 0


def test_an_issue_in_ones_cell_does_not_name_a_customer_elsewhere(desk: Desk) -> None:
    edited(desk, tables.Issue, 1, cell_id=2, account="000001")
    found = card(desk, manager(2), Selection("issue", 1))
    assert isinstance(found, IssueCard)
    assert (found.row.customer_id, found.row.account, found.customer_name) == (None, "", "")


def test_outages_that_took_nobody_of_ones_own_are_not_counted(desk: Desk) -> None:
    with desk.store.writing(SYSTEM) as writing:
        row = {"id": 1, "number": "1", "kind": OutageKind.ARREARS, "feeder_id": 1}
        row |= {"began_at": NOW - timedelta(days=1)}
        writing.connection.execute(insert(tables.Outage), [row])
        taken = {"outage_id": 1, "transformer_id": 1}
        writing.connection.execute(insert(tables.OutageTransformer), [taken])
    for viewer, told in ((manager(1), {"arrears": 1}), (manager(2), {}), (AGENT, {"arrears": 1})):
        found = card(desk, viewer, Selection("feeder", 1))
        assert isinstance(found, FeederCard)
        assert found.outages == told


def test_relays_are_seen_by_whoever_sees_those_they_reach(desk: Desk) -> None:
    with desk.store.writing(SYSTEM) as writing:
        relay = {"id": 1, "code": "R1", "name": "李", "phone": NUMBER, "digest": 0}
        writing.connection.execute(insert(tables.Relay), [relay])
        serves = {"relay_id": 1, "noun": "transformer", "ref": 1}
        writing.connection.execute(insert(tables.RelayServes), [serves])
        writing.changed("relay", "reload")
    assert card(desk, manager(1), Selection("relay", 1)) is not None
    assert card(desk, manager(2), Selection("relay", 1)) is None
    assert card(desk, AGENT, Selection("relay", 1)) is not None


def test_a_head_sees_issues_of_the_own_field_and_every_customer(desk: Desk) -> None:
    edited(desk, tables.Issue, 1, field=Field.REPAIR)
    snapshot = desk.seen(HEAD)
    assert [issue.id for issue in snapshot.issues.issues] == [1]
    assert len(snapshot.customers) == 4
    assert (snapshot.cells.backlog.n.tolist(), snapshot.customers.urgency.max()) == ([1, 0], 5)
    assert card(desk, HEAD, Selection("issue", 2)) is None


def test_who_must_not_know_life_support_cannot_infer_it(desk: Desk) -> None:
    for viewer in (ADMINISTRATOR, HEAD):
        snapshot = desk.seen(viewer)
        found = overview.overview(snapshot, viewer, Filters())
        assert found.life_support is None
        assert counted(snapshot, viewer, Listing()).life_support is None
        assert {
            p.life_support for p in people.customers(snapshot, viewer, None, None, 9).first
        } == {None}
        opened = card(desk, viewer, Selection("customer", 1))
        assert isinstance(opened, CustomerCard)
        assert [why.code for why in opened.reasons] == ["sensitivity.private"]
        assert (opened.life_support, opened.row.equipment, opened.row.private) == (None, "", False)
        assert opened.row.backup_hours is None


def test_the_order_of_a_list_does_not_name_who_depends_on_life_support(desk: Desk) -> None:
    edited(desk, tables.Customer, 3, sensitivity=3)
    edited(desk, tables.Issue, 1, customer_id=None)
    raw = desk.seen(ADMINISTRATOR).customers
    order = raw.raw.id[np.argsort(raw.index.rank)].tolist()
    assert order.index(3) < order.index(1)
    known = desk.seen(DISPATCHER).customers
    assert known.raw.id[np.argsort(known.index.rank)].tolist()[0] == 1


def test_phones_in_names_addresses_and_titles_follow_the_right(desk: Desk) -> None:
    edited(desk, tables.Customer, 1, name=f"张（{NUMBER}）", address=f"1组 {NUMBER}")
    edited(desk, tables.Issue, 1, title=f"回电{NUMBER} 呼吸机", text="病人吸氧")
    for viewer, open_to in ((COORDINATOR, True), (manager(1), True), (DISPATCHER, False)):
        snapshot = desk.seen(viewer)
        (person,) = people.customers(snapshot, viewer, None, "000001", 5).first
        assert (NUMBER in person.name, NUMBER in person.address) == (open_to, open_to)
        hits = search(snapshot, viewer, f"1组 {NUMBER}")
        assert bool(hits) is open_to
        line = overview.overview(snapshot, viewer, Filters()).worst[0]
        assert (NUMBER in line.issue.title) is open_to
        assert "呼吸机" not in line.issue.title
        opened = card(desk, viewer, Selection("issue", 1))
        assert isinstance(opened, IssueCard)
        assert opened.row.text == "***"
        assert opened.offered


def test_a_token_that_only_imports_sees_nothing(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.seen(Viewer("pump", Role.DISPATCHER, scope=Scope.IMPORT))
