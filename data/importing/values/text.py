"""Text as people and spreadsheets write it, brought into one form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.arrays import BoolArray

_BLANKS = r"[\s\x00-\x1f\x7f\x{00A0}\x{3000}]+"
_BLANKS_IN_LINE = r"[\x00-\x09\x0b-\x1f\x7f\x{00A0}\x{3000}]+"
_UNTIDY = (
    r"  |[\x00-\x1f\x7f\x{00A0}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}\x{3000}\x{FEFF}]"
)
"""What only the untidy few have; the rest is spared the replacing."""
_INVISIBLE = r"[\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}\x{FEFF}]+"
_GUARDED = r"^'([=+\-@])"
_QUOTED_CODE = r"""^(?:="|'|")(.*?)['"]?$"""
_WHOLE_NUMBER = r"^(\d+)\.0+$"
_ROUNDED = r"^\d(\.\d+)?[eE]\+?\d+$"


def tidy(values: pa.Array) -> pa.Array:
    """Return text on one line: trimmed, runs of blanks made one, nothing invisible.

    The apostrophe that exports put before ``=``, ``+``, ``-`` and ``@`` is taken off again.
    """
    return _guard_removed(_one_line(values))


def tidy_prose(values: pa.Array) -> pa.Array:
    """Return text that may have several lines."""
    unix = replaced(values, r"\r\n?", "\n")
    return _guard_removed(replaced(replaced(unix, _INVISIBLE, ""), _BLANKS_IN_LINE, " "))


def tidy_codes(values: pa.Array) -> pa.Array:
    """Return codes in one form: half width, no blanks around, leading zeros kept.

    ``="00123"`` and ``'00123`` are what spreadsheets need to keep zeros; ``123.0`` is a code
    that was once taken for a number.
    """
    plain = half_width(values)
    if any(_any(pc.starts_with(plain, mark)) for mark in "='\""):
        plain = replaced(plain, _QUOTED_CODE, r"\1")
    plain = _one_line(plain)
    if _any(pc.ends_with(plain, "0")) and _any(pc.match_substring(plain, ".0")):
        plain = replaced(plain, _WHOLE_NUMBER, r"\1")
    return pc.utf8_trim_whitespace(plain)


def half_width(values: pa.Array) -> pa.Array:
    """Return text with full-width letters, digits and punctuation made half width (NFKC)."""
    trimmed = pc.utf8_trim_whitespace(values)
    if _all(pc.string_is_ascii(trimmed)):
        return trimmed
    return pc.utf8_trim_whitespace(pc.utf8_normalize(trimmed, form="NFKC"))


def is_rounded(codes: pa.Array) -> BoolArray:
    """Tell which codes are numbers in scientific notation: their last digits are lost."""
    hopeful = pc.match_substring(codes, "E", ignore_case=True)
    return to_mask(hopeful) & to_mask(_matched(codes, _ROUNDED, hopeful))


def is_blank(values: pa.Array) -> BoolArray:
    """Tell which values are empty text."""
    return to_mask(pc.equal(values, ""))


def longer_than(values: pa.Array, longest: int) -> BoolArray:
    """Tell which values have more characters than that."""
    return to_mask(pc.greater(pc.utf8_length(values), longest))


def per_distinct(values: pa.Array, convert: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Convert every distinct value once: worth it where few values fill a long column."""
    encoded = values.dictionary_encode()
    return convert(encoded.dictionary).take(encoded.indices)


def replaced(values: pa.Array, pattern: str, by: str, hint: str = "") -> pa.Array:
    """Replace what a pattern matches.

    Values without a match are not touched, which is faster; faster still with a ``hint``, a text
    without which there can be no match.
    """
    hit = _matched(values, pattern, pc.match_substring(values, hint) if hint else None)
    if not _any(hit):
        return values
    changed = pc.replace_substring_regex(values.filter(hit), pattern, by)
    return pc.replace_with_mask(values, hit, changed)


def to_mask(values: pa.Array) -> BoolArray:
    """Return an Arrow mask as numpy."""
    mask: BoolArray = pc.fill_null(values, fill_value=False).to_numpy(zero_copy_only=False)
    return mask


def blank(count: int) -> pa.Array:
    """Return a column of empty text."""
    return pa.repeat(pa.scalar("", pa.string()), count)


def _guard_removed(values: pa.Array) -> pa.Array:
    trimmed = pc.utf8_trim_whitespace(values)
    if not _any(pc.starts_with(trimmed, "'")):
        return trimmed
    return replaced(trimmed, _GUARDED, r"\1")


def _one_line(values: pa.Array) -> pa.Array:
    untidy = pc.match_substring_regex(values, _UNTIDY)
    if not _any(untidy):
        return values
    changed = replaced(replaced(values.filter(untidy), _INVISIBLE, ""), _BLANKS, " ")
    return pc.replace_with_mask(values, untidy, changed)


def _matched(values: pa.Array, pattern: str, hopeful: pa.Array | None) -> pa.Array:
    """Match a pattern, looking closely only where there is hope."""
    if hopeful is None:
        return pc.match_substring_regex(values, pattern)
    if not _any(hopeful):
        return hopeful
    return pc.replace_with_mask(
        hopeful, hopeful, pc.match_substring_regex(values.filter(hopeful), pattern)
    )


def _any(mask: pa.Array) -> bool:
    return bool(pc.any(mask, min_count=0).as_py())


def _all(mask: pa.Array) -> bool:
    return bool(pc.all(mask, min_count=0).as_py())
