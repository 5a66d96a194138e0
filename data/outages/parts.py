"""The parts of the network by which an outage is declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select

from data.tables import OutagePart
from rules.outages.codes import Part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from data.store import Writing
    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True, order=True)
class PartRow:
    """A part by the id of its row; a switch is ``opened`` or closed."""

    noun: Part
    ref: int
    opened: bool


_OF = select(OutagePart.noun, OutagePart.ref, OutagePart.opened).where(
    OutagePart.outage_id == bindparam("ref")
)


def of(connection: Connection, _viewer: Viewer, outage_id: int) -> tuple[PartRow, ...]:
    """Return the parts of an outage in a fixed order: the network is everybody's."""
    rows = connection.execute(_OF, {"ref": outage_id})
    return tuple(sorted(PartRow(Part(row.noun), row.ref, row.opened) for row in rows))


def replace(writing: Writing, outage_id: int, rows: Iterable[PartRow]) -> None:
    """Let an outage be declared by these parts and no others."""
    connection = writing.connection
    connection.execute(delete(OutagePart).where(OutagePart.outage_id == outage_id))
    values = [
        {"outage_id": outage_id, "noun": str(row.noun), "ref": row.ref, "opened": row.opened}
        for row in rows
    ]
    if values:
        connection.execute(insert(OutagePart), values)
