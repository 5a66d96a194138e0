from __future__ import annotations

from itertools import count

import pytest

from tests.servers.waiting import until


def test_it_waits_until_the_thing_has_happened() -> None:
    asked = count()
    until(lambda: next(asked) == 3, "the fourth question", seconds=10)
    assert next(asked) == 4


def test_it_says_what_did_not_happen() -> None:
    with pytest.raises(TimeoutError, match=r"the moon falls: not within 0\.01 s"):
        until(lambda: False, "the moon falls", seconds=0.01)
