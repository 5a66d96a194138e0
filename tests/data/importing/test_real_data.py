from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import shapely
from sqlalchemy import select

from data.tables import Cell, Customer, Feeder, Issue, Section, Switch, Transformer
from geo.areas import metres_between
from rules.codes import Kind
from tests import realdata
from tests.data.importing.reading import cells_of_customers, counts, feeders

if TYPE_CHECKING:
    from pathlib import Path

    from tests.data.importing.bureau import Bureau


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines()) - 1


def all_of(bureau: Bureau, query: Any) -> list[Any]:
    with bureau.store.reading() as connection:
        return list(connection.execute(query))


def test_ding0_comes_in_whole(bureau: Bureau, shared_data: Path) -> None:
    source = shared_data / "networks" / "ding0_33535"
    report = bureau.run(realdata.ding0(shared_data, bureau.folder))
    assert report.rejected == 0
    assert report.findings == ()  # no transformer without a source, none with two
    assert None not in feeders(bureau).values()
    found = counts(bureau)
    assert found["transformer"] == lines_of(source / "transformers.csv") == 126
    assert found["customer"] == lines_of(source / "loads.csv") == 2472
    assert (found["section"], found["feeder"], found["switch"]) == (194, 6, 3)
    assert set(cells_of_customers(bureau).values()) == {"33535"}
    (direct,) = report.of(Kind.CUSTOMERS).findings
    assert (direct.code, direct.count) == ("transformer_none", 1)


def test_ding0_is_traced_as_an_independent_search_traces_it(
    bureau: Bureau, shared_data: Path
) -> None:
    bureau.run(realdata.ding0(shared_data, bureau.folder))
    supplied = feeders(bureau)
    graph = nx.Graph()
    for row in all_of(bureau, select(Section.code, Section.from_node, Section.to_node)):
        graph.add_edge(row.from_node, row.to_node)
    for code, node in all_of(bureau, select(Transformer.code, Transformer.node)):
        (source,) = {n for n in nx.node_connected_component(graph, node) if n.startswith("Busbar")}
        assert supplied[code] == source.split("/", 1)[1]
    assert all(supplied[row.code] for row in all_of(bureau, select(Switch.code)))


def test_ding0_lengths_are_those_of_the_source(bureau: Bureau, shared_data: Path) -> None:
    bureau.run(realdata.ding0(shared_data, bureau.folder))
    lines = pd.read_csv(shared_data / "networks" / "ding0_33535" / "lines.csv")
    names = lines.name.str.replace("mvgd_33535_", "").str.replace("_mvgd_33535", "")
    told = dict(zip(names, lines.length, strict=True))
    query = select(Section.code, Section.length_m).where(Section.length_m.is_not(None))
    found = {row.code: row.length_m for row in all_of(bureau, query)}
    assert len(found) == 191  # the other three have no length at all
    # The source lengthens the way as the crow flies by 1.3, so most lines are that much shorter.
    ratios = [length / (1000.0 * told[code]) for code, length in found.items()]
    assert np.median(ratios) == pytest.approx(1 / 1.3, rel=0.002)


def test_oberrhein_comes_in_whole(bureau: Bureau, shared_data: Path) -> None:
    report = bureau.run(realdata.oberrhein(shared_data, bureau.folder))
    assert report.rejected == 0
    found = counts(bureau)
    assert (found["section"], found["switch"], found["transformer"]) == (181, 322, 141)
    open_ = all_of(bureau, select(Switch.code).where(Switch.state == "open"))
    assert len(open_) == 6


def test_oberrhein_is_traced_as_an_independent_search_traces_it(
    bureau: Bureau, shared_data: Path
) -> None:
    bureau.run(realdata.oberrhein(shared_data, bureau.folder))
    graph = nx.Graph()
    for row in all_of(bureau, select(Section.from_node, Section.to_node)):
        graph.add_edge(*row)
    closed = select(Switch.from_node, Switch.to_node).where(Switch.state == "closed")
    for row in all_of(bureau, closed):
        graph.add_edge(*row)
    sources = pd.read_csv(bureau.folder / "sources.csv").set_index("node").feeder
    supplied = feeders(bureau)
    for code, node in all_of(bureau, select(Transformer.code, Transformer.node)):
        reached = {sources[n] for n in nx.node_connected_component(graph, node) if n in sources}
        assert supplied[code] == (reached.pop() if len(reached) == 1 else None)
    assert len(all_of(bureau, select(Feeder.code))) == 2


