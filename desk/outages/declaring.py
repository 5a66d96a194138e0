"""An outage is declared, and what it was declared by is changed.

Two people may edit one outage. Who saves second, having looked at an older edit, is told who was
first and when; nothing of the first is lost, and the second still has the draft in hand.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import shapely

from data.outages import events, outages, parts, promises
from data.outages.events import Happening
from desk.outages.approval import MINUTE, ask_again, grown
from desk.outages.area import admit
from desk.outages.changing import changing
from desk.outages.declared import PartRef
from desk.outages.draft import checked, not_long_past, rows_of, wrong_order
from desk.outages.holding import holding
from errors import BattlemapError
from rules.access import Right, require
from rules.codes import OutageKind
from rules.outages.codes import Noted
from rules.outages.life import FIRST, NOT_BEGUN

if TYPE_CHECKING:
    from data.snapshot.judged import Snapshot
    from data.store import Writing
    from desk.desk import Desk
    from desk.outages.changing import Changing
    from desk.outages.draft import Draft
    from rules.viewer import Viewer


class KindUnfit(BattlemapError):
    """An outage of this kind is not declared here, or cannot become one. Facts: ``kind``."""

    code = "outage.kind_unfit"


class PromiseApart(BattlemapError):
    """Another promise is given by itself, with its reason. Facts: ``promised``, the present one."""

    code = "outage.promise_apart"


def declare(desk: Desk, viewer: Viewer, draft: Draft) -> int:
    """Keep a new outage and return its id; what was expected is the first promise.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not declare outages.
    KindUnfit
        There is no such outage here.
    desk.outages.draft.WrongOrder, desk.outages.draft.PartUnknown, desk.outages.draft.PlanPast,
    desk.outages.draft.PartTwice, desk.outages.draft.AreaUnfit, desk.outages.draft.TooLong,
    desk.outages.times.TimeOutside
        The draft does not hold together.
    desk.outages.area.AreaOutside, desk.outages.area.AreaAsks
        Its area lies outside the bureau, or is out of proportion and nobody is sure of it.
    desk.outages.changing.AheadOfTime
        A fault would begin later than now.
    """
    require(viewer, Right.DECLARE_OUTAGE)
    if draft.kind not in FIRST:
        raise KindUnfit(kind=draft.kind.value)
    snapshot, now = desk.seen(viewer), desk.now()
    values = checked(desk, snapshot.grid, draft)
    not_long_past(draft, now, desk.settings.timezone)
    _admit(snapshot, values["area"], draft)
    day = now.astimezone(desk.settings.timezone).date()
    own = {"kind": str(draft.kind), "state": str(FIRST[draft.kind]), "edit": 1,
           "made_by": viewer.name, "made_at": now}  # fmt: skip
    if draft.kind is not OutageKind.FAULT:
        own["planned_at"] = draft.began_at
    with desk.store.writing(viewer) as writing:
        number = outages.next_number(writing, day)
        outage_id = outages.add(writing, {"number": number, **own, **values})
        parts.replace(writing, outage_id, rows_of(draft))
        _promise(writing, outage_id, now, draft.expected_at)
        facts: dict[str, object] = {"kind": draft.kind.value, "parts": len(draft.parts),
                                    "area": draft.area is not None}  # fmt: skip
        told = Happening(Noted.DECLARE, now, facts)
        events.tell(writing, outage_id, number, told)
    return outage_id


def revise(desk: Desk, viewer: Viewer, outage_id: int, edit: int, draft: Draft) -> int:
    """Change what an outage was declared by, looked at as of ``edit``; return the new edit.

    A draft that says nothing new changes nothing. Decisions about customers stay, and so does a
    promise that the draft is silent about. A plan that was approved and has more in it then is a
    draft again (``desk.outages.approval``).

    Raises
    ------
    desk.outages.changing.EditedMeanwhile
        Somebody changed it meanwhile; the draft is still the caller's.
    desk.outages.changing.NotEditable
        It is restored or over.
    KindUnfit
        An outage keeps its kind.
    PromiseApart
        People have been told when power is back: another time is promised by itself.
    rules.access.NotAllowed, desk.outages.changing.NoOutage, and as for :func:`declare`
        It may not be done, or the draft does not hold together.
    """
    require(viewer, Right.DECLARE_OUTAGE)
    snapshot = desk.seen(viewer)
    values = checked(desk, snapshot.grid, draft)
    with changing(desk, viewer, outage_id) as change:
        change.require_edit(edit)
        if draft.kind is not change.outage.kind:
            raise KindUnfit(kind=draft.kind.value)
        if not _same(change.outage.area, values["area"]):
            _admit(snapshot, values["area"], draft)  # what was let in once is not asked again
        if abs(draft.began_at - change.outage.began_at) >= MINUTE:
            not_long_past(draft, change.now, change.zone)  # what is under way began when it did
        _keep_promise(change, values)
        if change.outage.planned_at and change.outage.state in NOT_BEGUN:
            values["planned_at"] = draft.began_at
        return _revised(change, draft, values)


def _keep_promise(change: Changing, values: dict[str, object]) -> None:
    """Let a promise stand that the draft is silent about, or says with less precision.

    Once people have been told, another one is given by itself, with its reason.
    """
    promised, wanted, began_at = (
        change.outage.expected_at,
        values["expected_at"],
        values["began_at"],
    )
    if promised is None or not change.outage.edit:
        return  # of an outage that came with the bureau's data nobody has promised anything yet
    if isinstance(wanted, datetime) and abs(wanted - promised) >= MINUTE:
        if change.outage.state not in NOT_BEGUN:
            raise PromiseApart(promised=promised.astimezone(change.zone))
        return
    if isinstance(began_at, datetime) and promised <= began_at:
        raise wrong_order(began_at, promised, change.zone)
    values["expected_at"] = promised


def _revised(change: Changing, draft: Draft, values: dict[str, object]) -> int:
    writing, was = change.writing, change.outage
    before = parts.of(writing.connection, writing.viewer, was.id)
    after = tuple(sorted(rows_of(draft)))
    new = [name for name, value in values.items() if not _same(getattr(was, name), value)]
    if before != after:
        new.append("parts")
        parts.replace(writing, was.id, after)
    if not new:
        return was.edit
    if "expected_at" in new:
        _promise(writing, was.id, change.now, draft.expected_at)
    change.set(**values)
    added = [PartRef(row.noun, row.ref, row.opened) for row in after if row not in before]
    change.tell(Noted.REVISE, {"changed": sorted(new)} | _dead_again(change, added))
    if ask_again(change, grown(was, values, new)):
        change.set(planned_at=draft.began_at)  # what was announced is a plan again
    return change.next_edit()


def _dead_again(change: Changing, added: list[PartRef]) -> dict[str, object]:
    """Return as facts what was given back in the course, and is without power as declared anew."""
    course = events.of(change.writing.connection, change.writing.viewer, change.outage.id)
    return holding(event.facts for event in course).against(added) if added else {}


def _admit(snapshot: Snapshot, area: object, draft: Draft) -> None:
    if isinstance(area, shapely.MultiPolygon):
        admit(snapshot, area, sure=draft.sure)


def _promise(writing: Writing, outage_id: int, at: datetime, expected_at: datetime | None) -> None:
    if expected_at is not None:
        promises.add(writing, outage_id, at, expected_at, "")


def _same(was: object, now: object) -> bool:
    if isinstance(was, shapely.Geometry) and isinstance(now, shapely.Geometry):
        return bool(shapely.equals_exact(was, now))
    return was == now
