"""What a relay contact reaches: the cells, transformers and customers that its row names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import delete, insert, select

from data.tables import Cell, Customer, Relay, RelayServes, Transformer

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from data.importing.writing.journal import Journal
    from rules.viewer import Viewer

_ASKED_AT_ONCE = 500


def link_relays(connection: Connection, _viewer: Viewer, journal: Journal) -> None:
    """Work out anew what every relay serves; only relays whose answer differs are touched.

    A code means a cell if there is one of that code, else a transformer, else an account.
    """
    serves = {
        row.id: [code for code in row.serves.split(";") if code]
        for row in connection.execute(select(Relay.id, Relay.serves))
    }
    found = _found(connection, {code for codes in serves.values() for code in codes})
    before: dict[int, set[tuple[str, int]]] = {}
    for row in connection.execute(select(RelayServes)):
        before.setdefault(row.relay_id, set()).add((row.noun, row.ref))
    changed = []
    for relay, codes in serves.items():
        now = {found[code] for code in codes if code in found}
        if now != before.get(relay, set()):
            _replace(connection, relay, now)
            changed.append(relay)
    journal.changed(Relay.__tablename__, np.array(changed, np.int64))


def _replace(connection: Connection, relay: int, now: set[tuple[str, int]]) -> None:
    connection.execute(delete(RelayServes).where(RelayServes.relay_id == relay))
    rows = [{"relay_id": relay, "noun": noun, "ref": ref} for noun, ref in sorted(now)]
    if rows:
        connection.execute(insert(RelayServes), rows)


def _found(connection: Connection, codes: set[str]) -> dict[str, tuple[str, int]]:
    """Return noun and id of each code that is known."""
    found: dict[str, tuple[str, int]] = {}
    keys = ((Customer, Customer.account), (Transformer, Transformer.code), (Cell, Cell.code))
    ordered = sorted(codes)
    for model, key in keys:
        for start in range(0, len(ordered), _ASKED_AT_ONCE):
            asked = ordered[start : start + _ASKED_AT_ONCE]
            for row in connection.execute(select(key, model.id).where(key.in_(asked))):
                found[row[0]] = (model.__tablename__, row[1])
    return found
