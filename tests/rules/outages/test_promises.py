"""The kept-rate of promised restorations: what counts as kept, by cause and by feeder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.naming import text_key
from rules.outages.promises import (
    Kept,
    Promise,
    Promised,
    Tally,
    by_cause,
    by_feeder,
    first_and_last,
    rates,
)
from texts import Tongue, texts

ZERO = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def hour(number: float) -> datetime:
    return ZERO + timedelta(hours=number)


def outage(
    *promises: tuple[float, float], back: float | None = None, cause: str = "", feeder: int = 0
) -> Promised:
    """Return an outage with promises (made at, for), in hours."""
    made = tuple(Promise(hour(at), hour(expected)) for at, expected in promises)
    return Promised(made, None if back is None else hour(back), cause, feeder or None)


@pytest.mark.parametrize(
    ("given_outage", "now", "first", "last"),
    [
        (outage((0, 4), back=4), 9, Kept.KEPT, Kept.KEPT),
        (outage((0, 4), back=4.001), 9, Kept.BROKEN, Kept.BROKEN),
        (outage((0, 2), (1.5, 5), back=4), 9, Kept.BROKEN, Kept.KEPT),
        (outage((0, 5), (1, 3), back=4), 9, Kept.KEPT, Kept.BROKEN),
        (outage((0, 2), (1, 6), (4, 4), back=4), 9, Kept.BROKEN, Kept.KEPT),
        (outage((0, 2), (1, 6)), 1.5, Kept.OPEN, Kept.OPEN),
        (outage((0, 2), (1, 6)), 3, Kept.BROKEN, Kept.OPEN),
        (outage((0, 2), (1, 6)), 7, Kept.BROKEN, Kept.BROKEN),
        (outage((0, 2), back=3), 1, Kept.OPEN, Kept.OPEN),
        (outage(back=3), 9, Kept.NONE, Kept.NONE),
        (outage((5, 6), back=3), 9, Kept.NONE, Kept.NONE),
        (outage((1, 6), (0, 2), back=4), 9, Kept.BROKEN, Kept.KEPT),
    ],
)
def test_what_became_of_the_first_and_the_last_promise(
    given_outage: Promised, now: float, first: Kept, last: Kept
) -> None:
    assert first_and_last(given_outage, hour(now)) == (first, last)


def test_the_rate_leaves_out_what_is_open_and_what_was_never_promised() -> None:
    found = rates(
        [outage((0, 4), back=3), outage((0, 4), back=5), outage((0, 90)), outage()], hour(9)
    )
    assert found.first == Tally(kept=1, broken=1, open=1, none=1)
    assert found.first.rate == 0.5
    assert rates([], hour(9)).last.rate is None


def test_the_rates_of_each_cause_and_each_feeder() -> None:
    several = [
        outage((0, 4), back=3, cause="雷击", feeder=2),
        outage((0, 4), back=5, cause="雷击", feeder=2),
        outage((0, 4), back=5, cause="外力破坏", feeder=1),
        outage((0, 4), back=3),
    ]
    causes = by_cause(several, hour(9))
    assert list(causes) == ["雷击", "", "外力破坏"]
    assert causes["雷击"].first.rate == 0.5
    assert causes["外力破坏"].last.rate == 0.0
    feeders = by_feeder(several, hour(9))
    assert list(feeders) == [2, 0, 1]
    assert feeders[0].last.rate == 1.0


hours = st.integers(0, 48).map(float)
outages = st.builds(
    lambda made, back, cause: outage(*made, back=back, cause=cause),
    st.lists(st.tuples(hours, hours), max_size=4),
    st.one_of(st.none(), hours),
    st.sampled_from(["", "雷击", "树障"]),
)


@given(st.lists(outages, max_size=8), hours)
def test_every_outage_counts_once_on_each_side(several: list[Promised], now: float) -> None:
    found = rates(several, hour(now))
    for tally in (found.first, found.last):
        assert tally.kept + tally.broken + tally.open + tally.none == len(several)
        assert tally.rate is None or 0.0 <= tally.rate <= 1.0
    assert found.first.none == found.last.none
    parts = by_cause(several, hour(now)).values()
    assert sum(part.last.kept for part in parts) == found.last.kept


@given(outages, hours, hours)
def test_what_is_decided_stays_so(one: Promised, early: float, late: float) -> None:
    before, then = (first_and_last(one, hour(now))[0] for now in sorted((early, late)))
    if before in {Kept.KEPT, Kept.BROKEN}:
        assert then is before


@pytest.mark.parametrize("tongue", Tongue)
def test_every_end_of_a_promise_has_a_name(tongue: Tongue) -> None:
    assert len({texts(tongue)(text_key(kept)) for kept in Kept}) == len(Kept)
