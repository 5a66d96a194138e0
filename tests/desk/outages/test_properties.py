"""Whatever two people do to an outage, in whatever order: nobody is left out, nothing is lost.

A machine does what two coordinators might do, and keeps a small model beside it: sets of customers
for areas and switches, verdicts, who is out, every list as it was frozen, every act by whom.
"""

from __future__ import annotations

import shutil
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from data.outages import taken
from data.store import open_store
from desk.desk import open_desk
from desk.outages.affected import TRACED
from desk.outages.changing import EditedMeanwhile, NotEditable
from desk.outages.confirming import NobodyListed, Undecided, confirm, is_unaltered, rows
from desk.outages.deciding import decide
from desk.outages.declared import PartRef
from desk.outages.declaring import declare, revise
from desk.outages.living import act
from desk.outages.records import course, one
from desk.outages.restoring import NobodyRestored, NotListed, restore, still_out
from rules.outages.codes import OutageAct, OutageState, Part, Verdict
from rules.outages.life import EDITABLE, NotNow
from settings import Settings
from tests.builders import NOW, small_bureau
from tests.desk.outages.drafts import EAST_CELL, EVERYBODY, OPENED, WEST_CELL, fault
from tests.viewers import COORDINATOR, DISPATCHER

if TYPE_CHECKING:
    from pathlib import Path

    from rules.viewer import Viewer

AREAS: dict[str, tuple[Any, frozenset[int]]] = {
    "nowhere": (None, frozenset()),
    "west": (WEST_CELL, frozenset({1, 2})),
    "east": (EAST_CELL, frozenset({3})),
    "all": (EVERYBODY, frozenset({1, 2, 3, 4})),
}
PARTS: dict[str, tuple[Any, frozenset[int]]] = {
    "none": ((), frozenset()),
    "k1": (OPENED, frozenset({1, 2})),
    "f2": ((PartRef(Part.FEEDER, 2),), frozenset({3})),
    "k1 and f2": ((*OPENED, PartRef(Part.FEEDER, 2)), frozenset({1, 2, 3})),
}
USERS = st.sampled_from([COORDINATOR, DISPATCHER])
SOME = st.sets(st.integers(1, 4), min_size=1)


