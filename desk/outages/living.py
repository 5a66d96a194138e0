"""An outage moves on through its life, by acts of people with the right to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.outages import parts, promises, revisions
from desk.outages import restoring
from desk.outages.changing import EDIT, changing, reason
from desk.outages.milestones import stamped_by
from desk.outages.records import rights_for
from desk.outages.repeats import needs_reason
from desk.outages.times import bounded
from errors import BattlemapError
from rules.outages.codes import OutageAct as Act
from rules.outages.life import after

if TYPE_CHECKING:
    from datetime import datetime

    from desk.desk import Desk
    from desk.outages.changing import Changing
    from rules.outages.codes import OutageState
    from rules.viewer import Viewer

REASONED = frozenset({Act.SEND_BACK, Act.POSTPONE, Act.CANCEL})
"""What is not done without a reason. Approving needs one where people are cut off too often."""


class NotConfirmed(BattlemapError):
    """The list as it is now has not been confirmed, so that there is nobody to be told."""

    code = "outage.not_confirmed"


class NothingDeclared(BattlemapError):
    """There is neither an area nor a part of the network: nothing can be checked."""

    code = "outage.nothing_declared"


class NewDateMissing(BattlemapError):
    """What is postponed needs a new beginning, later than now."""

    code = "outage.new_date_missing"


class WhoMissing(BattlemapError):
    """Who has power again, or is still out, must be said: customers, transformers, switches."""

    code = "outage.who_missing"


def act(
    desk: Desk,
    viewer: Viewer,
    outage_id: int,
    act: Act,
    why: str = "",
    at: datetime | None = None,
    edit: int | None = None,
) -> OutageState:
    """Do something that moves an outage on, and return the state that it then has.

    ``at`` is when it was done, by default now; of a postponed outage it is the new beginning.
    ``edit`` is the one that was looked at: what is approved is what the approver saw.

    Raises
    ------
    rules.outages.life.NotNow
        The act does not follow the state: somebody may have moved the outage on.
    NotConfirmed, NothingDeclared, NewDateMissing, WhoMissing, desk.outages.changing.WhyMissing
        The act needs something that is not there.
    desk.outages.changing.AheadOfTime, desk.outages.changing.EditedMeanwhile
        It would have been done later than now; somebody changed it since the approver looked.
    rules.access.NotAllowed, desk.outages.changing.NoOutage
        It may not be done.
    """
    if act in {Act.RESTORE_PART, Act.STILL_OUT}:
        raise WhoMissing
    if act is Act.RESTORE:
        return restoring.restore(desk, viewer, outage_id, everybody=True, at=at)
    if act is Act.APPROVE:
        desk.keeper.renewed()  # read before others have to wait for us
    with changing(desk, viewer, outage_id, *rights_for(act)) as change:
        after(change.outage.kind, change.outage.state, act)  # first of all: is it its turn?
        repeats = act is Act.APPROVE and _approvable(desk, change, edit)
        told = reason(why, needed=repeats or act in REASONED)
        facts = _done(change, act, at, told)
        state = change.move(act, facts, told)
        stamped_by(change, act, change.moment(None if act is Act.POSTPONE else at))
        return state


def _approvable(desk: Desk, change: Changing, edit: int | None) -> bool:
    """See that an outage is approved as it was looked at; tell whether that needs a reason."""
    if edit is not None:
        change.require_edit(edit)
    return needs_reason(desk, change)


def _done(change: Changing, act: Act, at: datetime | None, why: str) -> dict[str, object]:
    """Do what belongs to an act, and return what is to be kept of it."""
    match act:
        case Act.CHECK:
            _require_something(change)
        case Act.ANNOUNCE:
            _require_current_list(change)
            change.set(planned_at=change.outage.began_at)
        case Act.BEGIN:
            began_at = change.moment(at)
            change.set(began_at=began_at)
            return {"began_at": began_at.isoformat()}
        case Act.POSTPONE:
            return _postpone(change, at, why)
        case _:
            change.moment(at)
    return {}


def _require_something(change: Changing) -> None:
    connection, viewer = change.writing.connection, change.writing.viewer
    if change.outage.area is None and not parts.of(connection, viewer, change.outage.id):
        raise NothingDeclared


def _require_current_list(change: Changing) -> None:
    connection, viewer = change.writing.connection, change.writing.viewer
    newest = revisions.of(connection, viewer, change.outage.id)[-1:]
    if not newest or newest[0].edit != change.outage.edit:
        raise NotConfirmed


def _postpone(change: Changing, at: datetime | None, why: str) -> dict[str, object]:
    """Move the outage to another time; as long as it was to take, it still takes.

    That is a new edit: who looked at the old dates would approve others.
    """
    bounded((at,))
    if at is None or at <= change.now:
        raise NewDateMissing
    was = change.outage
    change.set(began_at=at, planned_at=at)
    if was.expected_at is not None:
        expected_at = was.expected_at + (at - was.began_at)
        bounded((expected_at,))
        promises.add(change.writing, was.id, change.now, expected_at, why)
        change.set(expected_at=expected_at)
    edit = change.next_edit()
    return {"was": was.began_at.isoformat(), "began_at": at.isoformat(), EDIT: edit}
