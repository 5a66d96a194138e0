"""Real data of others, translated into bureau folders for tests: networks, tickets, boundaries.

The data lies beside the checkout (fixture ``shared_data``) and is never part of the project. What
each translation keeps is told in its docstring; where a source has no word for something that a
bureau has, the translation leaves it out and does not make it up.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from pathlib import Path

DING0_BUSBAR = "Busbar_MV"
MEDIUM_VOLTAGE_KV = 20
Rows = list[dict[str, Any]]


def ding0(shared_data: Path, folder: Path) -> Path:
    """Translate the ding0 network: 6 feeders, 126 transformers, 3 open switches, 2472 customers.

    Every line that leaves the busbar is a feeder. The ends of rings that are open as operated
    stay open switches. Loads are customers, those at low voltage of the transformer of their
    grid. The district is the one cell. The number of the district is left out of all names,
    which would else be longer than a code may be.
    """
    source = shared_data / "networks" / "ding0_33535"
    buses = _ding0_table(source, "buses").set_index("name")
    lines = _ding0_table(source, "lines")
    medium = set(buses.index[buses.v_nom == MEDIUM_VOLTAGE_KV])
    lines = lines[lines.bus0.isin(medium) & lines.bus1.isin(medium)]
    sources, sections = _ding0_lines(lines)
    write_rows(folder / "sources.csv", sources)
    write_rows(folder / "sections.csv", sections)
    write_rows(folder / "switches.csv", _ding0_switches(source))
    write_rows(folder / "transformers.csv", _ding0_transformers(source, buses))
    write_rows(folder / "customers.csv", _ding0_customers(source, buses))
    district = pd.read_csv(source / "network.csv").mv_grid_district_geom[0]
    write_rows(folder / "cells.csv", [{"code": "33535", "geometry": district}])
    return folder


def _ding0_table(source: Path, name: str) -> pd.DataFrame:
    text = (source / f"{name}.csv").read_text(encoding="utf-8")
    return pd.read_csv(io.StringIO(text.replace("mvgd_33535_", "").replace("_mvgd_33535", "")))


def _ding0_lines(lines: pd.DataFrame) -> tuple[Rows, Rows]:
    sources, sections = [], []
    for line in records(lines):
        ends = [str(line["bus0"]), str(line["bus1"])]
        if DING0_BUSBAR in ends:
            node = f"{DING0_BUSBAR}/{line['name']}"
            ends[ends.index(DING0_BUSBAR)] = node
            sources.append({"node": node, "feeder": line["name"], "substation": "33535"})
        sections.append(
            {
                "code": line["name"],
                "from_node": ends[0],
                "to_node": ends[1],
                "geometry": line["geometry"],
            }
        )
    return sources, sections


def _ding0_switches(source: Path) -> Rows:
    switches = _ding0_table(source, "switches")
    return [
        {
            "code": switch["name"],
            "from_node": switch["bus_closed"],
            "to_node": switch["bus_open"],
            "state": "open",
            "kind": "联络开关",
        }
        for switch in records(switches)
    ]


def _ding0_transformers(source: Path, buses: pd.DataFrame) -> Rows:
    transformers = _ding0_table(source, "transformers")
    return [
        {
            "code": transformer["name"],
            "node": transformer["bus0"],
            "x": buses.x[transformer["bus0"]],
            "y": buses.y[transformer["bus0"]],
        }
        for transformer in records(transformers)
    ]


def _ding0_customers(source: Path, buses: pd.DataFrame) -> Rows:
    loads = _ding0_table(source, "loads")
    grid = loads.bus.str.extract(r"lvgd_(\d+)_")[0]
    kinds = {"residential": "household", "cts": "shop", "industrial": "factory"}
    return [
        {
            "account": load["name"],
            "transformer": f"Transformer_lv_grid_{number}_1" if isinstance(number, str) else "",
            "kind": kinds[str(load["sector"])],
            "x": buses.x[load["bus"]],
            "y": buses.y[load["bus"]],
        }
        for load, number in zip(records(loads), grid, strict=True)
    ]


def oberrhein(shared_data: Path, folder: Path) -> Path:
    """Translate the Oberrhein network: 181 lines, 322 switches at their ends, 141 transformers.

    The low-voltage side of each of the two HV/MV transformers is a source with a feeder of its
    own. A line meets a bus directly, or by the switch that stands between them.
    """
    path = shared_data / "networks" / "oberrhein" / "mv_oberrhein_substations.json"
    tables = json.loads(path.read_text(encoding="utf-8"))["_object"]
    buses, lines, switches, trafos = (
        _table(tables, name) for name in ("bus", "line", "switch", "trafo")
    )
    line_switches = switches[switches.et == "l"]
    between = set(zip(line_switches.bus, line_switches.element, strict=True))
    write_rows(folder / "sections.csv", _oberrhein_lines(lines, between))
    write_rows(
        folder / "switches.csv",
        [
            {
                "code": f"{switch['Index']}",
                "from_node": f"B{switch['bus']}",
                "to_node": f"B{switch['bus']}/L{switch['element']}",
                "state": "closed" if switch["closed"] else "open",
            }
            for switch in records(line_switches)
        ],
    )
    supplying = trafos[trafos.vn_hv_kv > MEDIUM_VOLTAGE_KV]
    write_rows(
        folder / "sources.csv",
        [{"node": f"B{t['lv_bus']}", "feeder": f"{t['name']}"} for t in records(supplying)],
    )
    stations = trafos[trafos.vn_hv_kv <= MEDIUM_VOLTAGE_KV]
    write_rows(folder / "transformers.csv", _oberrhein_stations(stations, buses))
    return folder


def _table(tables: dict[str, Any], name: str) -> pd.DataFrame:
    table = json.loads(tables[name]["_object"])
    return pd.DataFrame(table["data"], index=table["index"], columns=table["columns"])


def _oberrhein_lines(lines: pd.DataFrame, between: set[tuple[int, int]]) -> Rows:
    def node(bus: int, line: int) -> str:
        return f"B{bus}/L{line}" if (bus, line) in between else f"B{bus}"

    rows = []
    for line in records(lines):
        points = ", ".join(f"{x} {y}" for x, y in json.loads(str(line["geo"]))["coordinates"])
        rows.append(
            {
                "code": f"L{line['Index']}",
                "from_node": node(line["from_bus"], line["Index"]),
                "to_node": node(line["to_bus"], line["Index"]),
                "geometry": f"LINESTRING({points})",
            }
        )
    return rows


def _oberrhein_stations(stations: pd.DataFrame, buses: pd.DataFrame) -> Rows:
    rows = []
    for station in records(stations):
        x, y = json.loads(buses.geo[station["hv_bus"]])["coordinates"]
        rows.append({"code": station["name"], "node": f"B{station['hv_bus']}", "x": x, "y": y})
    return rows


def chicago(shared_data: Path, folder: Path) -> Path:
    """Translate Chicago's requests of 2011 and 2012: 77 areas as cells, 37,046 tickets as issues.

    The tickets do not say in which area they lie; the import has to find it. A number that
    stands twice is kept twice, as the file has it.
    """
    source = shared_data / "issues"
    areas = json.loads((source / "chicago_community_areas.geojson").read_text(encoding="utf-8"))
    for area in areas["features"]:
        said = area["properties"]
        area["properties"] = {"code": said["area_num_1"], "name": said["community"]}
    (folder / "cells.geojson").write_text(json.dumps(areas), encoding="utf-8")
    requests = pd.read_csv(source / "chicago311_sanitation_2011_2012.csv.gz", dtype=str)
    issues = pd.DataFrame(
        {
            "number": requests.Service_Request_Number,
            "title": requests.Type_of_Service_Request,
            "text": requests.What_is_the_Nature_of_this_Code_Violation,
            "opened_at": requests.Creation_Date,
            "closed_at": requests.Completion_Date,
            "x": requests.Longitude,
            "y": requests.Latitude,
        }
    )
    issues.to_csv(folder / "issues.csv", index=False)
    return folder


def counties(shared_data: Path, folder: Path) -> Path:
    """Translate eight county boundaries, which are in GCJ-02, into cells."""
    source = shared_data / "boundaries" / "counties_gcj02.geojson"
    document = json.loads(source.read_text(encoding="utf-8"))
    for county in document["features"]:
        said = county["properties"]
        county["properties"] = {"code": said["adcode"], "name": said["name"]}
    text = json.dumps(document, ensure_ascii=False)
    (folder / "cells.geojson").write_text(text, encoding="utf-8")
    return folder


def records(table: pd.DataFrame) -> Rows:
    """Return the rows of a table as dictionaries; ``Index`` is the row's own name."""
    return [
        {"Index": index, **dict(zip(table.columns, values, strict=True))}
        for index, values in zip(table.index, table.itertuples(index=False), strict=True)
    ]


def write_rows(path: Path, rows: Rows) -> None:
    """Write rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
