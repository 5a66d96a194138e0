"""How long until, how long since, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from texts import Texts

HOUR, DAY = 3600, 86400
DAYS_FROM = 2 * DAY
"""Up to two days hours are counted: "in 30 hours" says more than "in 1 day"."""


def span(say: Texts, length: timedelta) -> str:
    """Return a length of time in its largest useful unit."""
    seconds = int(abs(length.total_seconds()))
    if seconds >= DAYS_FROM:
        return say("card.span.days", n=seconds // DAY)
    if seconds >= HOUR:
        return say("card.span.hours", n=seconds // HOUR)
    return say("card.span.minutes", n=max(seconds // 60, 1))


def due(say: Texts, deadline: datetime, now: datetime) -> str:
    """Return how much time is left before a deadline, or how late it is."""
    if now > deadline:
        return say("card.late", span=span(say, now - deadline))
    return say("card.left", span=span(say, deadline - now))
