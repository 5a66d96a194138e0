"""Half a year of real outages goes through declare, revise, promise, confirm and restore."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from data.outages import taken
from data.store import open_store
from desk.desk import Desk, open_desk
from desk.outages.records import course, listing, totals
from geo.mending import GeometryFault
from settings import Settings
from tests.desk.outages.conftest import Clock
from tests.desk.outages.feed import Replay, bureau, lines
from tests.viewers import COORDINATOR

if TYPE_CHECKING:
    from pathlib import Path

SOME, ALL = 250, 13_127
EVERY = 400
"""So many lines lie between two looks at the totals."""


def replayed(shared_data: Path, folder: Path, url: str, outages: int | None) -> Replay:
    """Play the feed through a desk of its own, looking at the totals now and then."""
    feed = lines(shared_data, outages)
    clock = Clock(datetime(2023, 1, 1, tzinfo=UTC))
    store = open_store(url)
    bureau(feed).write(store)
    own = {"BATTLEMAP_DATA_DIR": str(folder), "BATTLEMAP_DATABASE_URL": url}
    desk = open_desk(store, Settings.from_environment(own), clock)
    replay = Replay(desk, clock)
    for number, _ in enumerate(replay.play(feed)):
        if number % EVERY == 0:
            assert_counted_once(desk, replay)
    replay.finish()
    return replay


def assert_counted_once(desk: Desk, replay: Replay) -> None:
    """Hold the totals against polygons asked one by one, by a library of others.

    An outage stands with the last list that somebody is on: an empty one is not confirmed.
    """
    raw = desk.seen(COORDINATOR).customers.raw
    running = [known for known in replay.running() if known.area is not None]
    inside = [
        frozenset(raw.id[shapely.intersects_xy(known.area, raw.x, raw.y)].tolist())
        for known in running
    ]
    assert totals(desk, COORDINATOR).out == len(frozenset[int]().union(*inside))
    refs = np.concatenate([[0], *[sorted(some) for some in inside]])
    several = [
        int(ref) for ref, n in zip(*np.unique(refs, return_counts=True), strict=True) if n > 1
    ]
    with desk.store.reading() as connection:
        told = taken.numbers(connection, COORDINATOR, several)
    replay.noticed["customers in several outages"] += len(several)
    for ref in several:
        assert len(told[ref]) == sum(ref in some for some in inside)


def assert_whole(replay: Replay, outages: int) -> None:
    """See that everything went through, and what was mended was told."""
    noticed, desk = replay.noticed, replay.desk
    assert len(replay.known) == outages
    assert noticed["declared"] == outages + noticed["declared anew"]
    assert noticed["restored"] == noticed["declared"] + noticed["reopened"]
    assert noticed[GeometryFault.UNCLOSED] == noticed["polygons"] > 0
    assert noticed["refused"] == 0
    assert noticed["promises"] > 0
    assert noticed["causes revised"] > 0
    assert noticed["customers in several outages"] > 0
    assert listing(desk, COORDINATOR) == ()
    assert (totals(desk, COORDINATOR).running, totals(desk, COORDINATOR).out) == (0, 0)
    first = next(iter(replay.known.values()))
    acts = [event.act for event in course(desk, COORDINATOR, first.ref)]
    assert (acts[0], acts[-1]) == ("declare", "close")
    desk.store.close()


def test_a_part_of_half_a_year_goes_through(
    shared_data: Path, tmp_path: Path, sqlite_database_url: str
) -> None:
    assert_whole(replayed(shared_data, tmp_path, sqlite_database_url, SOME), SOME)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_half_a_year_of_outages_goes_through(
    shared_data: Path,
    tmp_path: Path,
    sqlite_database_url: str,
    pytestconfig: pytest.Config,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if not pytestconfig.getoption("--replay"):
        pytest.skip("takes minutes: `make replay` plays all of it")
    found = replayed(shared_data, tmp_path, sqlite_database_url, None)
    with capsys.disabled():
        print(*(f"{n:9,}  {what}" for what, n in sorted(found.noticed.items())), sep="\n")  # noqa: T201 - what `make replay` is asked for
    assert_whole(found, ALL)
