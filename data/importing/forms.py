"""What a column is, and how the headers of files are compared with its names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, StrEnum

IGNORED = "ignore"
"""What a column is mapped to that is to be left out, though it would be recognised."""
_NOISE = re.compile(r"[\s_\-./:：*]+|\(.*?\)|\[.*?\]|【.*?】")


class Form(StrEnum):
    """How the values of a column are read."""

    KEY = "key"
    """What rows are known by: text that is kept to the letter, leading zeros and all."""
    CODE = "code"
    """The key of something else."""
    CODES = "codes"
    """Several of them."""
    TEXT = "text"
    PROSE = "prose"
    """Text that may have several lines."""
    WORD = "word"
    """One of a list of words."""
    WORDS = "words"
    """Several of them."""
    NUMBER = "number"
    MOMENT = "moment"
    PHONES = "phones"
    DEGREES = "coordinate"
    SHAPE = "geometry"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a kind of file.

    ``names`` are the headers it is recognised by besides ``name``, the likeliest first.
    ``words`` is the list a WORD is taken from. ``longest`` is what the store has room for.
    """

    name: str
    form: Form
    names: tuple[str, ...] = ()
    required: bool = False
    words: type[Enum] | None = None
    longest: int = 200


def folded(name: str) -> str:
    """Reduce a header or file name to what it is compared by.

    Width, case, blanks, underscores, asterisks and remarks in brackets do not matter:
    ``" 经度（°）"`` is ``"经度"``.
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold()
