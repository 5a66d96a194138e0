"""One thing about one person, shown by a click: who, whom, what and why stay in the audit.

The audit is written in the transaction in which the value is read, and the value is handed out
only when that transaction is through: what cannot be kept is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from data import customers, issues
from data.store import Deed
from errors import BattlemapError
from rules.access import Right, may, require
from rules.masking import name_for, text_for, without_health

if TYPE_CHECKING:
    from data.customers import CustomerRow
    from data.issues import IssueRow
    from data.store import Writing
    from desk.desk import Desk
    from rules.viewer import Viewer

LONGEST_WHY = 200
"""Characters that the audit keeps of a reason in somebody's own words."""
ACT = "show"


class Part(StrEnum):
    """What can be shown: a customer's phones, its health facts, or an issue's words."""

    PHONE = "phone"
    HEALTH = "health"
    TEXT = "text"


class Why(StrEnum):
    """What a click can say of its reason; ``OTHER`` needs words."""

    CALL_BACK = "call_back"
    NOTICE = "notice"
    VISIT = "visit"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to see, and why. ``noun`` is customer or issue."""

    noun: str
    ref: int
    part: Part
    why: Why
    words: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown. What the part does not have is empty; ``backup_hours`` none if unknown."""

    part: Part
    phones: tuple[str, ...] = ()
    reason: str = ""
    equipment: tuple[str, ...] = ()
    backup_hours: float | None = None
    title: str = ""
    text: str = ""


class NothingToShow(BattlemapError):
    """There is no such customer or issue, or it is not the viewer's: which, is not told."""

    code = "show.not_there"


class NoWhy(BattlemapError):
    """Another reason needs words that can be read, at most so many characters (fact ``most``)."""

    code = "show.no_why"


def of_customer(viewer: Viewer, row: CustomerRow) -> tuple[Part, ...]:
    """Return what a click would show of a customer (``row`` unmasked) that is masked now."""
    found = []
    if row.phones and not may(viewer, Right.SEE_PHONES) and may(viewer, Right.SHOW_PHONES):
        found.append(Part.PHONE)
    _, alive = customers.split(row.equipment)
    told = row.sensitivity_reason.strip() or alive
    if told and not may(viewer, Right.SEE_HEALTH) and may(viewer, Right.SHOW_HEALTH):
        found.append(Part.HEALTH)
    return tuple(found)


def of_issue(viewer: Viewer, row: IssueRow) -> tuple[Part, ...]:
    """Return what a click would show of an issue (``row`` unmasked) that is masked now."""
    written = (row.title, row.text)
    masked = tuple(text_for(viewer, words) for words in written)
    return (Part.TEXT,) if tuple(_lifted(viewer, words) for words in written) != masked else ()


def show(desk: Desk, viewer: Viewer, wanted: Wanted) -> Shown:
    """Return what is wanted, once the audit has kept that it was looked at.

    Raises
    ------
    rules.access.NotAllowed
        The role does not have the right.
    NothingToShow
        There is nothing of that number that the viewer sees.
    NoWhy
        Another reason was given without words, or with too many.
    data.store.StoreBusy, data.store.StoreAway, data.store.StoreUnwritable
        The audit could not be written: nothing is shown.
    """
    _require(viewer, wanted.part)
    words = wanted.words.strip()
    unsaid = not words or words in set(Why) or not words.isprintable()
    if len(words) > LONGEST_WHY or (wanted.why is Why.OTHER and unsaid):
        raise NoWhy(most=LONGEST_WHY)
    with desk.store.writing(viewer) as writing:
        ref, shown = _READ[wanted.part](writing, viewer, wanted.ref)
        why = words if wanted.why is Why.OTHER else wanted.why.value
        writing.noted(Deed(ACT, wanted.noun, ref, after={"part": wanted.part.value}, why=why))
    return shown


def _require(viewer: Viewer, part: Part) -> None:
    require(viewer, Right.LOOK)
    if part is Part.TEXT and may(viewer, Right.SHOW_HEALTH):
        return
    require(viewer, Right.SHOW_HEALTH if part is Part.HEALTH else Right.SHOW_PHONES)


def _phone(writing: Writing, viewer: Viewer, ref: int) -> tuple[str, Shown]:
    row = _customer(writing, viewer, ref)
    return row.account, Shown(Part.PHONE, phones=row.phones)


def _health(writing: Writing, viewer: Viewer, ref: int) -> tuple[str, Shown]:
    row = _customer(writing, viewer, ref)
    things, alive = customers.split(row.equipment)
    shown = Shown(
        Part.HEALTH,
        reason=row.sensitivity_reason,
        equipment=(*alive, *things),
        backup_hours=row.backup_hours,
    )
    return row.account, shown


def _text(writing: Writing, viewer: Viewer, ref: int) -> tuple[str, Shown]:
    row = issues.whole(writing.connection, viewer, ref)
    if row is None:
        raise NothingToShow
    title, text = _lifted(viewer, row.title), _lifted(viewer, row.text)
    return row.number, Shown(Part.TEXT, title=title, text=text)


def _customer(writing: Writing, viewer: Viewer, ref: int) -> CustomerRow:
    row = customers.whole(writing.connection, viewer, ref)
    if row is None:
        raise NothingToShow
    return row


def _lifted(viewer: Viewer, words: str) -> str:
    """Return a text with what the viewer's clicks may show; the rest stays masked."""
    if not may(viewer, Right.SHOW_PHONES):
        words = name_for(viewer, words)
    return words if may(viewer, Right.SHOW_HEALTH) else without_health(words)


_READ = {Part.PHONE: _phone, Part.HEALTH: _health, Part.TEXT: _text}
