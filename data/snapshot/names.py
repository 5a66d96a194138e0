"""Names of the network and of villages as everybody may read them: no phone, no word on health.

They are masked where they are read from the store. So cards, search, tiles, lists and pictures
follow, which are drawn once for all viewers, and nothing can be found by what is not there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rules.masking import without_health, without_phones, words_on_health

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS = r"\p{Nd}(?:[^\p{Nd}\p{L}]{0,3}\p{Nd}){6}"
"""Wider than :data:`rules.masking.PHONE`: seven digits, and what people put between them."""
_BETWEEN = r"[\s\p{P}\p{Cf}]+"
"""What does not hide a word that it stands in."""
_INSTITUTION = "(?:医院|卫生院|卫生室|诊所|疗养院|康复中心|联合会|残联)"
_WORD = f"(?:{'|'.join(sorted(map(re.escape, words_on_health()), key=len, reverse=True))})"
_PUBLIC = re.compile(rf"{_WORD}?人?{_INSTITUTION}(?:{_WORD}?[部科室楼]|{_WORD}中心)?")
"""An institution's own name tells of nobody's health: a word on health that it is made of, as in
传染病医院, and one that names a part of it, as in 医院住院部. A word beside them is somebody's."""


def readable(names: Sequence[str]) -> list[str]:
    """Return names as :func:`rules.masking.for_the_record` would, quick where few are masked.

    Institutions keep the words of their own names.
    """
    found = list(names)
    column = pa.array(found, pa.string())
    words = "|".join(re.sub(r"[\s-]", "", word) for word in words_on_health())
    plain = pc.utf8_normalize(column, form="NFKC")
    tight = pc.replace_substring_regex(plain, pattern=_BETWEEN, replacement="")
    suspect = pc.or_(
        pc.match_substring_regex(column, _DIGITS),
        pc.match_substring_regex(tight, words, ignore_case=True),
    )
    for row in np.flatnonzero(suspect.to_numpy(zero_copy_only=False)):
        found[row] = _masked(without_phones(found[row]))
    return found


def _masked(name: str) -> str:
    """Mask the words on health around the names of institutions."""
    parts, at = [], 0
    for public in _PUBLIC.finditer(name):
        parts += [without_health(name[at : public.start()]), public[0]]
        at = public.end()
    return "".join([*parts, without_health(name[at:])])
