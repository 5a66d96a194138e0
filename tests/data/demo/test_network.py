from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from data.demo.landscape import DEGREE, LATITUDE

if TYPE_CHECKING:
    from data.demo.bureau import Bureau

METRES = np.array([DEGREE * np.cos(np.radians(LATITUDE)), DEGREE])
"""Metres in a degree of longitude and of latitude here."""

Network = dict[str, list[str]]


@pytest.fixture(params=["small", "bureau"])
def either(request: pytest.FixtureRequest) -> Bureau:
    """Give both bureaus in turn."""
    found: Bureau = request.getfixturevalue(request.param)
    return found


def network(bureau: Bureau, *, ties: bool) -> Network:
    """Join nodes by sections and closed switches; with ``ties``, by open switches as well."""
    switches = bureau.switches
    closed = switches if ties else switches[switches["state"] == "closed"]
    joined: Network = {node: [] for node in bureau.sources["node"]}
    for frame in (bureau.sections, closed):
        for one, other in zip(frame["from_node"], frame["to_node"], strict=True):
            joined.setdefault(one, []).append(other)
            joined.setdefault(other, []).append(one)
    return joined


def reached(joined: Network, start: str) -> set[str]:
    """Walk from a node as far as it goes, breadth first."""
    seen, queue = {start}, deque([start])
    while queue:
        for other in joined[queue.popleft()]:
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return seen


def test_every_transformer_is_fed_by_exactly_one_source(either: Bureau) -> None:
    joined = network(either, ties=False)
    feeds = Counter[str]()
    for source in either.sources["node"]:
        feeds.update(reached(joined, source))
    assert all(feeds[node] == 1 for node in either.transformers["node"])
    assert all(feeds[node] == 1 for node in joined)


def test_a_feeder_is_a_tree(either: Bureau) -> None:
    joined = network(either, ties=False)
    edges = sum(len(others) for others in joined.values()) // 2
    assert edges == len(joined) - len(either.sources)


def test_sections_belong_to_the_feeder_that_feeds_them(either: Bureau) -> None:
    joined = network(either, ties=False)
    fed = {
        node: feeder
        for source, feeder in zip(either.sources["node"], either.sources["feeder"], strict=True)
        for node in reached(joined, source)
    }
    for end in ("from_node", "to_node"):
        assert either.sections[end].map(fed).tolist() == either.sections["feeder"].tolist()


def test_every_open_switch_is_a_tie_between_two_feeders(either: Bureau) -> None:
    joined = network(either, ties=False)
    open_switches = either.switches[either.switches["state"] == "open"]
    assert len(open_switches) > 0
    assert set(open_switches["kind"]) == {"tie"}
    for one, other in zip(open_switches["from_node"], open_switches["to_node"], strict=True):
        assert other not in reached(joined, one)


def test_most_feeders_can_be_fed_from_another(bureau: Bureau) -> None:
    joined = network(bureau, ties=True)
    sources = set(bureau.sources["node"])
    helped = [source for source in sources if len(reached(joined, source) & sources) > 1]
    assert len(helped) > 0.6 * len(sources)


def test_every_feeder_has_a_breaker_first(either: Bureau) -> None:
    breakers = either.switches[either.switches["kind"] == "breaker"]
    assert sorted(breakers["from_node"]) == sorted(either.sources["node"])


def test_sections_are_lines_that_meet_at_their_nodes(either: Bureau) -> None:
    sections = either.sections
    lines = [shapely.get_coordinates(line) for line in sections["geometry"]]
    ends = dict(zip(sections["to_node"], [line[-1] for line in lines], strict=True))
    for switch, before in zip(
        either.switches["to_node"], either.switches["from_node"], strict=True
    ):
        ends.setdefault(switch, ends.get(before))
    begins = [ends[node] for node in sections["from_node"]]
    assert sum(begin is None for begin in begins) < 2 * len(either.sources)
    for begin, line in zip(begins, lines, strict=True):
        assert len(line) > 1
        assert begin is None or np.hypot(*((begin - line[0]) * METRES)) < 60
    spots = either.transformers[["x", "y"]].to_numpy()
    there = np.array([ends[node] for node in either.transformers["node"]])
    assert np.abs((there - spots) * METRES).max() < 1.0


def test_no_feeder_crosses_the_whole_county(bureau: Bureau) -> None:
    county = np.array(shapely.total_bounds(bureau.cells["geometry"].to_numpy(dtype=object)))
    width = np.hypot(*((county[2:] - county[:2]) * METRES))
    for _, sections in bureau.sections.groupby("feeder"):
        bounds = shapely.total_bounds(sections["geometry"].to_numpy(dtype=object))
        assert np.hypot(*((bounds[2:] - bounds[:2]) * METRES)) < 0.5 * width


def test_lines_follow_roads_and_rivers(bureau: Bureau) -> None:
    ways = bureau.lines.loc[bureau.lines["kind"] != "boundary", "geometry"]
    tree = shapely.STRtree(ways.to_numpy(dtype=object))
    sections = bureau.sections["geometry"].to_numpy(dtype=object)
    middles = shapely.line_interpolate_point(sections, 0.5, normalized=True)
    _, away = tree.query_nearest(middles, return_distance=True, all_matches=False)
    assert np.quantile(away, 0.9) * DEGREE < 300


def test_customers_live_within_reach_of_their_transformer(either: Bureau) -> None:
    customers = either.customers[(either.customers["cell"] != "")]
    customers = customers[customers["transformer"] != ""]
    spots = either.transformers.set_index("code")[["x", "y"]]
    there = spots.loc[customers["transformer"]].to_numpy()
    away = np.hypot(*((customers[["x", "y"]].to_numpy() - there) * METRES).T)
    assert away.max() < 500


def test_a_private_transformer_has_one_customer(bureau: Bureau) -> None:
    private = bureau.transformers.loc[bureau.transformers["ownership"] == "private", "code"]
    assert len(private) > 0
    fed = bureau.customers["transformer"].value_counts()
    assert (fed.reindex(private).fillna(1) == 1).all()


def test_a_second_supply_comes_from_another_feeder(bureau: Bureau) -> None:
    double = bureau.customers[bureau.customers["second_transformer"] != ""]
    feeder = bureau.transformers.set_index("code")["node"].str[:4]
    assert len(double) > 0
    assert (
        double["transformer"].map(feeder).to_numpy()
        != double["second_transformer"].map(feeder).to_numpy()
    ).all()
