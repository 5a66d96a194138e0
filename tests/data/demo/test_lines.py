from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.demo.lines import PARTS, chains, curve, relax
from data.demo.spots import share_out

PLACES = arrays(
    np.float64, st.tuples(st.integers(2, 12), st.just(2)), elements=st.floats(-1e4, 1e4)
)


@given(PLACES)
def test_a_curve_runs_through_all_its_places(places: np.ndarray) -> None:
    bent = curve(places)
    assert len(bent) == PARTS * (len(places) - 1) + 1
    np.testing.assert_allclose(bent[::PARTS], places, atol=1e-6)


def test_relaxing_moves_only_what_is_between() -> None:
    places = np.array([[0.0, 0.0], [1.0, 3.0], [2.0, 0.0]])
    pairs = np.array([[0, 1], [1, 2]])
    free = np.zeros(3, dtype=bool)
    relaxed = relax(places, pairs, free, rounds=1)
    np.testing.assert_allclose(relaxed, np.array([[0.0, 0.0], [1.0, 1.5], [2.0, 0.0]]))
    np.testing.assert_allclose(relax(places, pairs, ~free, rounds=3), places)


def test_chains_end_at_junctions_and_hold_every_pair_once() -> None:
    #     3
    #     |
    # 0-1-2-4-5
    pairs = np.array([[0, 1], [1, 2], [2, 3], [2, 4], [4, 5]])
    found = chains(pairs)
    assert sorted(map(sorted, found)) == [[0, 1, 2], [2, 3], [2, 4, 5]]
    assert sorted(map(sorted, chains(pairs, stops=[4]))) == [[0, 1, 2], [2, 3], [2, 4], [4, 5]]


@given(
    st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=60),
    st.integers(0, 5_000),
)
def test_sharing_out_gives_everybody_something_and_leaves_nothing(
    shares: list[float], more: int
) -> None:
    count = len(shares) + more
    shared = share_out(np.array(shares), count)
    assert shared.sum() == count
    assert shared.min() >= 1
