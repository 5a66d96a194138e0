"""Which customers lie in a drawn area: the point index against others who can answer that.

The question is the one that a drawn outage asks: how many customers of each class lie in an
irregular polygon of 60 corners, and who are the first 200 by priority. All peers must give the
same answer before any of them is timed.
"""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas
import numpy as np
import shapely

from bench import geopackage, postgis
from bench.customers import CLASSES, Customers, area_with, made_up
from bench.figures import Figure, medians_ms
from bench.postgis import Answer
from errors import BattlemapError
from geo.arrays import IntArray
from geo.points import PointIndex

FIRST = 200
CORNERS = 60
RUNS = 9

_INDEX = "point index"
_TARGETS = {"geopandas within": 30.0, "PostGIS": 8.0}


class AnswersDiffer(BattlemapError):
    """A peer does not agree with the index. Facts: ``peer``, ``count``, ``expected``."""

    code = "bench.answers_differ"


def measure(
    n: int = 1_000_000, *, share: float = 0.01, postgis_dsn: str | None = None, runs: int = RUNS
) -> list[Figure]:
    """Ask all peers for an area with ``share`` of ``n`` customers, in turn, ``runs`` times.

    Parameters
    ----------
    postgis_dsn
        A database to compare with, where PostGIS is or can be installed; a schema is made there
        and dropped. Without it that comparison is left out, and a figure says so.

    Raises
    ------
    AnswersDiffer
        A peer gives another answer than the index.
    """
    customers = made_up(n)
    area = area_with(customers, share, CORNERS, seed=3)
    with ExitStack() as stack:
        peers = _peers(customers, area)
        if postgis_dsn is not None:
            asking = postgis.asking(customers, area, FIRST, postgis_dsn)
            peers["PostGIS"] = stack.enter_context(asking)
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="battlemap-bench-")))
        rows = stack.enter_context(geopackage.asking(customers, area, folder))
        peers["GeoPackage by GDAL and shapely"] = lambda: _answer(customers, rows())
        found = _agreed_count(peers)
        times = medians_ms(peers, runs)
    note = f"{found} of {n} customers in the area, median of {runs} runs in turn"
    figures = [Figure(f"polygon query, {peer}", ms, "ms", note=note) for peer, ms in times.items()]
    ratios = (_ratio(peer, times) for peer in _ratio_order(times))
    return [*figures, *ratios, _to_the_fastest(times)]


def _peers(customers: Customers, area: shapely.Polygon) -> dict[str, Callable[[], Answer]]:
    """Prepare everyone's data, and hand out the questions; the index comes first."""
    index, order = PointIndex.build(
        customers.lon,
        customers.lat,
        customers.rank,
        {"class": customers.class_},
        sizes={"class": CLASSES},
    )
    points = shapely.points(customers.lon, customers.lat)
    series = geopandas.GeoSeries(points, crs="EPSG:4326")
    tree, sindex = shapely.STRtree(points), series.sindex
    everybody = geopandas.GeoDataFrame(geometry=series)
    drawn = geopandas.GeoDataFrame(geometry=[area], crs="EPSG:4326")

    def by_index() -> Answer:
        found = index.within(area, FIRST)
        return tuple(found.by_group["class"].tolist()), tuple(order[found.first].tolist())

    return {
        _INDEX: by_index,
        "geopandas within": lambda: _answer(
            customers, np.flatnonzero(series.within(area).to_numpy())
        ),
        "geopandas sjoin": lambda: _answer(
            customers, geopandas.sjoin(everybody, drawn, predicate="intersects").index.to_numpy()
        ),
        "geopandas sindex": lambda: _answer(customers, sindex.query(area, predicate="covers")),
        "shapely STRtree": lambda: _answer(customers, tree.query(area, predicate="covers")),
    }


def _answer(customers: Customers, rows: IntArray) -> Answer:
    """Count by class and pick the first, as quickly as numpy can from a list of rows."""
    by_class = np.bincount(customers.class_[rows], minlength=CLASSES)
    ranks = customers.rank[rows]
    if len(rows) > FIRST:
        chosen = np.argpartition(ranks, FIRST - 1)[:FIRST]
        rows, ranks = rows[chosen], ranks[chosen]
    return tuple(by_class.tolist()), tuple(rows[np.argsort(ranks)].tolist())


def _agreed_count(peers: dict[str, Callable[[], Answer]]) -> int:
    answers = {peer: question() for peer, question in peers.items()}
    expected = answers[_INDEX]
    for peer, answer in answers.items():
        if answer != expected:
            raise AnswersDiffer(peer=peer, count=sum(answer[0]), expected=sum(expected[0]))
    return sum(expected[0])


def _ratio_order(times: dict[str, float]) -> list[str]:
    """Name all peers of the index, and those with a target even where they are not here."""
    return [*(peer for peer in times if peer != _INDEX), *(_TARGETS.keys() - times.keys())]


def _ratio(peer: str, times: dict[str, float]) -> Figure:
    name, target = f"polygon query, {peer} / {_INDEX}", _TARGETS.get(peer)
    asked = "" if target is None else f"at least {target:.0f}"
    if peer not in times:
        return Figure(name, float("nan"), "x", asked, None, "not compared: no such peer here")
    ratio = times[peer] / times[_INDEX]
    return Figure(name, ratio, "x", asked, None if target is None else ratio >= target)


def _to_the_fastest(times: dict[str, float]) -> Figure:
    """Hold the index against whoever else is the quickest here."""
    others = {peer: ms for peer, ms in times.items() if peer != _INDEX}
    peer = min(others, key=lambda name: others[name])
    return Figure(
        f"polygon query, fastest peer / {_INDEX}", others[peer] / times[_INDEX], "x", note=peer
    )
