"""What was approved is what is done: a plan with more in it has to be approved again.

Small work that was checked, approved or announced must not become other work by somebody who may
not approve it. Other parts of the network, another area, another beginning, a later end and further
customers make it a draft again; fewer customers and an earlier end do not. Who may approve changes
it and it stays approved: that is the approval.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from errors import BattlemapError
from rules.access import Right, may
from rules.outages.codes import Noted, OutageState
from rules.outages.life import APPROVAL

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from data.outages.outages import OutageRow
    from desk.outages.changing import Changing

MINUTE = timedelta(minutes=1)
"""As precisely as that a form says a time."""
WHOM = frozenset({"area", "parts"})
CUSTOMERS = "customers"
"""What people are told is changed where a decision puts further customers on the list."""


class EditMissing(BattlemapError):
    """An approval does not say which edit was looked at, so nobody knows what is approved."""

    code = "outage.edit_missing"


def grown(was: OutageRow, values: dict[str, object], new: Collection[str]) -> list[str]:
    """Return what of a change was not approved with the plan, of the columns that are ``new``.

    Any other area and any other parts count, whomever they touch: what is switched is approved as
    well.
    """
    found = [name for name in new if name in WHOM]
    began_at = cast("datetime", values["began_at"])
    expected_at = cast("datetime | None", values["expected_at"])
    if abs(began_at - was.began_at) >= MINUTE:
        found.append("began_at")
    if "expected_at" in new and is_later(was.expected_at, expected_at):
        found.append("expected_at")
    return sorted(found)


def is_later(was: datetime | None, now: datetime | None) -> bool:
    """Tell whether an expected end is later than the one before; the first one counts as later."""
    return was is None or now is None or now > was


def ask_again(change: Changing, grew: Collection[str]) -> bool:
    """Make a plan a draft again where more is in it than was approved, and tell whether it is.

    It stands in the course what ``grew``.
    """
    state = change.outage.state
    if not grew or state not in APPROVAL or may(change.writing.viewer, Right.APPROVE_OUTAGE):
        return False
    change.set(state=str(OutageState.DRAFT))
    facts: dict[str, object] = {
        "from": str(state),
        "to": str(OutageState.DRAFT),
        "changed": sorted(grew),
    }
    change.tell(Noted.ASK_AGAIN, facts)
    return True