def test_chicago_requests_find_their_areas(bureau: Bureau, shared_data: Path) -> None:
    report = bureau.run(realdata.chicago(shared_data, bureau.folder))
    issues = report.of(Kind.ISSUES)
    assert report.of(Kind.CELLS).added == 77
    assert issues.read == 37_046
    assert issues.added + issues.rejected == issues.read
    assert {rejection.code for rejection in issues.rejections} <= {"key_twice"}
    wanted = _areas_by_shapely(shared_data)
    query = select(Issue.number, Cell.code).outerjoin(Cell, Cell.id == Issue.cell_id)
    found = {row.number: row.code for row in all_of(bureau, query)}
    right = [found[number] == code for number, code in wanted.items() if number in found]
    assert len(right) > 36_000
    assert np.mean(right) >= 0.98


def _areas_by_shapely(shared_data: Path) -> dict[str, str | None]:
    """Find the area of every positioned request with shapely's own index, by itself."""
    folder = shared_data / "issues"
    areas = json.loads((folder / "chicago_community_areas.geojson").read_text(encoding="utf-8"))
    shapes = [shapely.from_geojson(json.dumps(a["geometry"])) for a in areas["features"]]
    codes = [area["properties"]["area_num_1"] for area in areas["features"]]
    with gzip.open(folder / "chicago311_sanitation_2011_2012.csv.gz", "rt") as file:
        requests = pd.read_csv(file).dropna(subset=["Longitude", "Latitude"])
    requests = requests.drop_duplicates("Service_Request_Number")
    points = shapely.points(requests.Longitude, requests.Latitude)
    point, area = shapely.STRtree(shapes).query(points, predicate="within")
    wanted: dict[str, str | None] = dict.fromkeys(requests.Service_Request_Number)
    numbers = requests.Service_Request_Number.to_numpy()
    return wanted | {numbers[p]: codes[a] for p, a in zip(point, area, strict=True)}


def test_a_second_import_of_chicago_changes_nothing(bureau: Bureau, shared_data: Path) -> None:
    folder = realdata.chicago(shared_data, bureau.folder)
    bureau.run(folder)
    report = bureau.run(folder)
    assert report.written == 0
    assert report.of(Kind.ISSUES).removed == 0


def centres(bureau: Bureau) -> np.ndarray:
    rows = all_of(bureau, select(Cell.geometry).order_by(Cell.code))
    points = shapely.centroid([row.geometry for row in rows])
    return np.column_stack((shapely.get_x(points), shapely.get_y(points)))


def test_county_boundaries_move_by_the_shift_of_their_datum(
    small_bureau: Bureau, shared_data: Path
) -> None:
    folder = realdata.counties(shared_data, small_bureau.folder)
    small_bureau.run(folder)
    as_they_are = centres(small_bureau)
    report = small_bureau.run(folder, crs="gcj02")
    assert report.of(Kind.CELLS).changed == 8
    converted = centres(small_bureau)
    metres = metres_between(*as_they_are.T, *converted.T)
    assert (metres > 300).all()
    assert (metres < 700).all()
    # In the south-east of Guizhou GCJ-02 lies east and south of WGS-84 (../shared/data).
    leishan = as_they_are[5] - converted[5]
    assert leishan == pytest.approx([0.0043, -0.0033], abs=0.0006)


def test_boundaries_in_gcj02_are_suspected_by_honest_customers(
    small_bureau: Bureau, shared_data: Path
) -> None:
    folder = realdata.counties(shared_data, small_bureau.folder)
    small_bureau.run(folder, crs="gcj02")
    rng = np.random.default_rng(1)
    people = []
    for code, shape in all_of(small_bureau, select(Cell.code, Cell.geometry)):
        west, south, east, north = shape.bounds
        x, y = rng.uniform(west, east, 800), rng.uniform(south, north, 800)
        inside = shapely.contains_xy(shape, x, y)
        people += [
            {"account": f"{code}-{n}", "cell": code, "x": a, "y": b}
            for n, (a, b) in enumerate(zip(x[inside], y[inside], strict=True))
        ]
    small_bureau.write("customers", people)
    honest = small_bureau.run(folder / "customers.csv").of(Kind.CUSTOMERS)
    assert not [f for f in honest.findings if f.code.startswith("datum")]
    suspected = small_bureau.run(folder).of(Kind.CUSTOMERS)
    (finding,) = (f for f in suspected.findings if f.code.startswith("datum"))
    assert (finding.facts["suspect"], finding.facts["datum"]) == ("cells", "gcj02")
    assert len(all_of(small_bureau, select(Customer.id))) == len(people)
