"""One transaction in which an outage is changed, and what every such change asks first."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.outages import events, outages
from data.outages.events import Happening
from desk.outages.times import LATE, bounded
from errors import BattlemapError
from rules.access import Right, may, require
from rules.outages.codes import Noted
from rules.outages.life import EDITABLE, PLANS, after

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from data.outages.outages import OutageRow
    from data.store import Writing
    from desk.desk import Desk
    from rules.outages.codes import OutageAct, OutageState
    from rules.viewer import Viewer

LONGEST_WHY = 400
"""Characters that the store keeps of a reason."""
EDITS = frozenset({Noted.DECLARE, Noted.REVISE, Noted.DECIDE})
"""After which the list may be another one."""
EDIT = "edit"
"""The fact of another act that made an edit: it moved the times of what is yet to begin."""


class NoOutage(BattlemapError):
    """There is no such outage, or the viewer does not see it."""

    code = "outage.not_there"


class EditedMeanwhile(BattlemapError):
    """Somebody changed the outage since it was looked at: nothing of the late input was kept.

    Facts: ``by`` (an account), ``at`` (the bureau's time), ``edit``, the newest one.
    """

    code = "outage.edited_meanwhile"


class NotEditable(BattlemapError):
    """The list of an outage that is restored or over stays as it is. Facts: ``state``."""

    code = "outage.not_editable"


class WhyMissing(BattlemapError):
    """What was to be done needs a reason, in at most so many characters (fact ``most``)."""

    code = "outage.why_missing"


class AheadOfTime(BattlemapError):
    """What has happened cannot have happened later than now. Facts: ``at``."""

    code = "outage.ahead_of_time"


class BeforeBeginning(BattlemapError):
    """Nothing of an outage happens before it begins. Facts: ``at``, ``began_at``."""

    code = "outage.before_beginning"


@dataclass(frozen=True, slots=True)
class Changing:
    """An outage that is being changed: as it was read, in the transaction that changes it."""

    writing: Writing
    outage: OutageRow
    now: datetime
    zone: ZoneInfo

    def tell(self, act: str, facts: dict[str, object] | None = None, why: str = "") -> None:
        """Say what is done, in the course of the outage, the change log and the audit."""
        what = Happening(act, self.now, facts or {}, why)
        events.tell(self.writing, self.outage.id, self.outage.number, what)

    def set(self, **values: object) -> None:
        """Set columns of the outage."""
        outages.change(self.writing, self.outage.id, values)

    def move(self, act: OutageAct, facts: dict[str, object], why: str = "") -> OutageState:
        """Move the outage on by an act, and say so.

        Raises
        ------
        rules.outages.life.NotNow
            The act does not follow the state.
        """
        state = after(self.outage.kind, self.outage.state, act)
        self.set(state=str(state))
        told: dict[str, object] = {"from": str(self.outage.state), "to": str(state)}
        self.tell(str(act), told | facts, why)
        return state

    def moment(self, at: datetime | None) -> datetime:
        """Return when something happened: now, unless somebody says when.

        Forms know no seconds: what is said of the minute in which it began is not before it.

        Raises
        ------
        BeforeBeginning
            It would lie before the outage began, or, of one that has yet to begin, longer than
            ``LATE`` before it was declared and is to begin.
        AheadOfTime
            It would lie in the future.
        desk.outages.times.TimeOutside
            It lies in no year of which outages are kept.
        """
        bounded((at,))
        if at is not None and at > self.now:
            raise AheadOfTime(at=at.astimezone(self.zone))
        if at is None:
            return self.now
        first = self._first_moment
        if at < first.replace(second=0, microsecond=0):
            raise BeforeBeginning(
                at=at.astimezone(self.zone), began_at=self.outage.began_at.astimezone(self.zone)
            )
        return max(at, first)

    @property
    def _first_moment(self) -> datetime:
        outage = self.outage
        if outage.state not in PLANS:
            return outage.began_at
        return min(outage.began_at, outage.made_at or outage.began_at) - LATE

    def require_edit(self, edit: int) -> None:
        """Go on only if nobody has changed the outage since ``edit``.

        Raises
        ------
        EditedMeanwhile
            Somebody has.
        NotEditable
            The list stays as it is.
        """
        if self.outage.edit != edit:
            course = events.of(self.writing.connection, self.writing.viewer, self.outage.id)
            last = [one for one in course if one.act in EDITS or EDIT in one.facts][-1:]
            by = last[0].actor if last else self.outage.made_by
            at = last[0].at if last else self.outage.made_at
            when = at.astimezone(self.zone) if at else ""
            raise EditedMeanwhile(by=by, at=when, edit=self.outage.edit)
        if self.outage.state not in EDITABLE:
            raise NotEditable(state=self.outage.state.value)

    def next_edit(self) -> int:
        """Count an edit on and return its number."""
        self.set(edit=self.outage.edit + 1)
        return self.outage.edit + 1


@contextmanager
def changing(desk: Desk, viewer: Viewer, outage_id: int, *rights: Right) -> Iterator[Changing]:
    """Change an outage in one transaction; it is committed at the end, or leaves nothing.

    Who has any of the ``rights`` may; by default it is the right to declare outages.

    Raises
    ------
    rules.access.NotAllowed
        The viewer has none of the rights.
    NoOutage
        There is no such outage.
    data.store.StoreAway, data.store.StoreBusy
        Nothing was written.
    """
    require_one(viewer, *rights)
    with desk.store.writing(viewer) as writing:
        outage = outages.one(writing.connection, viewer, outage_id)
        if outage is None:
            raise NoOutage
        yield Changing(writing, outage, desk.now(), desk.settings.timezone)


def readable(text: str) -> str:
    """Return what somebody wrote without blanks around it and without signs that cannot be read."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def reason(why: str, *, needed: bool = True) -> str:
    """Return a reason as it is kept.

    Raises
    ------
    WhyMissing
        It is empty although it is needed, or too long.
    """
    told = readable(why)
    if len(told) > LONGEST_WHY or (needed and not told):
        raise WhyMissing(most=LONGEST_WHY)
    return told


def require_one(viewer: Viewer, *rights: Right) -> None:
    """Let nobody past who has none of the rights; by default, the right to declare outages.

    Raises
    ------
    rules.access.NotAllowed
        The viewer has none of them.
    """
    wanted = rights or (Right.DECLARE_OUTAGE,)
    if not any(may(viewer, right) for right in wanted):
        require(viewer, wanted[0])
