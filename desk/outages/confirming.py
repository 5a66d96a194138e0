"""A list is confirmed: frozen with all that it stood on, and never altered again.

What changes later makes a new revision; the difference between two is the work of whoever tells
people. The confirmed list is what an outage took, and who of it has power again is kept beside.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from data.outages import revisions as lists
from data.outages import taken
from data.outages.events import AGAIN
from data.outages.revisions import RevisionRow
from desk.outages.changing import changing, require_one
from desk.outages.frozen import (
    Difference,
    FrozenPage,
    FrozenRow,
    NoRevision,
    Revision,
    counts_of,
    difference,
    is_unaltered,
    revision_of,
    revisions,
    rows,
)
from desk.outages.lapsing import lost_again
from desk.outages.listed import listed
from desk.outages.records import declared_of
from desk.outages.said import rows_of
from desk.outages.settling import settle
from errors import BattlemapError
from rules.access import Right
from rules.outages.codes import Noted, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from data.outages.revisions import ListedRow
    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from desk.outages.affected import Affected
    from desk.outages.changing import Changing
    from desk.outages.declared import Declared
    from rules.viewer import Viewer

__all__ = [
    "AGAIN", "Difference", "FrozenPage", "FrozenRow", "NoRevision", "NobodyListed", "Revision",
    "Undecided", "confirm", "difference", "is_unaltered", "revisions", "rows",
]  # fmt: skip


class Undecided(BattlemapError):
    """Trace and area disagree on somebody of whom nobody has decided. Facts: ``n``."""

    code = "outage.undecided"


class NobodyListed(BattlemapError):
    """Nobody is on the list."""

    code = "outage.nobody_listed"


def confirm(desk: Desk, viewer: Viewer, outage_id: int, edit: int) -> Revision:
    """Freeze the list of an outage as it is at ``edit``.

    Where the newest revision says the same already, that one is returned: a second click makes
    no second list. The same is the same people with all that whoever tells them works with, as
    ``data.outages.revisions.SAID`` names it: who has life support by now is told otherwise.

    Raises
    ------
    Undecided, NobodyListed
        The list is not ready.
    desk.outages.changing.EditedMeanwhile, desk.outages.changing.NotEditable
        Somebody was first, or the list stays as it is.
    rules.access.NotAllowed, desk.outages.changing.NoOutage
        It may not be done.
    """
    require_one(viewer, Right.CONFIRM_OUTAGE)
    desk.keeper.renewed()  # read before others have to wait for us
    with changing(desk, viewer, outage_id, Right.CONFIRM_OUTAGE) as change:
        change.require_edit(edit)
        now = listed(desk, change)
        snapshot, declared, found = now.snapshot, now.declared, now.whom
        connection = change.writing.connection
        if found.undecided:
            raise Undecided(n=found.undecided)
        if not found.count:
            raise NobodyListed
        rows = rows_of(snapshot, found, declared)
        newest = next(iter(lists.of(connection, viewer, outage_id)[-1:]), None)
        if newest and newest.edit == edit and _says(connection, viewer, newest, rows):
            return revision_of(connection, viewer, newest)
        again = frozenset[int]()
        if newest:
            again = lost_again(change, snapshot, declared, newest, now.beside)
        return _freeze(change, snapshot, found, rows, newest.number if newest else 0, again)


def _freeze(
    change: Changing,
    snapshot: Snapshot,
    found: Affected,
    rows: Sequence[ListedRow],
    before: int,
    again: frozenset[int],
) -> Revision:
    writing, outage = change.writing, change.outage
    declared = declared_of(writing.connection, writing.viewer, outage)
    row = RevisionRow(
        id=0,
        number=before + 1,
        at=change.now,
        actor=writing.viewer.name,
        edit=outage.edit,
        version=snapshot.version,
        ground=found.ground,
        area=outage.area,
        parts=_parts(snapshot, declared),
        counts=counts_of(rows),
        digest=lists.digest_of(rows),
    )
    revision_id = lists.add(writing, outage.id, row, rows)
    touched = [one for one in rows if one.touched]
    taken.follow(writing, outage.id, [one.customer_id for one in touched])
    again &= {one.customer_id for one in touched}
    taken.restore(writing, outage.id, again, None)
    taken.take(writing, outage.id, _transformers(snapshot, found, touched))
    feeders = {one.feeder_id for one in touched}
    if outage.feeder_id is None and len(feeders) == 1:
        change.set(feeder_id=feeders.pop())
    facts: dict[str, object] = {"revision": row.number, "customers": len(touched)}
    told: dict[str, object] = {AGAIN: len(again)} if again else {}
    change.tell(Noted.CONFIRM, facts | {"digest": row.digest} | told)
    settle(change)
    kept = lists.of(writing.connection, writing.viewer, outage.id)[-1]
    assert kept.id == revision_id  # noqa: S101 - writers take turns
    return revision_of(writing.connection, writing.viewer, kept)


def _transformers(
    snapshot: Snapshot, found: Affected, listed: Sequence[ListedRow]
) -> frozenset[int]:
    """Return the transformers that are out, but for those of whom everybody was left off."""
    grid, own = snapshot.grid.transformers, snapshot.customers
    lost = {grid[place].id for place in found.transformers.tolist()}
    with_some = {grid[place].id for place in np.unique(own.transformer[found.rows]) if place >= 0}
    listed_at = {row.transformer_id for row in listed}
    return frozenset(ref for ref in lost if ref in listed_at or ref not in with_some)


def _parts(snapshot: Snapshot, declared: Declared) -> list[dict[str, object]]:
    """Return the parts of a declaration and the state of every switch among them."""
    normal = {row.id: row.state for row in snapshot.grid.switches}
    found: list[dict[str, object]] = []
    for part in declared.parts:
        one: dict[str, object] = {"noun": str(part.noun), "ref": part.ref, "opened": part.opened}
        if part.noun is Part.SWITCH:
            one |= {
                "normally": normal.get(part.ref, ""),
                "now": "open" if part.opened else "closed",
            }
        found.append(one)
    return found


def _says(
    connection: Connection, viewer: Viewer, revision: RevisionRow, rows: Sequence[ListedRow]
) -> bool:
    """Tell whether a revision names the same people and says the same of them, row by row."""
    values = attrgetter(*lists.SAID)
    now = {row.customer_id: values(row) for row in rows}
    return lists.told(connection, viewer, revision.id) == now
