"""Which village an address lies in, as far as its words tell.

The rule is ours: an address goes from large to small (province, prefecture, county, town,
village, house), so the village is the first name after the town that ends in 村 or 社区; where
there is none, the first that ends in another word for a settlement; at last a group (组).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 120
_ABOVE = (
    r"^(?:[^,，\s]{1,10}?(?:省|自治区))?"
    r"(?:[^,，\s]{1,12}?(?:自治州|地区|市|盟|州))?"
    r"(?:[^,，\s]{1,12}?(?:自治县|县|[^社]区|旗|市))?"
    r"(?:[^,，\s]{1,12}?(?:民族乡|镇|乡|街道))?"
)
_NAME = r"(?P<village>[^\d,，\s]{1,20}?(?:%s))"
_ENDINGS: Sequence[str] = ("行政村|村|社区|居委会", "寨|屯|庄|堡|湾|坪|寨子|自然村", "组")


def villages(addresses: pa.Array) -> pa.Array:
    """Return the village of each address; empty where its words name none."""
    village = pa.repeat(pa.scalar("", pa.string()), len(addresses))
    for ending in _ENDINGS:
        unknown = pc.equal(village, "")
        found = _found(addresses.filter(unknown), ending)
        village = pc.replace_with_mask(village, unknown, found)
    return village


def _found(addresses: pa.Array, ending: str) -> pa.Array:
    groups = pc.extract_regex(addresses, _ABOVE + _NAME % ending)
    village = pc.fill_null(pc.struct_field(groups, "village"), "")
    return pc.utf8_slice_codeunits(village, 0, LONGEST)
