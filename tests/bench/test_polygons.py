from __future__ import annotations

import math
from functools import partial

import numpy as np
import pytest
import shapely

from bench.customers import area_with, made_up
from bench.figures import Figure, medians_ms
from bench.polygons import measure


def test_all_peers_agree_and_give_their_figures() -> None:
    figures = {figure.name: figure for figure in measure(120_000, share=0.05, runs=1)}
    assert {name for name in figures if figures[name].unit == "ms"} == {
        f"polygon query, {peer}"
        for peer in (
            "point index",
            "geopandas within",
            "geopandas sjoin",
            "geopandas sindex",
            "shapely STRtree",
            "GeoPackage by GDAL and shapely",
        )
    }
    assert all(figure.value > 0 for figure in figures.values() if figure.unit == "ms")
    ratio = figures["polygon query, geopandas within / point index"]
    assert (ratio.target, ratio.met) == ("at least 30", ratio.value >= 30)
    fastest = figures["polygon query, fastest peer / point index"]
    peers = {name: one.value for name, one in figures.items() if one.unit == "ms"}
    del peers["polygon query, point index"]
    assert f"polygon query, {fastest.note}" == min(peers, key=lambda name: peers[name])


def test_a_peer_that_is_not_here_is_named_and_not_judged() -> None:
    absent = [figure for figure in measure(1000, runs=1) if "PostGIS" in figure.name]
    assert [(math.isnan(figure.value), figure.met) for figure in absent] == [(True, None)]
    assert absent[0].note


def test_customers_are_the_same_for_the_same_seed() -> None:
    one, other = made_up(1000), made_up(1000)
    assert (one.lon == other.lon).all()
    assert sorted(one.rank.tolist()) == list(range(1000))
    area = area_with(one, 0.1, 60, seed=3)
    assert area.is_valid
    assert shapely.contains_xy(area, one.lon, one.lat).mean() == pytest.approx(0.1, abs=0.02)


def test_peers_are_timed_in_turn_and_the_first_run_does_not_count() -> None:
    asked: list[str] = []
    times = medians_ms({name: partial(asked.append, name) for name in "ab"}, runs=3)
    assert "".join(asked) == "abababab"
    assert set(times) == {"a", "b"}
    assert np.isfinite(list(times.values())).all()


def test_a_figure_without_a_target_is_not_judged() -> None:
    assert Figure("anything", 1.0, "ms").met is None
