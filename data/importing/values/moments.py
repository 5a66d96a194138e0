"""Dates and times as bureaus write them.

Read are year-month-day in digits with any separator or in Chinese, compact digits, and the
serial numbers of spreadsheets (days since 1899-12-30). Times without a zone are local. A date
that begins with a day or a month is refused, because nobody can tell which of the two it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.values.numbers import numbers
from data.importing.values.text import half_width, is_blank, to_mask
from data.later import Later

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    import pandas as pd
    from numpy.typing import NDArray

    from geo.arrays import BoolArray, FloatArray, IntArray
else:
    pd = Later("pandas")

_TIME = (
    r"(?:[T\s]*(?P<half>上午|下午|AM|PM|am|pm)?\s*(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})?"
    r"(?:[:分](?P<second>\d{1,2})?(?:\.\d+)?秒?)?)?\s*"
)
_ZONE = r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_SEPARATED = (
    r"^(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})日?"
    + _TIME
    + _ZONE
    + "$"
)
_COMPACT = (
    r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:[T\s]?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?)?" + _ZONE + "$"
)
_UNCLEAR = r"^\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})\b"
_SERIAL = r"^\d{5}(\.\d+)?$"
_SERIAL_DAY_ZERO = np.datetime64("1899-12-30", "us")
_FIRST_YEAR, _LAST_YEAR = 1950, 2099
_LAST_HOUR, _LAST_MINUTE, _NOON = 24, 59, 12
_PARTS = ("year", "month", "day", "hour", "minute", "second")


@dataclass(frozen=True, slots=True)
class Moments:
    """What a column of times says: UTC, NaT where nothing stands or nothing could be read.

    ``unclear`` are dates whose day and month may be mixed up, ``unreadable`` all others that
    could not be read, days that no calendar has among them.
    """

    utc: NDArray[np.datetime64]
    unclear: BoolArray
    unreadable: BoolArray


def moments(values: pa.Array, zone: ZoneInfo) -> Moments:
    """Read a column of times; those without a zone of their own are local times of ``zone``."""
    plain = half_width(values)
    local = np.full(len(plain), np.datetime64("NaT"), "datetime64[us]")
    offset = np.full(len(plain), np.nan)
    for pattern in (_SEPARATED, _COMPACT):
        found, shift = _matched(plain, pattern)
        taken = np.isnat(local) & ~np.isnat(found)
        local[taken], offset[taken] = found[taken], shift[taken]
    serial = _serial(plain)
    local = np.where(np.isnat(local), serial, local)
    utc = _to_utc(local, offset, zone)
    unread = np.isnat(utc) & ~is_blank(plain)
    unclear = unread & to_mask(pc.match_substring_regex(plain, _UNCLEAR))
    return Moments(utc, unclear, unread & ~unclear)


def _matched(plain: pa.Array, pattern: str) -> tuple[NDArray[np.datetime64], FloatArray]:
    """Return local times (NaT where the pattern does not fit) and zones in minutes (or NaN)."""
    groups = pc.extract_regex(plain, pattern)
    names = [groups.type.field(n).name for n in range(groups.type.num_fields)]
    texts = {name: pc.struct_field(groups, name) for name in names}
    year, month, day, hour, minute, second = (_whole(texts[name]) for name in _PARTS)
    if "half" in texts:
        hour = _of_the_day(hour, texts["half"])
    fits = to_mask(pc.is_valid(groups)) & _in_calendar(year, month, day)
    fits &= (hour <= _LAST_HOUR) & (minute <= _LAST_MINUTE) & (second <= _LAST_MINUTE)
    fits &= (hour < _LAST_HOUR) | ((minute == 0) & (second == 0))
    seconds = hour * 3600 + minute * 60 + second
    days = _months(year, month).astype("datetime64[D]") + (day - 1)
    local = days.astype("datetime64[us]") + seconds.astype("timedelta64[s]")
    local[~fits] = np.datetime64("NaT")
    return local, _offset(texts["zone"])


def _of_the_day(hour: IntArray, half: pa.Array) -> IntArray:
    """Turn hours of half a day into hours of the day; 12 begins either half."""
    morning = to_mask(pc.is_in(half, pa.array(["上午", "AM", "am"])))
    afternoon = to_mask(pc.is_in(half, pa.array(["下午", "PM", "pm"])))
    hour = np.where(morning & (hour == _NOON), 0, hour)
    return np.where(afternoon & (hour < _NOON), hour + _NOON, hour)


def _whole(texts: pa.Array) -> IntArray:
    known = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    whole: IntArray = pc.fill_null(pc.cast(known, pa.int64()), 0).to_numpy(zero_copy_only=False)
    return whole


def _months(year: IntArray, month: IntArray) -> NDArray[np.datetime64]:
    return ((year - 1970) * 12 + month - 1).astype("datetime64[M]")


def _in_calendar(year: IntArray, month: IntArray, day: IntArray) -> BoolArray:
    fits = (year >= _FIRST_YEAR) & (year <= _LAST_YEAR) & (month >= 1) & (month <= 12)  # noqa: PLR2004
    first = _months(year, month)
    length = ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64)
    return np.asarray(fits & (day >= 1) & (day <= length), bool)


def _offset(zones: pa.Array) -> FloatArray:
    """Return the offset of each zone in minutes; NaN where none is written."""
    plain = pc.fill_null(pc.replace_substring(zones, ":", ""), "")
    signed = pc.if_else(pc.equal(plain, "Z"), "+0000", plain)
    four, bad = numbers(signed)
    hours = np.trunc(four / 100.0)
    minutes: FloatArray = hours * 60.0 + (four - hours * 100.0)
    minutes[bad] = np.nan
    return minutes


def _serial(plain: pa.Array) -> NDArray[np.datetime64]:
    fits = pc.match_substring_regex(plain, _SERIAL)
    days, _ = numbers(pc.if_else(fits, plain, ""))
    known = ~np.isnan(days)
    # To the second: a serial number has about a microsecond of noise.
    seconds = np.round(np.where(known, days, 0.0) * 86_400.0).astype("timedelta64[s]")
    found = _SERIAL_DAY_ZERO + seconds
    found[~known] = np.datetime64("NaT")
    return found


def _to_utc(
    local: NDArray[np.datetime64], offset: FloatArray, zone: ZoneInfo
) -> NDArray[np.datetime64]:
    stated = ~np.isnan(offset)
    index = pd.DatetimeIndex(np.where(stated, np.datetime64("NaT"), local))
    # Where clocks were set back an hour exists twice: the later one is meant, in winter time.
    winter = np.zeros(len(local), bool)
    here = index.tz_localize(zone, ambiguous=winter, nonexistent="shift_forward")
    utc = here.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[us]")
    minutes = np.where(stated, offset, 0.0).astype("timedelta64[m]")
    return np.where(stated, local - minutes, utc)
