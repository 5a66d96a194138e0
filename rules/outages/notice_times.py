"""Times in the text of an outage notice, as people write them: 5月28日8:00至18:00.

Nothing is guessed silently: a year that is not written, a night that is passed and a half of the
day that is carried on are assumptions, and each is told.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

DAY = timedelta(days=1)
NOON = 12
MIDNIGHT = 24
LEAP = 8
"""Years in which there is a 29th of February for certain: 1900 and 2100 have none."""
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚", "夜间"})
_TOKEN = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s*(?:年|[-/.])\s*(?P<month>\d{1,2})\s*(?:月|[-/.])\s*(?P<day>\d{1,2})"
    r"\s*[日号]?"
    r"|(?P<month_only>\d{1,2})\s*月\s*(?P<day_of>\d{1,2})\s*[日号]"
    r"|(?P<day_only>\d{1,2})\s*(?:日|号(?=\s*(?:\d{1,2}\s*[:时点]|凌晨|[早上中下晚])))"
    r"|(?P<next>次日|翌日|第二天)"
    r"|(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上|夜间|晚)?\s*"
    r"(?P<hour>(?<!\d)(?:[01]?\d|2[0-4]))\s*"
    r"(?::\s*(?P<minute>[0-5]\d)(?::[0-5]\d)?"
    r"|(?:时|点)\s*(?:(?P<minute_cn>[0-5]?\d)\s*分?|(?P<half>半))?)"
)
_JOINS = re.compile(r"至|到|-|—|–|~|∼|起|止")  # noqa: RUF001 - as people type it


class Assumed(StrEnum):
    """What was not written and had to be assumed."""

    YEAR = "year"
    NEXT_DAY = "next_day"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class Span:
    """When power is off; ``until`` is none where the text does not say."""

    begin: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Times:
    """The spans of a text in order, what was assumed, and pieces that make no time."""

    spans: tuple[Span, ...] = ()
    assumed: tuple[Assumed, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass
class _Reading:
    """Where reading stands: the day that counts until another is written."""

    today: date
    zone: tzinfo
    day: date | None = None
    fresh: bool = False
    """Whether a day was written since the last time of day."""
    afternoon: bool = False
    moments: list[datetime] = field(default_factory=list)
    assumed: list[Assumed] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def times(text: str, today: date, zone: tzinfo) -> Times:
    """Read the spans in a text (NFKC); ``today`` decides over a year that is not written."""
    reading = _Reading(today, zone)
    spans: list[Span] = []
    last = 0
    for found in _TOKEN.finditer(text):
        joined = bool(_JOINS.search(text[last : found.start()]))
        last = found.end()
        if found["hour"] is None:
            if not joined:
                _flush(reading, spans)
            _read_day(found, reading, joined=joined)
        else:
            if not (joined or reading.fresh):
                _flush(reading, spans)
            _read_clock(found, reading)
    _flush(reading, spans)
    if reading.fresh and reading.day:
        reading.unread.append(reading.day.isoformat())
    unread = tuple(reading.unread)
    return Times(tuple(spans), tuple(dict.fromkeys(reading.assumed)), unread)


def moment(text: str, today: date, zone: tzinfo) -> tuple[datetime | None, Times]:
    """Read the one moment in a text, and how it was read."""
    found = times(text, today, zone)
    return (found.spans[0].begin if found.spans else None), found


def _read_day(found: re.Match[str], reading: _Reading, *, joined: bool) -> None:
    before = reading.day if reading.fresh else None
    try:
        day = _day(found, reading)
    except ValueError:  # the thirtieth of February
        day = None
    if day is None:
        reading.unread.append(found.group())
    if before is not None:
        # Two days without a time between them: the first stands alone, or every day is meant.
        reading.unread.append(before.isoformat())
        if joined and day is not None:
            reading.unread.append(day.isoformat())
            day = None
    reading.day, reading.fresh = day, day is not None


def _day(found: re.Match[str], reading: _Reading) -> date | None:
    known = reading.day
    if found["year"]:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    if found["month_only"]:
        month, day = int(found["month_only"]), int(found["day_of"])
        if known is None or month < known.month:
            reading.assumed.append(Assumed.YEAR)
        if known is None:
            return _nearest(month, day, reading.today)
        return date(known.year + (month < known.month), month, day)
    if known is None:
        return None
    return known + DAY if found["next"] else known.replace(day=int(found["day_only"]))


def _nearest(month: int, day: int, today: date) -> date:
    """Return the day of a year that lies nearest to today; ValueError where no year has it.

    The years about today that lack the 29th of February are passed over.
    """
    years = range(today.year - LEAP, today.year + LEAP + 1)
    days = [date(year, month, day) for year in years if day <= monthrange(year, month)[1]]
    return min(days, key=lambda one: abs(one - today))


def _read_clock(found: re.Match[str], reading: _Reading) -> None:
    if reading.day is None:
        reading.unread.append(found.group().strip())
        return
    hour, part = int(found["hour"]), found["part"] or ""
    minute = 30 if found["half"] else int(found["minute"] or found["minute_cn"] or 0)
    if (part in _AFTERNOON and hour < NOON) or (part == "中午" and hour <= 2):  # noqa: PLR2004
        hour += NOON
    if hour == MIDNIGHT and minute:
        reading.unread.append(found.group().strip())
        return
    at = datetime.combine(reading.day, datetime.min.time(), reading.zone)
    at += timedelta(hours=hour, minutes=minute)
    at = _in_order(at, reading, told=bool(part), hour=hour)
    reading.afternoon = part in _AFTERNOON
    reading.moments.append(at)
    reading.fresh = False


def _in_order(at: datetime, reading: _Reading, *, told: bool, hour: int) -> datetime:
    """Let an end without a day of its own lie behind its beginning."""
    if not reading.moments or reading.fresh or at > reading.moments[-1]:
        return at
    later = at + timedelta(hours=NOON)
    if reading.afternoon and not told and hour < NOON and later > reading.moments[-1]:
        reading.assumed.append(Assumed.AFTERNOON)
        return later
    reading.assumed.append(Assumed.NEXT_DAY)
    return at + DAY


def _flush(reading: _Reading, spans: list[Span]) -> None:
    """Turn the moments read so far into spans, two by two."""
    every, reading.moments = reading.moments, []
    for begin, end in zip(every[::2], [*every[1::2], None], strict=False):
        if end is not None and end <= begin:
            reading.unread.append(f"{begin:%Y-%m-%d %H:%M} – {end:%Y-%m-%d %H:%M}")
            spans.append(Span(begin, None))
        else:
            spans.append(Span(begin, end))
