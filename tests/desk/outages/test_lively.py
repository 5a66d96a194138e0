"""A demo bureau has outages at work: faults, promises, milestones, lists, and planned work."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from data import changes
from data.demo.progress import silent
from data.store import open_store
from desk.audit import Asked, trail
from desk.demo import clear_demo
from desk.desk import Desk, open_desk
from desk.firstrun import fill_with_demo
from desk.outages.confirming import is_unaltered, revisions
from desk.outages.milestones import reached
from desk.outages.promising import promises
from desk.outages.records import course, listing, one
from desk.outages.standing import standing
from rules.codes import OutageKind
from rules.outages.codes import OutageState
from rules.viewer import SYSTEM
from settings import Settings
from tests.builders import NOW
from tests.desk.outages.drafts import DAY
from tests.viewers import ADMINISTRATOR, COORDINATOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def demo(folder: Path, template: Path) -> Desk:
    """Return a desk over a small demo bureau of its own."""
    folder.mkdir(exist_ok=True)
    shutil.copyfile(template, folder / "store.sqlite")
    url = f"sqlite:///{folder / 'store.sqlite'}"
    own = {"BATTLEMAP_DATA_DIR": str(folder), "BATTLEMAP_DATABASE_URL": url}
    desk = open_desk(open_store(url), Settings.from_environment(own), lambda: NOW)
    fill_with_demo(desk, 500, 1, silent)
    return desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Desk]:
    """Give one demo bureau for the module."""
    found = demo(tmp_path_factory.mktemp("lively"), sqlite_template)
    yield found
    found.store.close()


def of_kind(desk: Desk, kind: OutageKind) -> list[int]:
    return [line.id for line in reversed(listing(desk, COORDINATOR)) if line.kind is kind]


def test_the_running_faults_are_at_work(desk: Desk) -> None:
    faults = of_kind(desk, OutageKind.FAULT)
    states = [one(desk, COORDINATOR, ref).state for ref in faults]
    assert states == [OutageState.REPAIRING, OutageState.REPAIRING, OutageState.LOCATED]
    for ref in faults:
        (revision,) = revisions(desk, COORDINATOR, ref)
        assert revision.counts["touched"] > 0
        assert is_unaltered(desk, COORDINATOR, ref, 1)
        assert all(event.at <= NOW for event in course(desk, COORDINATOR, ref))
        assert one(desk, COORDINATOR, ref).place
    assert [len(reached(desk, COORDINATOR, ref)) for ref in faults] == [4, 3, 1]


def test_a_promise_was_made_later(desk: Desk) -> None:
    first, *_ = of_kind(desk, OutageKind.FAULT)
    early, late = promises(desk, COORDINATOR, first)
    assert early.expected_at < late.expected_at == one(desk, COORDINATOR, first).expected_at
    assert (early.why, bool(late.why)) == ("", True)


def test_work_is_planned_for_next_week_and_drafted(desk: Desk) -> None:
    approved, draft = of_kind(desk, OutageKind.PLANNED)
    found = one(desk, COORDINATOR, approved)
    assert found.state is OutageState.APPROVED
    assert 7 * DAY < found.began_at - NOW < 9 * DAY
    assert len(revisions(desk, COORDINATOR, approved)) == 1
    found = one(desk, COORDINATOR, draft)
    assert (found.state, revisions(desk, COORDINATOR, draft)) == (OutageState.DRAFT, ())
    assert standing(desk, COORDINATOR, draft, 0, 9).touched > 0


def test_it_was_done_by_the_demo_s_own_people_and_is_in_the_audit(desk: Desk) -> None:
    kept = trail(desk, ADMINISTRATOR, Asked(act="confirm_outage")).entries
    assert {entry.actor for entry in kept} == {"demo-coordinator"}
    assert len(kept) == 4


def test_the_same_bureau_is_given_the_same(
    desk: Desk, tmp_path: Path, sqlite_template: Path
) -> None:
    other = demo(tmp_path / "again", sqlite_template)
    assert told(desk) == told(other)
    fill_with_demo(other, 500, 1, silent)
    assert len(told(other)) == len(told(desk))
    clear_demo(other, SYSTEM)
    assert listing(other, COORDINATOR) == ()
    with other.store.reading() as connection:
        assert changes.fact(connection, SYSTEM, "demo") is None
    other.store.close()


def told(desk: Desk) -> list[Any]:
    """Return what is told of every outage that is not over."""
    return [
        (line, [row.digest for row in revisions(desk, COORDINATOR, line.id)],
         promises(desk, COORDINATOR, line.id), course(desk, COORDINATOR, line.id))
        for line in listing(desk, COORDINATOR)
    ]  # fmt: skip
