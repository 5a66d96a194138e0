"""The data change while somebody waits for the turn to write: what is newest counts."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, update

from data.outages import taken
from data.store import Store
from data.tables import Customer, Issue, Transformer
from desk.outages.confirming import confirm
from desk.outages.declared import PartRef
from desk.outages.declaring import declare
from desk.outages.records import course, one
from desk.outages.restoring import NobodyRestored, restore, still_out
from rules.outages.codes import OutageState, Part
from rules.viewer import SYSTEM
from tests.desk.outages.drafts import K1, OPENED, fault
from tests.viewers import COORDINATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store import Writing
    from desk.desk import Desk
    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Waited(Store):
    """A store in which an import moves T1 to ``node`` before anybody else has the turn."""

    node: str

    @contextmanager
    def writing(self, viewer: Viewer) -> Iterator[Writing]:
        """Let the import write, and then whoever asked."""
        with Store.writing(self, SYSTEM) as first:
            moved = update(Transformer).where(Transformer.id == 1).values(node=self.node)
            first.connection.execute(moved)
            first.changed("transformer", "changed", [1])
        with Store.writing(self, viewer) as writing:
            yield writing


def behind_an_import(desk: Desk, node: str) -> Desk:
    """Return a desk whose writers wait until an import has moved T1."""
    desk.seen(COORDINATOR)
    return replace(desk, store=Waited(desk.store.engine, node))


def out(desk: Desk, ref: int) -> set[int]:
    with desk.store.reading() as connection:
        return set(taken.out(connection, COORDINATOR, ref))


def test_a_switch_gives_nobody_power_who_was_moved_away_from_it(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault())
    confirm(desk, COORDINATOR, ref, 1)
    known = course(desk, COORDINATOR, ref)
    with pytest.raises(NobodyRestored) as refused:
        restore(behind_an_import(desk, "elsewhere"), COORDINATOR, ref, closed=[K1])
    assert refused.value.code == "outage.nobody_restored"
    assert out(desk, ref) == {1, 2}, "nobody is said to have power by the network of before"
    assert course(desk, COORDINATOR, ref) == known
    assert one(desk, COORDINATOR, ref).state is OutageState.REPORTED


def test_who_is_still_out_is_judged_by_the_newest_network(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(parts=(*OPENED, PartRef(Part.FEEDER, 2))))
    confirm(desk, COORDINATOR, ref, 1)
    restore(desk, COORDINATOR, ref, closed=[K1])
    assert out(desk, ref) == {3}
    behind = behind_an_import(desk, "a")
    still_out(behind, COORDINATOR, ref, [1, 2], "来电核实")
    told = course(desk, COORDINATOR, ref)[-1].facts
    assert "reopened" not in told, "T1 hangs before the switch by now: it explains nobody"
    assert out(desk, ref) == {1, 2, 3}


def test_who_was_moved_to_a_dead_transformer_since_the_list_has_no_power_by_the_one_before(
    desk: Desk,
) -> None:
    ref = declare(desk, COORDINATOR, fault(parts=(*OPENED, PartRef(Part.FEEDER, 2))))
    confirm(desk, COORDINATOR, ref, 1)
    with desk.store.writing(SYSTEM) as writing:
        moved = update(Customer).where(Customer.id == 2).values(transformer_id=2)
        writing.connection.execute(moved)
        writing.changed("customer", "changed", [2])
    assert restore(desk, COORDINATOR, ref, closed=[K1]) is OutageState.PARTLY_RESTORED
    assert out(desk, ref) == {2, 3}, "2 hangs on T2, whose feeder has tripped"
    confirm(desk, COORDINATOR, ref, 1)
    assert restore(desk, COORDINATOR, ref, transformers=[2]) is OutageState.RESTORED
    assert out(desk, ref) == set(), "nobody is lost by it: the next list has him at T2"


def test_who_is_no_customer_any_more_has_power_by_the_transformer_of_the_list(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault())
    confirm(desk, COORDINATOR, ref, 1)
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(delete(Issue).where(Issue.customer_id == 2))
        writing.connection.execute(delete(Customer).where(Customer.id == 2))
        writing.changed("customer", "changed", [2])
    assert restore(desk, COORDINATOR, ref, closed=[K1]) is OutageState.RESTORED
    assert out(desk, ref) == set()
