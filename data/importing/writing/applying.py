"""Writing a plan: kind after kind, in one transaction of the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from data.bulk import (
    delete_rows,
    insert_rows,
    settle_ids,
    table_of,
    take_ids,
    update_rows,
)
from data.importing.digests import CELL_NAMED
from data.importing.options import Stage
from data.importing.stored import TABLES
from data.importing.writing.cells import place_in_cells
from data.importing.writing.columns import Chosen, in_z_order, only_given, store_columns
from data.importing.writing.feeders import write_feeders
from data.importing.writing.issues import link_issues
from data.importing.writing.journal import Journal
from data.importing.writing.relays import link_relays
from data.importing.writing.tracing import trace
from data.tables import Phone
from rules.codes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.bulk import Values
    from data.importing.plan import ImportPlan, KindPlan
    from data.importing.sieve import Finding
    from data.store import Writing
    from geo.arrays import IntArray

_NETWORK = (Kind.SOURCES, Kind.SECTIONS, Kind.SWITCHES, Kind.TRANSFORMERS)
_OF_ISSUES = (Kind.CELLS, Kind.CUSTOMERS, Kind.ISSUES)
_OF_RELAYS = (Kind.CELLS, Kind.TRANSFORMERS, Kind.CUSTOMERS, Kind.RELAYS)


def apply(
    writing: Writing, plan: ImportPlan, tell: Callable[[Stage, Kind | None], None]
) -> tuple[Finding, ...]:
    """Write a plan that was made on the same connection, and what follows from it.

    ``tell`` is called before each step.

    Returns
    -------
    tuple
        What was found about the network once it was traced.
    """
    journal = Journal()
    for part in plan.kinds:
        if part.writes:
            tell(Stage.WRITING, part.kind)
            _write(writing, part, journal)
    tell(Stage.LINKING, None)
    findings: tuple[Finding, ...] = ()
    if plan.writes(_NETWORK):
        findings = trace(writing.connection, writing.viewer, journal)
    if plan.writes(_OF_ISSUES):
        link_issues(writing.connection, writing.viewer, journal)
    if plan.writes(_OF_RELAYS):
        link_relays(writing.connection, writing.viewer, journal)
    journal.write(writing)
    return findings


def _write(writing: Writing, plan: KindPlan, journal: Journal) -> None:
    if plan.kind is Kind.SOURCES:
        write_feeders(writing.connection, plan, journal)
    _update(writing, plan, journal)
    _insert(writing, plan, journal)
    if plan.kind is Kind.CELLS:
        place_in_cells(writing.connection, writing.viewer, journal)


def _insert(writing: Writing, plan: KindPlan, journal: Journal) -> None:
    if not len(plan.added):
        return
    connection, table = writing.connection, TABLES[plan.kind]
    rows = Chosen(plan, plan.added, connection, writing.viewer)
    if plan.kind is Kind.CUSTOMERS:
        rows = in_z_order(rows)
    columns: dict[str, Values] = {n: c.values for n, c in store_columns(rows).items()}
    ids = take_ids(connection, table, len(rows.positions))
    insert_rows(connection, table, {"id": ids} | columns)
    settle_ids(connection, table)
    _write_phones(writing, plan, rows.positions, ids)
    journal.added(table.name, ids)


def _update(writing: Writing, plan: KindPlan, journal: Journal) -> None:
    if not len(plan.changed):
        return
    table = TABLES[plan.kind]
    rows = Chosen(plan, plan.changed, writing.connection, writing.viewer)
    columns = only_given(store_columns(rows), plan.batch.given)
    columns = {"id": plan.changed_ids} | columns
    if plan.kind is Kind.CUSTOMERS and "cell" not in plan.batch.given:
        _update_with_named_cells(writing, plan, columns)
    else:
        update_rows(writing.connection, table, columns)
    if plan.batch.phones is not None and "phone" in plan.batch.given:
        delete_rows(writing.connection, table_of(Phone), "customer_id", plan.changed_ids)
        _write_phones(writing, plan, plan.changed, plan.changed_ids)
    journal.changed(table.name, plan.changed_ids)


def _update_with_named_cells(writing: Writing, plan: KindPlan, columns: dict[str, Values]) -> None:
    """Update customers from a file without cells: a cell that an earlier file named stays."""
    named = (plan.changed_digests & CELL_NAMED) == CELL_NAMED
    table = TABLES[plan.kind]
    for mask, mark in ((named, CELL_NAMED), (~named, 0)):
        part = {name: _filtered(values, mask) for name, values in columns.items()}
        part["digest"] = plan.digest[plan.changed][mask] | mark
        if mark:
            del part["cell_id"]
        update_rows(writing.connection, table, part)


def _filtered(values: Values, mask: np.ndarray) -> Values:
    if isinstance(values, pa.Array):
        return values.filter(pa.array(mask))
    return np.asarray(values)[mask]


def _write_phones(writing: Writing, plan: KindPlan, positions: IntArray, ids: IntArray) -> None:
    phones = plan.batch.phones
    if phones is None:
        return
    owner_ids = np.zeros(len(plan.batch), np.int64)
    owner_ids[positions] = ids
    owner = owner_ids[phones.owner]
    chosen = owner > 0
    order = np.argsort(owner[chosen], kind="stable")
    insert_rows(
        writing.connection,
        table_of(Phone),
        {
            "customer_id": owner[chosen][order],
            "position": phones.position[chosen][order],
            "number": phones.number.filter(pa.array(chosen)).take(pa.array(order)),
        },
    )
