"""Lengths on the scale bar."""

import pytest

from layers.picture.scalebar import round_length


@pytest.mark.parametrize(
    ("most", "expected"),
    [(0.4, 1), (1, 1), (1.9, 1), (4.99, 2), (99, 50), (100, 100), (7431, 5000)],
)
def test_a_bar_has_a_round_length(most: float, expected: float) -> None:
    assert round_length(most) == expected