class TwoCoordinators(RuleBasedStateMachine):
    """One outage, two people, and a model of what must be."""

    template: Path

    @initialize(user=USERS)
    def declared(self, user: Viewer) -> None:
        """Declare a fault by the switch."""
        self.folder = TemporaryDirectory()
        file = f"{self.folder.name}/store.sqlite"
        shutil.copyfile(self.template, file)
        store = open_store(f"sqlite:///{file}")
        small_bureau().write(store)
        own = {
            "BATTLEMAP_DATA_DIR": self.folder.name,
            "BATTLEMAP_DATABASE_URL": f"sqlite:///{file}",
        }
        self.desk = open_desk(store, Settings.from_environment(own), lambda: NOW)
        self.ref = declare(self.desk, user, fault())
        self.area, self.parts, self.edit = "nowhere", "k1", 1
        self.verdicts: dict[int, tuple[bool, bool]] = {}  # on the list, traced when decided
        self.listed: dict[int, bool] = {}
        self.frozen: list[Any] = []
        self.stood_on = ("all", "k1")  # the first list takes nobody once more
        self.done = [("declare", user.name)]

    def teardown(self) -> None:
        """Let go of the store."""
        if hasattr(self, "desk"):
            self.desk.store.close()
            self.folder.cleanup()

    @property
    def state(self) -> OutageState:
        """Return where the outage stands."""
        return one(self.desk, COORDINATOR, self.ref).state

    @property
    def expected(self) -> frozenset[int]:
        """Return the union of both bases, less who was left off, and who was added by hand."""
        union = AREAS[self.area][1] | PARTS[self.parts][1]
        added = {ref for ref, on in self.holding.items() if on}
        left_off = {ref for ref, on in self.holding.items() if not on}
        return frozenset((union | added) - left_off)

    @property
    def newly_taken(self) -> frozenset[int]:
        """Return whom area and parts take that did not on the list before; time stands still."""
        area, parts = self.stood_on
        by_area = AREAS[self.area][1] - AREAS[area][1]
        return by_area | (PARTS[self.parts][1] - PARTS[parts][1])

    @property
    def holding(self) -> dict[int, bool]:
        """Return the verdicts that hold: nobody is left off whom the trace has reached since."""
        traced = PARTS[self.parts][1]
        return {
            ref: on
            for ref, (on, was_traced) in self.verdicts.items()
            if on or was_traced or ref not in traced
        }

    @property
    def undecided(self) -> frozenset[int]:
        """Return on whom the two bases disagree without anybody having decided."""
        if self.area == "nowhere" or self.parts == "none":
            return frozenset()
        return (AREAS[self.area][1] ^ PARTS[self.parts][1]) - self.holding.keys()

    @rule(user=USERS, area=st.sampled_from(sorted(AREAS)), parts=st.sampled_from(sorted(PARTS)))
    def revised(self, user: Viewer, area: str, parts: str) -> None:
        """Declare it by something else."""
        draft = fault(area=AREAS[area][0], parts=PARTS[parts][0])
        if self.state not in EDITABLE:
            with pytest.raises(NotEditable):
                revise(self.desk, user, self.ref, self.edit, draft)
            return
        edit = revise(self.desk, user, self.ref, self.edit, draft)
        if (area, parts) != (self.area, self.parts):
            self.done.append(("revise", user.name))
            assert edit == self.edit + 1
        self.area, self.parts, self.edit = area, parts, edit

    @rule(user=USERS, some=SOME, on=st.booleans())
    def decided(self, user: Viewer, some: set[int], on: bool) -> None:  # noqa: FBT001 - drawn
        """Decide about some."""
        verdict = Verdict.TOUCHED if on else Verdict.NOT_TOUCHED
        if self.state not in EDITABLE:
            with pytest.raises(NotEditable):
                decide(self.desk, user, self.ref, self.edit, sorted(some), verdict, "核实")
            return
        self.edit = decide(self.desk, user, self.ref, self.edit, sorted(some), verdict, "核实")
        self.verdicts |= {ref: (on, ref in PARTS[self.parts][1]) for ref in some}
        self.done.append(("decide", user.name))

    @rule(user=USERS, some=SOME)
    def decided_too_late(self, user: Viewer, some: set[int]) -> None:
        """Decide about what one looked at before somebody else changed it."""
        with pytest.raises(EditedMeanwhile):
            decide(self.desk, user, self.ref, self.edit - 1, sorted(some), Verdict.TOUCHED, "晚")

    @rule(user=USERS)
    def confirmed(self, user: Viewer) -> None:
        """Freeze the list, or be told why not."""
        if self.state not in EDITABLE:
            refused: type[Exception] | None = NotEditable
        else:
            refused = Undecided if self.undecided else None if self.expected else NobodyListed
        if refused is not None:
            with pytest.raises(refused):
                confirm(self.desk, user, self.ref, self.edit)
            return
        was = self.state
        number = confirm(self.desk, user, self.ref, self.edit).number
        page = rows(self.desk, COORDINATOR, self.ref, number, 0, 9).rows
        assert {row.customer_id for row in page if row.touched} == self.expected
        self.listed = {
            ref: self.listed.get(ref, True) or ref in self.newly_taken for ref in self.expected
        }
        self.stood_on = (self.area, self.parts)
        if number > len(self.frozen):
            self.frozen.append(self.contents(number))
            self.done.append(("confirm", user.name))
            if was is OutageState.PARTLY_RESTORED and not any(self.listed.values()):
                self.done.append(("restore", user.name))

    @rule(user=USERS, some=SOME)
    def restored(self, user: Viewer, some: set[int]) -> None:
        """Say that some have power again."""
        back = {ref for ref in some if self.listed.get(ref)}
        self.back(user, back, {"customers": sorted(some)})

    @rule(user=USERS)
    def all_restored(self, user: Viewer) -> None:
        """Say that everybody has, and see that nobody is left out."""
        self.back(user, {ref for ref, out in self.listed.items() if out}, {"everybody": True})
        if self.state in {OutageState.RESTORED, OutageState.CLOSED}:
            assert not self.out()

    def back(self, user: Viewer, back: set[int], how: dict[str, Any]) -> None:
        """Restore in one of the ways, as the model says that it must go."""
        if self.state in {OutageState.RESTORED, OutageState.CLOSED, OutageState.CANCELLED}:
            with pytest.raises(NotNow):
                restore(self.desk, user, self.ref, **how)
            return
        if not back and "everybody" not in how:
            with pytest.raises(NobodyRestored):
                restore(self.desk, user, self.ref, **how)
            return
        state = restore(self.desk, user, self.ref, **how)
        self.listed |= dict.fromkeys(back, False)
        whole = not any(self.listed.values())
        assert state is (OutageState.RESTORED if whole else OutageState.PARTLY_RESTORED)
        self.done.append(("restore" if whole else "restore_part", user.name))

    @rule(user=USERS, some=SOME)
    def not_restored(self, user: Viewer, some: set[int]) -> None:
        """Say that some still have no power."""
        states = {OutageState.PARTLY_RESTORED, OutageState.RESTORED, OutageState.CLOSED}
        refused = NotNow if self.state not in states else NotListed
        if self.state not in states or some - self.listed.keys():
            with pytest.raises(refused):
                still_out(self.desk, user, self.ref, sorted(some), "来电")
            return
        assert still_out(self.desk, user, self.ref, sorted(some), "来电") is (
            OutageState.PARTLY_RESTORED
        )
        self.listed |= dict.fromkeys(some, True)
        self.done.append(("still_out", user.name))

    @rule(user=USERS, what=st.sampled_from([OutageAct.LOCATE, OutageAct.REPAIR, OutageAct.CLOSE]))
    def moved_on(self, user: Viewer, what: OutageAct) -> None:
        """Move it on, where it is its turn."""
        known = len(course(self.desk, COORDINATOR, self.ref))
        if what not in one(self.desk, user, self.ref).acts:
            with pytest.raises(NotNow):
                act(self.desk, user, self.ref, what)
            return
        act(self.desk, user, self.ref, what)
        told = course(self.desk, COORDINATOR, self.ref)[known:]
        assert told[0].act == what.value
        self.done += [(event.act, user.name) for event in told]

    def out(self) -> set[int]:
        """Return who is without power, as the store says."""
        with self.desk.store.reading() as connection:
            return set(taken.out(connection, COORDINATOR, self.ref))

    def contents(self, number: int) -> list[tuple[Any, ...]]:
        """Return what a frozen list says, but for what is read anew each time."""
        page = rows(self.desk, COORDINATOR, self.ref, number, 0, 9).rows
        return [
            (row.customer_id, row.account, row.touched, row.basis, row.why, row.sensitivity)
            for row in page
        ]

    @invariant()
    def nobody_is_lost(self) -> None:
        """Who is out is who is out."""
        if hasattr(self, "desk"):
            assert self.out() == {ref for ref, out in self.listed.items() if out}

    @invariant()
    def frozen_lists_stay(self) -> None:
        """No list ever changes."""
        for number, was in enumerate(getattr(self, "frozen", ()), start=1):
            assert self.contents(number) == was
            assert is_unaltered(self.desk, COORDINATOR, self.ref, number)

    @invariant()
    def no_event_is_lost(self) -> None:
        """Every act of both stands in the course, in its order, and every verdict is kept."""
        if not hasattr(self, "desk"):
            return
        told = [(event.act, event.actor) for event in course(self.desk, COORDINATOR, self.ref)]
        assert told == self.done
        kept = one(self.desk, COORDINATOR, self.ref).declared.decisions
        found = {
            ref: (one.verdict is Verdict.TOUCHED, one.basis in TRACED) for ref, one in kept.items()
        }
        assert found == self.verdicts


def test_two_coordinators_lose_nothing(sqlite_template: Path) -> None:
    class Machine(TwoCoordinators):
        template = sqlite_template

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
