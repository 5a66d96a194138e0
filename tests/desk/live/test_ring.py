from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desk.live.ring import Ring, Told


def ring_of(size: int, steps: list[int]) -> tuple[Ring, list[Told]]:
    """Tell as many times as there are steps, each that many versions further."""
    ring, version = Ring(size), 0
    told: list[Told] = []
    for step in steps:
        told.append(Told(version, version + step, str(len(told)).encode()))
        ring.append(told[-1])
        version += step
    return ring, told


@given(st.integers(1, 5), st.lists(st.integers(0, 3), max_size=12), st.integers(0, 14))
def test_from_any_place_everything_kept_is_told_once_and_in_order(
    size: int, steps: list[int], place: int
) -> None:
    ring, told = ring_of(size, steps)
    found = ring.after(min(place, ring.end))
    expected = told[min(place, ring.end) :]
    assert found == (expected if len(expected) <= size else None)


@given(st.integers(1, 5), st.lists(st.integers(0, 3), max_size=12), st.integers(0, 40))
def test_who_knows_a_version_is_told_just_what_came_after(
    size: int, steps: list[int], version: int
) -> None:
    ring, told = ring_of(size, steps)
    place = ring.place_of(version)
    if place is None:
        kept = told[-size:]
        assert version not in {one.begin for one in kept} | {one.version for one in kept[-1:]}
        return
    found = ring.after(place)
    assert found is not None
    assert all(one.begin >= version for one in found)
    assert [one for one in told if one.version > version] == [
        one for one in found if one.version > version
    ]


def test_a_place_too_far_back_is_said_to_be_lost() -> None:
    ring, _ = ring_of(2, [1, 1, 1])
    assert ring.after(0) is None
    assert ring.place_of(0) is None
    assert ring.end == 3
