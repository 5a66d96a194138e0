"""Names in a notice against the names a bureau keeps: the same, written otherwise, or misspelt.

A near spelling is only ever proposed, and never between names that differ in a sign by which
places and lines are told apart: 上寨 is not 下寨, and 白水Ⅰ回 is not 白水Ⅱ回.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FEWEST_SIGNS = 3
"""Shorter names have too many neighbours for a near spelling."""
_TELLING = frozenset(
    "上中下东西南北前后左右内外大小新老旧高低甲乙丙丁一二三四五六七八九十0123456789ivx"
)
_NOISE = re.compile(r"^pms_|\d+(?:\.\d+)?kv|[\s_\-·.()（）【】\[\]#号]|供电所$")
_ENDINGS = re.compile(
    r"(?:变电站|变电所|变压器|台区|公变|专变|配变|线路|馈线|线|村民委员会|村委会|村|寨子|小区|变)$"
)


class How(StrEnum):
    """How a name was found: as it is written, written otherwise, or nearly so.

    A substation is also found by its line, whatever it is called here.
    """

    EXACT = "exact"
    NORMALISED = "normalised"
    NEAR = "near"
    BY_LINE = "by_line"


@dataclass(frozen=True, slots=True)
class Match:
    """A name that was found; ``refs`` are all things that are called so."""

    how: How
    name: str
    refs: tuple[int, ...]


class Names:
    """Names of one kind of thing, to be asked for by what somebody wrote."""

    def __init__(self, named: Iterable[tuple[str, int]]) -> None:
        """Take names with the numbers of what they name; empty names name nothing."""
        self._exact: defaultdict[str, list[int]] = defaultdict(list)
        self._plain: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for name, ref in named:
            if name:
                self._exact[name].append(ref)
                self._plain[plain(name)][name] = None
        self._by_length: Mapping[int, list[str]] = _by_length(self._plain)

    def find(self, written: str) -> tuple[Match, ...]:
        """Return what is meant: nothing, one name, or several where it is not clear which."""
        if written in self._exact:
            return (self._match(How.EXACT, written),)
        wanted = plain(written)
        if not wanted:
            return ()
        if wanted in self._plain:
            return tuple(self._match(How.NORMALISED, name) for name in self._plain[wanted])
        return tuple(
            self._match(How.NEAR, name) for near in self._near(wanted) for name in self._plain[near]
        )

    def _match(self, how: How, name: str) -> Match:
        return Match(how, name, tuple(dict.fromkeys(self._exact[name])))

    def _near(self, wanted: str) -> list[str]:
        if len(wanted) < FEWEST_SIGNS:
            return []
        lengths = range(len(wanted) - 1, len(wanted) + 2)
        some = (name for length in lengths for name in self._by_length.get(length, ()))
        return [name for name in some if len(name) >= FEWEST_SIGNS and is_near(wanted, name)]


def plain(name: str) -> str:
    """Return a name without what people leave out or add: voltage, blanks, its last word."""
    even = normalize("NFKC", name).lower()
    bare = _NOISE.sub("", even)
    return _ENDINGS.sub("", bare) or bare


def is_near(one: str, other: str) -> bool:
    """Tell whether two names differ in one sign, and not in one that tells things apart."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    shorter, longer = sorted((one, other), key=len)
    start = 0
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    if len(shorter) == len(longer):
        changed = {shorter[start], longer[start]}
        return shorter[start + 1 :] == longer[start + 1 :] and not changed & _TELLING
    return shorter[start:] == longer[start + 1 :] and longer[start] not in _TELLING


def _by_length(names: Iterable[str]) -> Mapping[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for name in names:
        found[len(name)].append(name)
    return found
