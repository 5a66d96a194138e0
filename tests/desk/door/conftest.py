from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.store import open_store
from tests.builders import small_bureau
from tests.desk.door.doors import Clocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store import Store


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Give a store with a small bureau, on either database."""
    opened = open_store(database_url)
    small_bureau().write(opened)
    yield opened
    opened.close()


@pytest.fixture
def clocks() -> Clocks:
    """Give clocks that stand still."""
    return Clocks()
