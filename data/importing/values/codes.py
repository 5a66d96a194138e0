"""Words become codes, each distinct word once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from data.importing.forms import folded
from data.importing.values.text import half_width
from data.importing.words import DEFAULTS, codes_by_word, fallback_of, spoken, switch_kinds_by_word

if TYPE_CHECKING:
    from geo.arrays import BoolArray

_BETWEEN = re.compile(r"[,;、/|\s]+")
_NOTHING = frozenset({"", "无", "否", "没有", "none", "no"})


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of a column, as the store keeps them: numbers of a scale, or text.

    ``unknown`` tells which words nobody knows (their code is the default); ``other`` those that
    were taken as the code for everything else.
    """

    values: pa.Array
    unknown: BoolArray
    other: BoolArray


def codes(values: pa.Array, words: type[Enum]) -> Codes:
    """Read a column of words; an empty cell is the default of the list."""
    encoded = half_width(values).dictionary_encode()
    known, fallback = codes_by_word(words), fallback_of(words)
    default = DEFAULTS.get(words, next(iter(words)))
    texts = [folded(word) for word in encoded.dictionary.to_pylist()]
    found = [known.get(word) if word else default for word in texts]
    unknown = np.array([code is None for code in found], bool)
    stored = [(code or fallback or default).value for code in found]
    type_ = pa.int64() if issubclass(words, IntEnum) else pa.string()
    indices = encoded.indices.to_numpy()
    missed = unknown[indices] if texts else np.zeros(len(values), bool)
    nothing = np.zeros(len(values), bool)
    return Codes(
        pa.array(stored, type_).take(encoded.indices),
        nothing if fallback else missed,
        missed if fallback else nothing,
    )


def code_sets(values: pa.Array, words: type[Enum]) -> Codes:
    """Read a column in which several words may stand: codes in the list's order, by semicolons."""
    encoded = half_width(values).dictionary_encode()
    known, fallback = codes_by_word(words), fallback_of(words)
    order = list(words)
    texts, missed = [], []
    for cell in encoded.dictionary.to_pylist():
        # A word may have a blank in it, so the whole cell is tried first.
        parts = [folded(cell)] if folded(cell) in known else _parts(cell)
        meant = [part for part in parts if part not in _NOTHING]
        found = {known.get(part) or fallback for part in meant}
        texts.append(";".join(str(code.value) for code in order if code in found))
        missed.append(any(part not in known for part in meant))
    indices = encoded.indices.to_numpy()
    other = np.array(missed, bool)[indices] if texts else np.zeros(len(values), bool)
    return Codes(
        pa.array(texts, pa.string()).take(encoded.indices), np.zeros(len(values), bool), other
    )


def switch_kinds(values: pa.Array) -> pa.Array:
    """Return the kinds of switches by our words where they are known, else as they are."""
    encoded = values.dictionary_encode()
    known = switch_kinds_by_word()
    kinds = [known.get(folded(text), text) for text in encoded.dictionary.to_pylist()]
    return pa.array(kinds, pa.string()).take(encoded.indices)


def accepted_words(words: type[Enum]) -> str:
    """List what may stand in a column, for a sentence: each code's value and its first word."""
    return ", ".join("/".join(spoken(code)[:3]) for code in words)


def _parts(cell: str) -> list[str]:
    return [folded(part) for part in _BETWEEN.split(cell)]
