"""Which times an outage can have: whatever way they come, they are held against the same bounds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from errors import BattlemapError

if TYPE_CHECKING:
    from collections.abc import Iterable

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""The first moment of an outage, and the first that is none any more."""

LATE = timedelta(days=1)
"""So long after it began a plan may still be entered: what is older happened otherwise."""


class TimeOutside(BattlemapError):
    """A time lies in no year of which outages are kept. Facts: ``first`` and ``last`` year."""

    code = "outage.time_outside"


def bounded(moments: Iterable[datetime | None]) -> None:
    """Go on only if every time that is there can be that of an outage.

    Raises
    ------
    TimeOutside
        One lies before ``EARLIEST`` or not before ``LATEST``: a slip of the hand.
    """
    if not all(EARLIEST <= one < LATEST for one in moments if one is not None):
        raise TimeOutside(first=str(EARLIEST.year), last=str(LATEST.year - 1))
