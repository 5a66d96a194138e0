"""Whom the rows of a batch refer to, and what to say where there is nobody.

No row is refused for a reference: a customer without a transformer still is a customer, and a
ticket whose account is unknown still has a place. What cannot be resolved is left out and told.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.digests import CELL_NAMED, UNRESOLVED, marked
from data.importing.sieve import EXAMPLES, Finding, Level
from data.importing.values.text import blank, is_blank, to_mask
from geo.areas import NO_CELL, cell_of
from rules.codes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from data.importing.batch import Batch
    from data.importing.known import Known
    from geo.arrays import BoolArray, IntArray


@dataclass(frozen=True, slots=True)
class Resolved:
    """What was found out about the references of a batch.

    ``digest`` is the batch's with its marks; ``cells`` the code of each customer's cell, named
    or found by position, empty where there is none, and none for other kinds.
    """

    digest: IntArray
    findings: tuple[Finding, ...] = ()
    cells: pa.Array | None = None


def resolve(batch: Batch, known: Known, fresh: BoolArray) -> Resolved:
    """Look up what a batch refers to; ``fresh`` are the rows that the store does not have yet."""
    check = _CHECKS.get(batch.kind)
    return check(batch, known, fresh) if check else Resolved(batch.digest)


def finding(
    batch: Batch,
    mask: BoolArray,
    code: str,
    values: pa.Array | None = None,
    level: Level = Level.NOTE,
    **facts: object,
) -> tuple[Finding, ...]:
    """Make a finding about the rows of a mask; none where there are none."""
    positions = np.flatnonzero(mask)
    if not len(positions):
        return ()
    first = positions[:EXAMPLES]
    shown = (batch.keys if values is None else values).take(pa.array(first)).to_pylist()
    examples = tuple(zip(batch.rows[first].tolist(), shown, strict=True))
    return (Finding(code, len(positions), examples, facts, level),)


def unknown_codes(codes: pa.Array, known: pa.Array) -> BoolArray:
    """Tell which rows name something that is not known; an empty name is no name."""
    return ~is_blank(codes) & ~to_mask(pc.is_in(codes, known))


def _sections(batch: Batch, known: Known, _fresh: BoolArray) -> Resolved:
    feeder = batch.columns["feeder"]
    strange = unknown_codes(feeder, known.feeders)
    return Resolved(batch.digest, finding(batch, strange, "feeder_unknown", feeder))


def _transformers(batch: Batch, known: Known, _fresh: BoolArray) -> Resolved:
    node = batch.columns["node"]
    strange = unknown_codes(node, known.nodes)
    return Resolved(batch.digest, finding(batch, strange, "node_unknown", node))


def _customers(batch: Batch, known: Known, fresh: BoolArray) -> Resolved:
    findings: list[Finding] = []
    digest = batch.digest
    names = ("transformer", "second_transformer")
    for name, mark in zip(names, UNRESOLVED, strict=False):
        codes = batch.columns[name]
        strange = unknown_codes(codes, known.transformers.codes)
        digest = marked(digest, strange, mark)
        findings += finding(batch, strange, "transformer_unknown", codes, column=name)
    without = is_blank(batch.columns["transformer"])
    if "transformer" not in batch.given:
        without &= fresh
    findings += finding(batch, without, "transformer_none")
    cells, digest, about_cells = _cells_of(batch, known, digest)
    return Resolved(digest, (*findings, *about_cells), cells)


def _cells_of(
    batch: Batch, known: Known, digest: IntArray
) -> tuple[pa.Array, IntArray, list[Finding]]:
    named = batch.columns["cell"]
    strange = unknown_codes(named, known.cells.codes)
    usable = ~is_blank(named) & ~strange
    placed = _by_position(batch, known)
    cells = pc.if_else(pa.array(usable), named, placed)
    elsewhere = usable & to_mask(pc.not_equal(named, placed)) & ~is_blank(placed)
    findings = [
        *finding(batch, strange, "cell_unknown", named, Level.WARNING),
        *finding(batch, elsewhere, "cell_elsewhere"),
        *_without_cell(batch, is_blank(cells), known),
    ]
    digest = marked(marked(digest, strange, UNRESOLVED[2]), usable, CELL_NAMED)
    return cells, digest, findings


def _without_cell(batch: Batch, nowhere: BoolArray, known: Known) -> tuple[Finding, ...]:
    if not len(known.cells.codes):
        return finding(batch, nowhere, "cells_none")
    return finding(batch, nowhere, "cell_none", level=Level.WARNING)


def _by_position(batch: Batch, known: Known) -> pa.Array:
    """Return the code of the cell in which each row lies, empty outside all cells."""
    if not len(known.cells.codes):
        return blank(len(batch))
    index = cell_of(batch.number("x"), batch.number("y"), known.cells.shapes)
    found = known.cells.codes.take(pa.array(np.where(index == NO_CELL, 0, index)))
    return pc.if_else(pa.array(index == NO_CELL), "", found)


def _issues(batch: Batch, known: Known, _fresh: BoolArray) -> Resolved:
    account = batch.columns["account"]
    strange = np.zeros(len(batch), bool)
    if not is_blank(account).all():
        strange = unknown_codes(account, known.customers.codes)
    nowhere = (strange | is_blank(account)) & np.isnan(batch.number("x"))
    return Resolved(
        batch.digest,
        (
            *finding(batch, strange, "account_unknown", account),
            *finding(batch, nowhere, "issue_nowhere", level=Level.WARNING),
        ),
    )


def _relays(batch: Batch, known: Known, _fresh: BoolArray) -> Resolved:
    serves = batch.columns["serves"]
    parts = pc.split_pattern(serves, ";")
    owner = pc.list_parent_indices(parts).to_numpy()
    codes = pc.list_flatten(parts)
    if is_blank(serves).all():
        return Resolved(batch.digest)
    every = (known.cells.codes, known.transformers.codes, known.customers.codes)
    strange = unknown_codes(codes, pa.concat_arrays(list(every)))
    rows = np.zeros(len(batch), bool)
    rows[owner[strange]] = True
    missing = ", ".join(pc.unique(codes.filter(pa.array(strange))).to_pylist()[:EXAMPLES])
    return Resolved(batch.digest, finding(batch, rows, "serves_unknown", codes=missing))


_CHECKS: Mapping[Kind, Callable[[Batch, Known, BoolArray], Resolved]] = MappingProxyType(
    {
        Kind.SECTIONS: _sections,
        Kind.TRANSFORMERS: _transformers,
        Kind.CUSTOMERS: _customers,
        Kind.ISSUES: _issues,
        Kind.RELAYS: _relays,
    }
)
