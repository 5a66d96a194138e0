"""An empty store again: everything about a bureau goes, at once or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, insert, select

from data.tables import (
    Account,
    Base,
    Cell,
    Customer,
    Fact,
    Feeder,
    Issue,
    Line,
    Relay,
    Section,
    Transformer,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from data.store import Writing
    from rules.viewer import Viewer

OWN = "own"
"""Fact: somebody cleared the demo bureau to begin with their own data."""
_DEMO = "demo"
_KEPT = frozenset({"change", "fact", "parameter", "audit", "account", "session", "token"})

_SAY_SO = (Cell, Feeder, Section, Transformer, Customer, Relay, Issue, Line)
_NOUNS = (
    "cell", "feeder", "source", "section", "switch", "transformer", "customer", "relay", "issue",
    "line", "outage",
)  # fmt: skip


def is_empty(connection: Connection, _viewer: Viewer) -> bool:
    """Tell whether the store holds nothing of a bureau."""
    found = (connection.scalar(select(exists(select(model.id)))) for model in _SAY_SO)
    return not any(found)


def clear(writing: Writing, *, begin_own: bool) -> None:
    """Delete everything but the logs, the parameters that somebody set, and who may come in.

    The change log stays, because the version of the data only grows. The demo bureau's own
    accounts go with it. ``begin_own`` notes that no demo
    bureau is wanted any more.
    """
    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in _KEPT:
            writing.connection.execute(delete(table))
    writing.connection.execute(delete(Account).where(Account.demo))
    writing.connection.execute(delete(Fact).where(Fact.key.in_([_DEMO, OWN])))
    if begin_own:
        writing.connection.execute(insert(Fact), {"key": OWN, "value": "1"})
    for noun in _NOUNS:
        writing.changed(noun, "reload")
