"""Lines and substations in an outage notice: PMS_陶屯变125新塔线, 10kV上寨线012开关后段."""

from __future__ import annotations

import re
from dataclasses import dataclass

_APART = re.compile(r"[、,;\n]+|(?<=线)(?:和|及)(?=[\dA-Za-z\u4e00-\u9fff]*线)")
_KV = r"(?:(?P<{name}>\d{{1,3}}(?:\.\d)?)\s*[kK][vV]\s*)?"
_NAMED = re.compile(
    r"(?:PMS_)?"
    + _KV.format(name="station_kv")
    + r"(?:(?P<station>[\u4e00-\u9fffA-Za-z]{1,10}?)变(?:电站|电所)?(?!压器|台))?\s*"
    + _KV.format(name="kv")
    + r"(?P<number>[A-Za-z]{0,2}\d{2,4})?\s*[#号]?\s*"
    r"(?P<name>[\u4e00-\u9fffA-Za-z0-9]{1,16}?(?:线|回(?![\u4e00-\u9fff])))"
    r"(?P<extent>.*)",
    re.DOTALL,
)
_IN_TEXT = re.compile(
    r"(?:\d{2,3}\s*[kK][vV]\s*)?"
    r"(?:(?P<station>(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,8}?)变(?:电站|电所)?)?\s*"
    r"(?:\d{1,3}\s*[kK][vV]\s*|(?<=变)|(?<=变电站))"
    r"(?P<number>[A-Za-z]{0,2}\d{2,4})?\s*"
    r"(?P<name>[\u4e00-\u9fffA-Za-z0-9]{1,12}?线)(?!路)"
)
_STATION = re.compile(
    r"(?:PMS_)?(?:(?P<kv>\d{2,3})\s*[kK][vV]\s*)?(?P<name>[\u4e00-\u9fffA-Za-z]{1,12}?)"
    r"(?:(?P<kv_behind>\d{2,3})\s*[kK][vV])?\s*变(?:电站|电所)?"
)
_STATION_IN_TEXT = re.compile(
    r"(?:(?P<kv>\d{2,3})\s*[kK][vV]\s*(?P<after_kv>[\u4e00-\u9fff]{1,8}?)变(?!压器|台)"
    r"|(?P<plain>[\u4e00-\u9fff]{2,6}?)变电[站所])"
)
_WHOLE = frozenset({"全线", "(全线)", "全部", "整线"})
_FUNCTION = re.compile(r".*(?:因|由于|由|对|将|于|属|电的|供|所|在|为)")


@dataclass(frozen=True, slots=True)
class LineName:
    """A line as a notice names it: name, number and substation as far as they are written.

    ``extent`` is which part of it is meant, "" for the whole.
    """

    name: str
    number: str = ""
    substation: str = ""
    extent: str = ""


@dataclass(frozen=True, slots=True)
class Station:
    """A substation by its name without 变电站; ``kv`` is "" where no voltage is written."""

    name: str
    kv: str = ""


def line_names(text: str) -> tuple[tuple[LineName, ...], tuple[str, ...]]:
    """Return the lines that a value of a label names, and what names none."""
    found: list[LineName] = []
    unread: list[str] = []
    for piece in (part.strip(" \t。.") for part in _APART.split(text)):
        if not piece:
            continue
        named = _NAMED.fullmatch(piece)
        if named:
            found.append(_line(named, named["extent"].strip()))
        else:
            unread.append(piece)
    return tuple(dict.fromkeys(found)), tuple(unread)


def lines_in(text: str) -> tuple[LineName, ...]:
    """Return the lines that sentences name: only behind a voltage or a substation."""
    return tuple(dict.fromkeys(_line(found, "") for found in _IN_TEXT.finditer(text)))


def stations(text: str) -> tuple[tuple[Station, ...], tuple[str, ...]]:
    """Return the substations that a value of a label names, and what names none."""
    found: list[Station] = []
    unread: list[str] = []
    for piece in (part.strip(" \t。.") for part in re.split(r"[、,;\n]+", text)):
        if not piece:
            continue
        named = _STATION.fullmatch(piece)
        if named:
            found.append(Station(named["name"], named["kv"] or named["kv_behind"] or ""))
        else:
            unread.append(piece)
    return tuple(dict.fromkeys(found)), tuple(unread)


def stations_in(text: str) -> tuple[Station, ...]:
    """Return the substations that sentences name."""
    found = []
    for named in _STATION_IN_TEXT.finditer(text):
        name = named["after_kv"] or _FUNCTION.sub("", named["plain"])
        if name:
            found.append(Station(name, named["kv"] or ""))
    return tuple(dict.fromkeys(found))


def _line(named: re.Match[str], extent: str) -> LineName:
    station = _FUNCTION.sub("", named["station"] or "")
    part = "" if extent in _WHOLE else extent
    return LineName(named["name"], named["number"] or "", station, part)
