"""From what the desk says a view shows to the scene of a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from layers.scene import (
    Bins,
    Cells,
    Customers,
    Issues,
    Lines,
    Relays,
    Scene,
    Sections,
    Switches,
    Transformers,
    Villages,
)
from rules.codes import LineKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk.map import CellShapes, Marks, Shown
    from desk.places import Position


def scene(shown: Shown, hidden: tuple[str, ...], chosen: Position | None) -> Scene:
    """Return the scene of a view without the layers that are switched off."""
    parts: dict[str, Callable[[], Any]] = {
        "cells": lambda: _cells(shown.cells, shown),
        "lines": lambda: _lines(shown),
        "sections": lambda: _sections(shown),
        "transformers": lambda: _transformers(shown.marks.get("transformers")),
        "switches": lambda: _switches(shown.marks.get("switches")),
        "customers": lambda: _customers(shown),
        "relays": lambda: _relays(shown.marks["relays"]),
        "issues": lambda: _issues(shown.marks["issues"]),
    }
    drawn = {name: make() for name, make in parts.items() if name not in hidden}
    if "customers" not in hidden:
        drawn["bins"] = _bins(shown)
        drawn["villages"] = _villages(shown.marks.get("villages"))
    return Scene(**drawn, chosen=chosen)


def _cells(cells: CellShapes, shown: Shown) -> Cells:
    grid, judged = shown.snapshot.grid, shown.snapshot.cells
    rows = [grid.cells[row] for row in cells.rows]
    return Cells(
        outlines=[row.geometry for row in rows],
        urgency=judged.backlog.urgency[cells.rows],
        shade=judged.shade[cells.rows],
        shown=cells.shown,
        names=[row.name or row.code for row in rows],
    )


def _lines(shown: Shown) -> Lines:
    rows = shown.lines
    return Lines(
        courses=[row.geometry for row in rows],
        kinds=[LineKind(row.kind) for row in rows],
        names=[row.name for row in rows],
    )


def _sections(shown: Shown) -> Sections:
    names = {feeder.id: feeder.name or feeder.code for feeder in shown.snapshot.grid.feeders}
    rows = [row for row in shown.sections if row.geometry is not None]
    return Sections(
        courses=[row.geometry for row in rows],
        feeders=np.array([row.feeder_id or 0 for row in rows], np.int64),
        names=[names.get(row.feeder_id or 0, "") for row in rows],
    )


def _transformers(marks: Marks | None) -> Transformers:
    if marks is None:
        return Transformers()
    private = np.array([code == "private" for code in marks.columns["ownership"]], bool)
    return Transformers(marks.lon, marks.lat, private, list(marks.columns["name"]))


def _switches(marks: Marks | None) -> Switches:
    if marks is None:
        return Switches()
    opened = np.array([state == "open" for state in marks.columns["state"]], bool)
    return Switches(marks.lon, marks.lat, opened)


def _customers(shown: Shown) -> Customers:
    marks = shown.marks["customers" if "customers" in shown.marks else "hot"]
    codes = {name: np.asarray(column) for name, column in marks.columns.items()}
    life = codes.get("life", np.zeros(len(marks))).astype(bool)
    return Customers(marks.lon, marks.lat, codes["urgency"], codes["sensitivity"], life)


def _bins(shown: Shown) -> Bins:
    bins = shown.bins
    if bins is None:
        return Bins()
    raw = shown.snapshot.customers.raw
    return Bins(
        lon=raw.x[bins.middle],
        lat=raw.y[bins.middle],
        n=bins.n,
        urgency=bins.worst["urgency"],
        sensitivity=bins.worst["sensitivity"],
        life=bins.worst.get("life", np.zeros(len(bins.n))).astype(bool),
    )


def _relays(marks: Marks) -> Relays:
    group = np.array([kind == "group" for kind in marks.columns["kind"]], bool)
    return Relays(marks.lon, marks.lat, group)


def _issues(marks: Marks) -> Issues:
    return Issues(marks.lon, marks.lat, np.asarray(marks.columns["urgency"]))


def _villages(marks: Marks | None) -> Villages:
    if marks is None:
        return Villages()
    names = list(marks.columns["name"])
    return Villages(marks.lon, marks.lat, names, np.asarray(marks.columns["n"]))
