"""Find anything by what people know of it: account, name, village, feeder, transformer, cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rules.access import Right, may
from rules.masking import name_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from rules.viewer import Viewer

LONGEST = 60
ENOUGH = 2_000
"""Customers among whom the most important are chosen; more matches than that are not ordered."""
LONG = r"(\p{Nd}\P{Nd}{0,4}){7}"
"""What has so many digits, of full width too, may hold a phone number."""
MANY = pc.match_substring_regex
STREET, VILLAGE, DISTRICT = 16.0, 14.0, 12.5
"""Zooms at which a customer, a village, a feeder or cell is looked at."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer. ``noun`` and ``id`` name a card, id 0 none; ``detail`` is a second line.

    ``place`` is longitude, latitude and zoom, none where the thing has no position.
    """

    noun: str
    id: int
    name: str
    detail: str
    place: tuple[float, float, float] | None


def search(snapshot: Snapshot, viewer: Viewer, text: str, limit: int = 12) -> tuple[Hit, ...]:
    """Return the best answers: whole account numbers first, then places, then names.

    A customer is found by the beginning of its account, or by any part of its name or address.
    """
    wanted = text.strip()[:LONGEST]
    if not wanted:
        return ()
    places = [*_villages(snapshot, wanted), *_grid(snapshot, wanted)]
    people = _customers(snapshot, viewer, wanted, limit)
    room = max(limit - len(people), limit // 2)
    return tuple([*places[:room], *people][:limit])


def matching(snapshot: Snapshot, viewer: Viewer, text: str) -> NDArray[np.int64]:
    """Return the rows of the customers that a text finds, in no order of importance.

    What a viewer must not read in a name or an address finds nothing.
    """
    words = snapshot.customers.words
    found: list[NDArray[np.int64]] = [_rows(words["account"], text, pc.starts_with)]
    if not text.isdecimal():
        found += [_rows(words[name], text, pc.match_substring) for name in ("name", "address")]
    rows = np.unique(np.concatenate(found))
    if text.isdecimal() or not any(sign.isdigit() for sign in text):
        return rows
    return rows if may(viewer, Right.SEE_PHONES) else rows[_readably(snapshot, viewer, rows, text)]


def _readably(
    snapshot: Snapshot, viewer: Viewer, rows: NDArray[np.int64], text: str
) -> NDArray[np.bool_]:
    """Tell which rows a text with digits still finds once numbers are masked."""
    words = snapshot.customers.words.take(pa.array(rows))
    readable = np.ones(len(rows), bool)
    for row in _rows(pc.binary_join_element_wise(words["name"], words["address"], " "), LONG, MANY):
        word = words.slice(row, 1).to_pylist()[0]
        shown = (word["account"], name_for(viewer, word["name"]), name_for(viewer, word["address"]))
        readable[row] = any(text in part for part in shown)
    return readable


def _rows(
    column: pa.ChunkedArray, text: str, test: Callable[..., pa.ChunkedArray]
) -> NDArray[np.int64]:
    mask = test(column, pattern=text)
    return np.asarray(pc.indices_nonzero(mask), np.int64)


def _customers(snapshot: Snapshot, viewer: Viewer, text: str, limit: int) -> list[Hit]:
    customers = snapshot.customers
    rows = matching(snapshot, viewer, text)[:ENOUGH]
    rows = rows[np.argsort(customers.index.rank[rows])][:limit]
    words = customers.words.take(pa.array(rows)).to_pylist()
    return [
        Hit(
            "customer",
            int(customers.raw.id[row]),
            name_for(viewer, word["name"]) or word["account"],
            " · ".join(
                part for part in (word["account"], name_for(viewer, word["address"])) if part
            ),
            (float(customers.raw.x[row]), float(customers.raw.y[row]), STREET),
        )
        for row, word in zip(rows, words, strict=True)
    ]


def _villages(snapshot: Snapshot, text: str) -> Iterator[Hit]:
    villages = snapshot.customers.villages
    for row, name in enumerate(villages.names):
        if text in name:
            place = (float(villages.lon[row]), float(villages.lat[row]), VILLAGE)
            yield Hit("village", 0, name, str(villages.n[row]), place)


def _grid(snapshot: Snapshot, text: str) -> Iterator[Hit]:
    grid = snapshot.grid
    lowered = text.lower()
    for row in grid.feeders:
        if lowered in row.name.lower() or lowered in row.code.lower():
            yield Hit("feeder", row.id, row.name or row.code, row.substation, None)
    for place, cell in enumerate(grid.cells):
        if lowered in cell.name.lower() or lowered in cell.code.lower() or text in cell.manager:
            lon, lat = grid.label_points[place]
            detail = " · ".join(part for part in (cell.code, cell.station, cell.manager) if part)
            yield Hit("cell", cell.id, cell.name or cell.code, detail, (lon, lat, DISTRICT))
    for t in grid.transformers:
        if lowered in t.name.lower() or lowered in t.code.lower():
            where = None if t.x is None or t.y is None else (t.x, t.y, STREET)
            yield Hit("transformer", t.id, t.name or t.code, t.code, where)
