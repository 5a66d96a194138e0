"""What holds for a column of a form, whichever kind of file it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.forms import Column, Form
from data.importing.values.codes import accepted_words, code_sets, codes
from data.importing.values.moments import moments
from data.importing.values.numbers import numbers
from data.importing.values.phones import Phones, phones
from data.importing.values.text import (
    is_blank,
    is_rounded,
    longer_than,
    per_distinct,
    replaced,
    tidy,
    tidy_codes,
    tidy_prose,
)

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from data.importing.sieve import Sieve
    from geo.arrays import BoolArray, FloatArray

_BETWEEN_CODES = r"[,，;；、|\s]+"


def read_text(column: Column, sieve: Sieve) -> pa.Array:
    """Read text of any form; too long is rejected, and so is nothing where it is required."""
    given = sieve.table.text(column.name)
    if column.form is Form.PROSE:
        values = tidy_prose(given)
    elif column.form is Form.CODE:
        values = per_distinct(given, tidy_codes)
    elif column.form is Form.KEY:
        values = tidy_codes(given)
    elif column.form is Form.CODES:
        values = replaced(tidy_codes(given), _BETWEEN_CODES, ";")
    else:
        values = tidy(given)
    if column.form in (Form.KEY, Form.CODE):
        sieve.reject(is_rounded(values), column.name, "code_rounded")
    if column.required:
        sieve.reject(is_blank(values), column.name, "value_missing")
    if column.form is not Form.CODES:
        too_long = longer_than(values, column.longest)
        sieve.reject(too_long, column.name, "too_long", longest=column.longest)
    return values


def read_words(column: Column, sieve: Sieve) -> pa.Array:
    """Read codes by their words.

    A word that nobody knows rejects the row, unless the list has a code for everything else.
    """
    words = column.words
    if words is None:
        raise TypeError(column.name)
    given = sieve.table.text(column.name)
    read = code_sets(given, words) if column.form is Form.WORDS else codes(given, words)
    if column.required:
        sieve.reject(is_blank(tidy(given)), column.name, "value_missing")
    if read.unknown.any():
        accepted = accepted_words(words)
        sieve.reject(read.unknown, column.name, "word_unknown", accepted=accepted)
    sieve.find(read.other, column.name, "word_other")
    return read.values


def read_number(column: Column, sieve: Sieve, least: float, most: float) -> pa.Array:
    """Read a number in a range; null where nothing stands."""
    found, bad = numbers(sieve.table.text(column.name))
    sieve.reject(bad, column.name, "number_unreadable")
    reject_outside(found, column, sieve, least, most)
    return nullable(found)


def reject_outside(
    found: FloatArray, column: Column, sieve: Sieve, least: float, most: float
) -> None:
    """Reject numbers outside a range."""
    outside: BoolArray = (found < least) | (found > most)
    sieve.reject(outside, column.name, "number_range", least=least, most=most)


def read_moment(column: Column, sieve: Sieve, zone: ZoneInfo) -> pa.Array:
    """Read points in time, UTC; null where nothing stands."""
    read = moments(sieve.table.text(column.name), zone)
    sieve.reject(read.unclear, column.name, "date_unclear")
    sieve.reject(read.unreadable, column.name, "date_unreadable")
    if column.required:
        sieve.reject(np.isnat(read.utc), column.name, "value_missing")
    return pa.array(read.utc, pa.timestamp("us", "UTC"), from_pandas=True)


def read_phones(column: Column, sieve: Sieve) -> Phones:
    """Read phone numbers; what is none is left out and mentioned."""
    found = phones(sieve.table.text(column.name))
    sieve.find(found.unreadable, column.name, "phone_unreadable")
    long = np.zeros(len(sieve.table), bool)
    long[found.owner[longer_than(found.number, column.longest)]] = True
    sieve.reject(long, column.name, "too_long", longest=column.longest)
    return found


def nullable(found: FloatArray) -> pa.Array:
    """Return numbers as Arrow, NaN as null."""
    return pa.array(found, pa.float64(), from_pandas=True)


def first_of_each(keys: pa.Array, alive: BoolArray) -> BoolArray:
    """Tell which of the living rows have a key that no living row before has."""
    living = np.flatnonzero(alive)
    codes_ = pc.dictionary_encode(keys.take(pa.array(living))).indices.to_numpy()
    # Codes are given in order of appearance, so a key is new where its code exceeds all before.
    before = np.concatenate(([-1], np.maximum.accumulate(codes_)[:-1])) if len(codes_) else codes_
    first = np.zeros(len(alive), bool)
    first[living] = codes_ > before
    return first
