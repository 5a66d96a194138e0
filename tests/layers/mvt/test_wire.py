"""Varints, alone and in arrays, against Google's own reader of Protocol Buffers."""

import numpy as np
import pytest
from google.protobuf.internal import decoder  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from layers.mvt import wire

WHOLE = st.integers(0, 2**62)


def read_all(stream: bytes) -> list[int]:
    """Read varint after varint."""
    values, at = [], 0
    while at < len(stream):
        value, at = decoder._DecodeVarint(stream, at)  # noqa: SLF001 - the reader has no other
        values.append(value)
    return values


@given(WHOLE)
def test_one_varint_reads_back(value: int) -> None:
    assert read_all(wire.varint(value)) == [value]


@pytest.mark.parametrize(
    ("value", "encoded"), [(0, b"\x00"), (127, b"\x7f"), (128, b"\x80\x01"), (300, b"\xac\x02")]
)
def test_varints_are_as_the_specification_shows(value: int, encoded: bytes) -> None:
    assert wire.varint(value) == encoded


@given(st.lists(WHOLE))
def test_an_array_is_its_varints_in_a_row(values: list[int]) -> None:
    whole = np.array(values, np.int64)
    assert wire.varints(whole) == b"".join(wire.varint(value) for value in values)
    assert wire.lengths(whole).tolist() == [len(wire.varint(value)) for value in values]


@given(st.lists(WHOLE, min_size=1), st.binary(max_size=3))
def test_records_are_equally_long_and_read_back(values: list[int], mark: bytes) -> None:
    pieces: list[wire.Piece] = [mark, wire.Padded.fitting(np.array(values, np.int64))]
    stream = wire.records(len(values), pieces)
    size = wire.size(pieces)
    assert len(stream) == size * len(values)
    parts = [stream[at : at + size] for at in range(0, len(stream), size)]
    assert [part[: len(mark)] for part in parts] == [mark] * len(values)
    assert [read_all(part[len(mark) :]) for part in parts] == [[value] for value in values]


@given(st.lists(st.integers(-(2**31), 2**31)))
def test_zigzag_alternates_signs(values: list[int]) -> None:
    folded = wire.zigzag(np.array(values, np.int64)).tolist()
    assert folded == [2 * value if value >= 0 else -2 * value - 1 for value in values]
