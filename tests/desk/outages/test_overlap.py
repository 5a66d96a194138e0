"""Whatever two outages switch: nobody whom they take together is missing, by networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.outages.affected import affected
from desk.outages.declared import Declared, PartRef
from desk.outages.declaring import declare
from rules.outages.codes import Part
from tests.desk.outages.drafts import fault
from tests.desk.outages.networks import (
    FEEDERS,
    SECTIONS,
    SWITCHES,
    TRANSFORMERS,
    desk_over,
    end_all,
    ringed,
)
from tests.desk.outages.running import ids, judged, powerless
from tests.viewers import COORDINATOR, DISPATCHER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk.desk import Desk
    from desk.outages.affected import Affected


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = desk_over(ringed(), sqlite_database_url, tmp_path)
    yield made
    made.store.close()


PARTS = st.lists(
    st.one_of(
        st.builds(PartRef, st.just(Part.SWITCH), st.integers(1, len(SWITCHES)), st.booleans()),
        st.builds(PartRef, st.just(Part.SECTION), st.integers(1, len(SECTIONS))),
        st.builds(PartRef, st.just(Part.FEEDER), st.integers(1, len(FEEDERS))),
        st.builds(PartRef, st.just(Part.TRANSFORMER), st.integers(1, len(TRANSFORMERS))),
    ),
    min_size=1,
    max_size=4,
    unique=True,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=PARTS, second=PARTS)
def test_whoever_two_outages_take_together_is_on_one_of_the_lists(
    desk: Desk, first: list[PartRef], second: list[PartRef]
) -> None:
    snapshot = desk.seen(DISPATCHER)

    def list_of(parts: list[PartRef], beside: list[PartRef]) -> Affected:
        return affected(snapshot, DISPATCHER, Declared(parts=tuple(parts)), beside)

    one_alone, later = list_of(first, []), list_of(second, first)
    both = ids(snapshot, one_alone) | ids(snapshot, later)
    dark = powerless([*first, *second])
    assert both >= dark - powerless([]), "the second one is judged beside the first"
    assert both >= ids(snapshot, list_of([*first, *second], []))
    assert ids(snapshot, later) >= ids(snapshot, list_of(second, [])), "nobody leaves a list"
    assert ids(snapshot, later) >= dark - powerless(first), "who had power just before is told"
    added = ids(snapshot, later) - ids(snapshot, list_of(second, []))
    assert added <= dark - powerless(first), "and nobody else"
    assert not set(snapshot.customers.raw.id[later.saved].tolist()) & dark
    assert not set(later.saved.tolist()) & set(later.rows.tolist())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(first=PARTS, second=PARTS)
def test_what_is_declared_one_after_the_other_leaves_nobody_out(
    desk: Desk, first: list[PartRef], second: list[PartRef]
) -> None:
    end_all(desk)
    refs = [declare(desk, COORDINATOR, fault(parts=tuple(parts))) for parts in (first, second)]
    found = judged(desk, refs[0]) | judged(desk, refs[1])
    assert found >= powerless([*first, *second]) - powerless([])
