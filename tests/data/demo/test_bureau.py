from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import shapely

from data.demo.bureau import Bureau, generate
from data.demo.scale import BadDemoSize, scale_of
from data.importing.columns import COLUMNS
from rules.codes import Kind
from texts import Tongue, texts

if TYPE_CHECKING:
    from errors import BattlemapError

NOW = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    if "geometry" in one and "geometry" in other:
        shapes = [frame["geometry"].to_numpy(dtype=object) for frame in (one, other)]
        if len(one) != len(other) or (shapely.to_wkb(shapes[0]) != shapely.to_wkb(shapes[1])).any():
            return False
        one, other = one.drop(columns="geometry"), other.drop(columns="geometry")
    return one.equals(other)


def test_the_same_arguments_make_the_same_bureau(small: Bureau) -> None:
    again = generate(500, 7, NOW)
    for name in Bureau.__slots__:
        assert same(getattr(small, name), getattr(again, name)), name


def test_another_seed_makes_another_county(small: Bureau) -> None:
    other = generate(500, 8, NOW)
    for name in Bureau.__slots__:
        assert not same(getattr(small, name), getattr(other, name)), name


def test_another_day_leaves_the_county_as_it_is(small: Bureau) -> None:
    later = generate(500, 7, NOW + timedelta(days=3))
    history = {"issues", "outages", "outage_transformers"}
    for name in set(Bureau.__slots__) - history:
        assert same(getattr(small, name), getattr(later, name)), name
    assert not same(small.issues, later.issues)
    assert not same(small.outages, later.outages)


@pytest.mark.parametrize("kind", list(Kind))
def test_frames_have_exactly_the_columns_of_the_import(bureau: Bureau, kind: Kind) -> None:
    assert list(bureau.frame(kind).columns) == [column.name for column in COLUMNS[kind]]


def test_all_but_places_and_numbers_is_text(bureau: Bureau) -> None:
    numbers = {"x", "y", "backup_hours", "reliability"}
    for kind in Kind:
        frame = bureau.frame(kind)
        for name in set(frame.columns) - {"geometry"}:
            assert pd.api.types.is_float_dtype(frame[name]) == (name in numbers), (kind, name)
            assert name in numbers or frame[name].notna().all(), (kind, name)


def test_the_usual_bureau_has_what_is_asked_for() -> None:
    scale = scale_of(50_000)
    assert (scale.stations, scale.cells, scale.substations) == (8, 160, 12)
    assert (scale.feeders, scale.ties, scale.transformers) == (60, 40, 2_000)
    assert scale_of(1_000_000).transformers <= 20_000


@pytest.mark.parametrize("name", ["small", "bureau"])
def test_a_bureau_has_the_counts_of_its_scale(name: str, request: pytest.FixtureRequest) -> None:
    bureau: Bureau = request.getfixturevalue(name)
    scale = scale_of(len(bureau.customers))
    assert len(bureau.cells) == scale.cells
    assert len(bureau.transformers) == scale.transformers
    assert len(bureau.sources) == scale.feeders
    assert len(bureau.issues) == scale.issues
    assert bureau.sources["substation"].nunique() == min(scale.substations, scale.towns + 1)
    assert bureau.cells["station"].nunique() == min(scale.stations, scale.towns)


@pytest.mark.parametrize("customers", [-1, 0, 499, 1_000_001])
def test_sizes_out_of_range_are_refused(customers: int) -> None:
    with pytest.raises(BadDemoSize) as caught:
        generate(customers, 7, NOW)
    assert explained(caught.value)


def explained(error: BattlemapError) -> bool:
    return all(len(texts(tongue).error(error)) > 0 for tongue in Tongue)


def test_progress_runs_from_nothing_to_all_in_named_steps() -> None:
    seen: list[tuple[str, int, int]] = []
    generate(500, 7, NOW, lambda step, done, total: seen.append((step, done, total)))
    done = [part[1] for part in seen]
    assert done == sorted(done)
    assert done[0] == 0
    assert done[-1] == seen[-1][2]
    for step in {part[0] for part in seen} | {"writing", "importing", "outages"}:
        assert all(texts(tongue).has(f"demo.step.{step}") for tongue in Tongue)


def test_places_are_in_the_named_valley(bureau: Bureau) -> None:
    for kind in (Kind.CUSTOMERS, Kind.TRANSFORMERS, Kind.SWITCHES, Kind.RELAYS):
        places = bureau.frame(kind)[["x", "y"]].to_numpy()
        assert np.isfinite(places).all()
        assert (np.abs(places - np.array([108.1, 26.4])) < 0.4).all()
