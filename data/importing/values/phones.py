"""Phone numbers, several in one cell, written in every way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.values.text import half_width, replaced, to_mask

if TYPE_CHECKING:
    from geo.arrays import BoolArray, IntArray

_AREA_IN_BRACKETS = r"\((0\d{2,3})\)[\s-]*(\d{7,8})"
_AREA_AND_BLANK = r"(^|[^\d-])(0\d{2,3})\s+-?\s*(\d{7,8})($|[^\d])"
_MOBILE_IN_GROUPS = r"(1\d{2})[\s-](\d{4})[\s-](\d{4})"
_COUNTRY = r"(^|[^\d-])(?:\+|00)86[\s-]*(\d)"
_BETWEEN = r"[;、/|\s]"
_NUMBER = r"^\+?\d[\d-]{2,22}$"
_MOST = 20
_NOTHING = ("无", "没有", "暂无", "none", "-", "0")


@dataclass(frozen=True, slots=True)
class Phones:
    """All numbers of a column: ``owner`` is the row, ``position`` counts the row's numbers.

    ``unreadable`` tells which rows hold something besides that is no number.
    """

    owner: IntArray
    position: IntArray
    number: pa.Array
    unreadable: BoolArray


def phones(values: pa.Array) -> Phones:
    """Read a column of phone numbers; a number that a row names twice counts once.

    Separated by comma, semicolon, enumeration comma, slash or blank. Area codes keep their
    hyphen, mobile numbers lose theirs, the country code of China is left out.
    """
    plain = replaced(half_width(values), _COUNTRY, r"\1\2", hint="86")
    plain = replaced(plain, _MOBILE_IN_GROUPS, r"\1\2\3")
    plain = replaced(plain, _AREA_IN_BRACKETS, r"\1-\2", hint="(")
    plain = replaced(plain, _AREA_AND_BLANK, r"\1\2-\3\4", hint=" ")
    parts = pc.split_pattern(replaced(plain, _BETWEEN, ","), ",")
    owner: IntArray = pc.list_parent_indices(parts).to_numpy().astype(np.int64)
    number = replaced(pc.list_flatten(parts), r"^(\d+)\.0$", r"\1", hint=".0")
    meant = ~to_mask(pc.is_in(number, pa.array(["", *_NOTHING])))
    fits = to_mask(pc.match_substring_regex(number, _NUMBER))
    unreadable = np.zeros(len(values), bool)
    unreadable[owner[meant & ~fits]] = True
    return _counted(owner[meant & fits], number.filter(pa.array(meant & fits)), unreadable)


def joined(found: Phones, count: int) -> pa.Array:
    """Return the numbers of each row as one text, separated by semicolons."""
    offsets = np.searchsorted(found.owner, np.arange(count + 1)).astype(np.int32)
    lists = pa.ListArray.from_arrays(pa.array(offsets), found.number)
    return pc.binary_join(lists, ";")


def _counted(owner: IntArray, number: pa.Array, unreadable: BoolArray) -> Phones:
    again = np.zeros(len(owner), bool)
    for lag in range(1, _most_of_one(owner)):
        same = to_mask(pc.equal(number[lag:], number[:-lag]))
        again[lag:] |= same & (owner[lag:] == owner[:-lag])
    owner, number = owner[~again], number.filter(pa.array(~again))
    starts = np.searchsorted(owner, owner, side="left")
    return Phones(owner, np.arange(len(owner)) - starts, number, unreadable)


def _most_of_one(owner: IntArray) -> int:
    """Return how many numbers a row has at most, within reason."""
    return min(int(np.bincount(owner).max(initial=1)), _MOST)
