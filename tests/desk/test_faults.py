"""An open issue that no map shows is a fault of the data, and says so wherever it is met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.store import open_store
from desk.cards import card
from desk.cards.kinds import IssueCard
from desk.desk import Desk, open_desk
from desk.faults import Fault, counts, faults
from desk.listing import Listing, Tab
from desk.lists import counted, part
from desk.overview import checks
from desk.overview import overview as counted_whole
from desk.view import Filters, Selection
from screens import cards, overview
from settings import Settings
from tests.builders import NOW, SOUTH, WEST, small_bureau
from tests.viewers import DISPATCHER
from texts import Tongue, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOST, PLACED, CLOSED, KNOWN = 3, 4, 5, 1
"""Ids of issues: lost is open with neither customer nor place; the others have one, or are over."""


@pytest.fixture
def lost(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """Give a desk over a bureau with an issue that nobody can find on a map."""
    bureau = small_bureau()
    bureau.issue(urgency=5, account="不存在")
    bureau.issue(urgency=1, x=WEST + 0.001, y=SOUTH + 0.001, cell_id=1)
    bureau.issue(urgency=1, closed_at=NOW)
    store = open_store(sqlite_database_url)
    bureau.write(store)
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(tmp_path), "BATTLEMAP_DATABASE_URL": sqlite_database_url}
    )
    yield open_desk(store, settings, lambda: NOW)
    store.close()


def test_it_is_counted_and_listed_among_the_faults(lost: Desk) -> None:
    snapshot = lost.keeper.current()
    assert counts(snapshot)[Fault.ISSUE_NOWHERE] == 1
    assert checks(snapshot)["issue_nowhere"] == 1
    (row,) = faults(snapshot, DISPATCHER, Fault.ISSUE_NOWHERE, 0, 10).rows
    assert (row.noun, row.id, row.code, row.place) == ("issue", LOST, "GD0003", None)
    above = counted(snapshot, DISPATCHER, Listing(tab=Tab.FAULTS))
    assert above.codes["issue_nowhere"] == 1
    assert (
        part(snapshot, DISPATCHER, Listing(tab=Tab.FAULTS), 0, 99).count == above.tabs[Tab.FAULTS]
    )


@pytest.mark.parametrize("tongue", list(Tongue))
def test_its_card_says_plainly_that_no_map_shows_it(lost: Desk, tongue: Tongue) -> None:
    say = texts(tongue)
    for ref in (LOST, PLACED, CLOSED, KNOWN):
        found = card(lost, DISPATCHER, Selection("issue", ref))
        assert isinstance(found, IssueCard)
        shown = str(cards.panel(say, found, lost.settings.timezone))
        assert (say("card.issue_nowhere") in shown) is (ref == LOST)


def test_the_overview_leads_to_them(lost: Desk) -> None:
    found = overview_of(lost)
    assert "/list?tab=faults&fault=issue_nowhere" in found
    assert texts(Tongue.CHINESE)("map.check.issue_nowhere", n=1) in found


def test_every_fault_has_its_remedy() -> None:
    for tongue in Tongue:
        assert all(texts(tongue).has(f"list.remedy.{fault}") for fault in Fault)


def overview_of(desk: Desk) -> str:
    """Return the right side of the map, in words and tags."""
    found = counted_whole(desk.keeper.current(), DISPATCHER, Filters())
    return str(overview.panel(texts(Tongue.CHINESE), found, ""))
