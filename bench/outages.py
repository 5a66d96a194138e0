"""From an outage to its list, over HTTP: an area with one customer in a hundred, a feeder's head.

The product runs in a process of its own over the demo bureau; one client asks it over one
connection that stays open, as a browser does.
"""

from __future__ import annotations

import http.client
import json
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
import shapely

from bench.customers import Customers, area_with
from bench.figures import Figure
from bench.serving import entry, fetch, started
from data.store import open_store
from desk.desk import open_desk
from desk.outages.switching import switched
from desk.outages.trace import lost_transformers
from rules.viewer import SYSTEM
from settings import Settings

if TYPE_CHECKING:
    from data.snapshot.judged import Snapshot

RUNS = 31
SHARE, CORNERS = 0.01, 60
AREA_MS, TRACE_MS = 50.0, 30.0
AREAS, TRACE = "/api/v1/areas/affected", "/api/v1/network/trace"


def measure(data_dir: Path) -> list[Figure]:
    """Ask for an area and for a feeder's head; milliseconds of the whole answer, medians."""
    settings = Settings.from_environment({"BATTLEMAP_DATA_DIR": str(data_dir)})
    desk = open_desk(open_store(settings.database_url), settings)
    snapshot = desk.seen(SYSTEM)
    area, head = _area(snapshot), _head(snapshot)
    customers, transformers = len(snapshot.customers), len(snapshot.grid.transformers)
    desk.store.close()
    cookie = entry(settings.database_url)
    with started(data_dir, {}) as (url, process):
        fetch(f"{url}/api/v1/customers?limit=1", cookie)
        inside, area_ms = _asked(url, cookie, AREAS, json.loads(shapely.to_geojson(area)))
        out, trace_ms = _asked(url, cookie, TRACE, {"open": [head]})
        peak = _peak(process.pid)
    found = f"{inside['count']} of {customers} customers"
    lost = (
        f"{len(out['transformers'])} of {transformers} transformers, {out['count']} customers, "
        f"{len(out['backfeed'])} ties, switch {head}"
    )
    return [
        *_figures("whom an area holds, API answer", area_ms, AREA_MS, found),
        *_figures("opening the switch at a feeder's head, API answer", trace_ms, TRACE_MS, lost),
        *([] if peak is None else [Figure("peak memory of the server by then", peak, "GB")]),
    ]


def _peak(pid: int) -> float | None:
    """Return the largest resident size of a process so far, none where the system has no such."""
    told = Path(f"/proc/{pid}/status")
    lines = told.read_text(encoding="ascii").splitlines() if told.exists() else []
    found = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return found[0] * 1024 / 1e9 if found else None


def _figures(name: str, taken: list[float], limit: float, note: str) -> list[Figure]:
    """Tell the median of all but the first, and the first: it makes what is then kept."""
    median = statistics.median(taken[1:])
    return [
        Figure(name, median, "ms", f"at most {limit:g}", median <= limit, note),
        Figure(f"{name}, the first after a start", taken[0], "ms"),
    ]


def _area(snapshot: Snapshot) -> shapely.Polygon:
    index = snapshot.customers.index
    people = Customers(index.x, index.y, index.rank, index.groups["class"])
    return area_with(people, SHARE, CORNERS, seed=3)


def _head(snapshot: Snapshot) -> str:
    """Return the code of the switch that takes the most transformers when it opens."""
    grid = snapshot.grid
    taken = [
        len(lost_transformers(grid, switched(grid, [row.code])))
        for row in grid.switches
        if row.state == "closed"
    ]
    closed = [row.code for row in grid.switches if row.state == "closed"]
    return closed[int(np.argmax(taken))]


def _asked(url: str, cookie: str, path: str, body: Any) -> tuple[Any, list[float]]:  # noqa: ANN401 - JSON
    """Ask the same ``RUNS`` times; return the answer and the milliseconds of each."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    headers = {"Cookie": cookie, "Sec-Fetch-Site": "same-origin"}
    headers["Content-Type"] = "application/json"
    sent, taken, answer = json.dumps(body), [], b""
    for _ in range(RUNS):
        begin = time.perf_counter()
        connection.request("POST", path, sent, headers)
        response = connection.getresponse()
        answer = response.read()
        taken.append((time.perf_counter() - begin) * 1000.0)
        if response.status != http.client.OK:
            raise ConnectionError(answer)
    connection.close()
    return json.loads(answer), taken
