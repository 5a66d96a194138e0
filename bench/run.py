"""All measurements of ``make bench``, one after the other, as a table."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bench import drawing, importing, lists, live, outages, polygons, serving, tiles
from data.demo.bureau import DEFAULT_SEED, generate
from data.demo.loading import load
from data.demo.progress import silent
from data.migrate import migrate
from data.store import open_store
from desk.desk import open_desk
from rules.viewer import SYSTEM
from settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bench.figures import Figure

LARGE, SMALL = 1_000_000, 10_000
LIVE = 50_000
"""Customers of the demo bureau as it comes."""
POSTGIS = "BATTLEMAP_BENCH_POSTGIS"
DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"


def run(customers: int = LARGE) -> int:
    """Measure everything, print it, and write it into docs/performance.md."""
    _write(_printed(_measured(customers)))
    return 0


def run_live(customers: int = LARGE) -> int:
    """Measure the live part alone and print it; the document stays as it is."""
    with tempfile.TemporaryDirectory(prefix="battlemap-bench-") as temporary:
        large = Path(temporary) / "large"
        _bureau(large, customers)
        _printed([(f"Live, load {os.getloadavg()[0]:.1f}", _live(Path(temporary), large))])
    return 0


def run_outages(customers: int = LARGE) -> int:
    """Measure what an outage asks alone and print it; the document stays as it is."""
    with tempfile.TemporaryDirectory(prefix="battlemap-bench-") as temporary:
        large = Path(temporary) / "large"
        _bureau(large, customers)
        _printed([(f"Outages, load {os.getloadavg()[0]:.1f}", _outages(large))])
        _printed([("Lists of outages", lists.measure(large))])
    return 0


def _printed(measured: Iterable[tuple[str, list[Figure]]]) -> list[tuple[str, Figure]]:
    rows = []
    for title, figures in measured:
        print(f"\n{title}", flush=True)
        for figure in figures:
            print("  " + _line(figure), flush=True)
        rows += [(title, figure) for figure in figures]
    return rows


def _measured(customers: int) -> Iterator[tuple[str, list[Figure]]]:
    yield "Polygon query", polygons.measure(customers, postgis_dsn=os.environ.get(POSTGIS))
    yield "Import", importing.measure(customers)
    with tempfile.TemporaryDirectory(prefix="battlemap-bench-") as temporary:
        large, small = Path(temporary) / "large", Path(temporary) / "small"
        settings = _bureau(large, customers)
        desk = open_desk(open_store(settings.database_url), settings)
        yield "Tiles", tiles.measure(desk.keeper.current())
        desk.store.close()
        warm = serving.cold_start(large, "read path kept from before")
        shutil.rmtree(large / "index")
        cold = serving.cold_start(large, "read path built anew")
        yield "Start", [warm, replace(cold, target="", met=None)]
        yield "Outages", _outages(large)
        _bureau(small, SMALL)
        yield "Paint", serving.paint(small, large)
        yield "Live", _live(Path(temporary), large)
        yield "Lists of outages", lists.measure(large)


def _outages(large: Path) -> list[Figure]:
    return [*outages.measure(large), *drawing.measure(large)]


def _live(temporary: Path, large: Path) -> list[Figure]:
    demo = _bureau(temporary / "live", LIVE)
    figures = live.measure(demo.data_dir, demo.database_url, "SQLite")
    alike = "SQLite, all of one role"
    figures += live.measure(demo.data_dir, demo.database_url, alike, mixed=False)
    figures += live.on_postgresql(
        temporary / "postgresql", lambda url: _bureau(temporary / "postgresql", LIVE, url)
    )
    much = Settings.from_environment({"BATTLEMAP_DATA_DIR": str(large)})
    return figures + live.measure(large, much.database_url, "SQLite, the large bureau")


def _bureau(data_dir: Path, customers: int, database: str = "") -> Settings:
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(data_dir), "BATTLEMAP_DATABASE_URL": database}
    )
    store = open_store(settings.database_url)
    migrate(store)
    now = datetime.now(UTC)
    load(store, SYSTEM, generate(customers, DEFAULT_SEED, now, silent), silent, settings)
    store.close()
    return settings


def _line(figure: Figure) -> str:
    verdict = {True: "met", False: "NOT met", None: ""}[figure.met]
    target = f"({figure.target}: {verdict})" if figure.target else ""
    return f"{figure.name}: {figure.value:,.2f} {figure.unit} {target} {figure.note}".strip()


def _write(rows: list[tuple[str, Figure]]) -> None:
    table = ["| what | figure | target | met | note |", "|---|---|---|---|---|"]
    for title, f in rows:
        met = {True: "yes", False: "**no**", None: "–"}[f.met]
        value = f"{f.value:,.2f} {f.unit}".strip()
        table.append(f"| {title}: {f.name} | {value} | {f.target or '–'} | {met} | {f.note} |")
    machine = (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with `make bench`: {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}, Python {sys.version.split()[0]}."
    )
    text = DOCUMENT.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    body = "\n".join([BEGIN, "", machine, "", *table, "", END])
    DOCUMENT.write_text(before + body + after, encoding="utf-8")
