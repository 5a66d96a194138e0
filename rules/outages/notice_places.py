"""Places in an outage notice: villages, streets, quarters, each with the town it lies in."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 30
"""A piece that is longer names no place."""
_APART = re.compile(r"[、,;。\s]+")
_REGION = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|自治州|地区|市|盟))?\s*"
    r"(?:【[\u4e00-\u9fff]{1,10}】|\[[\u4e00-\u9fff]{1,10}\]"
    r"|[\u4e00-\u9fff]{1,6}?(?:(?<![超城])市|(?<![小社园校片台发])区|县|旗)(?=[\u4e00-\u9fff]))?"
)
_TOWN = re.compile(r"(?P<town>[\u4e00-\u9fff]{1,6}?(?:(?<!小)镇|乡|街道|办事处)):?(?P<rest>.*)")
_PART = re.compile(r"(?:的?(?:部分|局部))(?:居民楼|居民|用户|客户|楼栋|住户|区域|地区)?$")
_TAIL = re.compile(r"(?:等地|等地区|等|一带|及周边|附近|及其周边|全部|所有用户|用户|客户)+$")
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z]")


@dataclass(frozen=True, slots=True)
class Place:
    """A place by its name; ``within`` are region and town as far as the text says them.

    ``partly`` is whether only a part of it is meant, ``loosely`` whether others are meant as well
    (等, 一带).
    """

    name: str
    within: tuple[str, ...] = ()
    partly: bool = False
    loosely: bool = False


def places(text: str) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    """Return the places in a text (NFKC), and the pieces that name none.

    A region in front counts for all; a town counts until another is named.
    """
    region, rest = _region(text.strip())
    found: list[Place] = []
    unread: list[str] = []
    town = ""
    for piece in filter(None, _APART.split(rest)):
        named = _TOWN.fullmatch(piece)
        if named:
            town, piece = named["town"], named["rest"]  # noqa: PLW2901 - what is left of it
        if not piece:
            found.append(Place(town, region))
            continue
        place = _place(piece, (*region, *([town] if town else [])))
        if place is None:
            unread.append(piece)
        else:
            found.append(place)
    return _without_lone_towns(found), tuple(unread)


def _region(text: str) -> tuple[tuple[str, ...], str]:
    found = _REGION.match(text)
    if found is None or not found.group():
        return (), text
    parts = re.findall(r"[\u4e00-\u9fff]+?(?:省|自治区|自治州|地区|市|盟|区|县|旗)", found.group())
    rest = text[found.end() :]
    return tuple(parts), rest.removeprefix(":").strip()


def _place(piece: str, within: tuple[str, ...]) -> Place | None:
    name = piece.strip(".:()【】[]")
    whole = _PART.sub("", name)
    bare = _TAIL.sub("", whole)
    if not bare or len(bare) > LONGEST or not _WORDS.search(bare):
        return None
    return Place(bare, within, partly=whole != name, loosely=bare != whole)


def _without_lone_towns(found: list[Place]) -> tuple[Place, ...]:
    """Leave out a town that only stands in front of its villages."""
    named = {place.within[-1] for place in found if place.within}
    return tuple(place for place in found if place.name not in named)
