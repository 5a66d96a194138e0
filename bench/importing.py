"""A customer list of a whole prefecture, from CSV into the embedded store, end to end.

The file is made up, the same every time. ``python app.py import`` runs in a process of its own,
so that its seconds include the start of Python and the files that the next start finds, and its
memory is nobody else's.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from pyarrow import csv
from sqlalchemy import func, select

from app import main
from bench.customers import made_up
from bench.figures import Figure
from data.store import open_store
from data.tables import Customer
from settings import Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

SECONDS, GIGABYTES = 60.0, 3.0
_ROOT = Path(__file__).resolve().parents[1]
_ACROSS, _DOWN = 16, 10
_CUSTOMERS_A_TRANSFORMER = 500
_SEED = 11
_SURNAMES = ("龙", "杨", "吴", "石", "李", "潘", "田", "罗", "顾", "白")
_GIVEN = ("阿青", "小河", "明月", "德山", "秀竹", "远帆", "春生", "文溪", "玉兰", "成岭")
_SENSITIVITY = ("普通", "重点关注", "敏感", "特殊")
_SHARES = (0.94, 0.03, 0.02, 0.01)
_SHARES_OF_PHONES = (0.06, 0.74, 0.2)
"""With no phone, with one, with two."""


def measure(n: int = 1_000_000) -> list[Figure]:
    """Import a bureau with ``n`` customers into SQLite; seconds and peak memory."""
    with tempfile.TemporaryDirectory(prefix="battlemap-bench-") as temporary:
        folder = Path(temporary) / "bureau"
        folder.mkdir()
        write_bureau(folder, n)
        size = (folder / "customers.csv").stat().st_size / 1e6
        began = time.perf_counter()
        told = _import_in_child(folder, Path(temporary) / "var")
        seconds = time.perf_counter() - began
    peak = told["peak_kb"] / 1024**2
    note = f"{told['customers']:,} customers, CSV of {size:.0f} MB"
    return [
        Figure("import", seconds, "s", f"at most {SECONDS:.0f}", met=seconds <= SECONDS, note=note),
        Figure("import: peak memory", peak, "GB", f"at most {GIGABYTES:.0f}", peak <= GIGABYTES),
    ]


def write_bureau(folder: Path, n: int) -> None:
    """Write cells, transformers and customers as CSV files; the same ones every time."""
    generator = np.random.default_rng(_SEED)
    people = made_up(n)
    _write_cells(folder / "cells.csv", people.lon, people.lat)
    codes = pa.array([f"T{number:05d}" for number in range(max(n // _CUSTOMERS_A_TRANSFORMER, 1))])
    near = generator.integers(0, n, len(codes))
    csv.write_csv(
        pa.table(
            {
                "台区编号": codes,
                "节点": pc.binary_join_element_wise("N", codes, ""),
                "经度": people.lon[near],
                "纬度": people.lat[near],
            }
        ),
        folder / "transformers.csv",
    )
    served = codes.take(pa.array(generator.integers(0, len(codes), n)))
    _write_customers(folder / "customers.csv", people.lon, people.lat, served, generator)


def _write_cells(file: Path, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> None:
    xs = np.linspace(lon.min() - 0.01, lon.max() + 0.01, _ACROSS + 1)
    ys = np.linspace(lat.min() - 0.01, lat.max() + 0.01, _DOWN + 1)
    west, south = (grid.ravel() for grid in np.meshgrid(xs[:-1], ys[:-1]))
    east, north = (grid.ravel() for grid in np.meshgrid(xs[1:], ys[1:]))
    shapes = shapely.to_wkt(shapely.box(west, south, east, north), rounding_precision=-1)
    codes = [f"C{number:03d}" for number in range(len(shapes))]
    csv.write_csv(pa.table({"网格编号": codes, "几何": shapes.tolist()}), file)


def _write_customers(
    file: Path,
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    transformers: pa.Array,
    generator: np.random.Generator,
) -> None:
    n = len(lon)
    numbers = pc.cast(pa.array(generator.permutation(n)), pa.string())
    seven = pc.utf8_lpad(numbers, 7, "0")
    village = pc.cast(pa.array(generator.integers(1, 800, n)), pa.string())
    address = pc.binary_join_element_wise("云溪县西岭镇第", village, "村三组", numbers, "号", "")
    columns = {
        "户号": pc.binary_join_element_wise("0612", seven, ""),
        "户名": pc.binary_join_element_wise(
            _picked(_SURNAMES, generator, n), _picked(_GIVEN, generator, n), ""
        ),
        "台区": transformers,
        "客户类型": _picked(("居民", "商业", "工业", "农业"), generator, n),
        "敏感类别": _picked(_SENSITIVITY, generator, n, _SHARES),
        "语言": _picked(("汉语", "苗语", "双语"), generator, n),
        "电话": _phones(seven, generator),
        "地址": address,
        "经度": np.round(lon, 7),
        "纬度": np.round(lat, 7),
    }
    csv.write_csv(pa.table(columns), file)


def _phones(seven: pa.Array, generator: np.random.Generator) -> pa.Array:
    """Give most customers one phone, some two, some none."""
    mobile = pc.binary_join_element_wise("1990", seven, "")
    both = pc.binary_join_element_wise(mobile, "、0855-", seven, "")
    has = generator.choice(3, len(seven), p=_SHARES_OF_PHONES)
    return pc.choose(pa.array(has), pa.scalar(""), mobile, both)


def _picked(
    words: tuple[str, ...],
    generator: np.random.Generator,
    n: int,
    shares: tuple[float, ...] | None = None,
) -> pa.Array:
    return pa.array(words).take(pa.array(generator.choice(len(words), n, p=shares)))


def _import_in_child(folder: Path, data_dir: Path) -> dict[str, int]:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bench.importing", str(folder)],
        cwd=_ROOT,
        env={**os.environ, "BATTLEMAP_DATA_DIR": str(data_dir), "BATTLEMAP_DATABASE_URL": ""},
        stdout=subprocess.PIPE,
        check=True,
    )
    told: dict[str, int] = json.loads(done.stdout)
    return told


def _import(folder: Path) -> dict[str, int]:
    with redirect_stdout(sys.stderr):
        main(["import", str(folder)])
    store = open_store(Settings.from_environment(os.environ).database_url)
    with store.reading() as connection:
        customers = connection.scalar(select(func.count()).select_from(Customer)) or 0
    store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"customers": customers, "peak_kb": peak}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_import(Path(sys.argv[1]))))
