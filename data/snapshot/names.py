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

from rules.masking import for_the_record, without_phones, words_on_health

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS = r"\p{Nd}(?:[^\p{Nd}\p{L}]{0,3}\p{Nd}){6}"
"""Wider than :data:`rules.masking.PHONE`: seven digits, and what people put between them."""
_BETWEEN = r"[\s\p{P}\p{Cf}]+"
"""What does not hide a word that it stands in."""


_PUBLIC = re.compile("医院|卫生院|卫生室|诊所|疗养院|康复中心|联合会|残联")
"""An institution's own name tells of nobody's health, whatever words it is made of."""


def readable(names: Sequence[str]) -> list[str]:
    """Return names as :func:`rules.masking.for_the_record` would, quick where few are masked.

    Institutions keep the words of their names.
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
        name = found[row]
        found[row] = without_phones(name) if _PUBLIC.search(name) else for_the_record(name)
    return found
