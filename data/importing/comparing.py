"""What a dry run compares with: the store where there is one, else an empty one of its own."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect

from data.migrate import migrate
from data.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store import Store


def is_there(store: Store) -> bool:
    """Tell whether anybody ever made this store; asking does not make it.

    Raises
    ------
    data.store.StoreAway
        The database cannot be reached.
    """
    if store.embedded and not Path(store.place).is_file():
        return False
    with store.reading() as connection:
        return inspect(connection).has_table("alembic_version")


@contextmanager
def empty_store(folder: Path) -> Iterator[Store]:
    """Give an empty store in a folder that its owner removes."""
    store = open_store(f"sqlite:///{folder / 'empty.sqlite'}")
    try:
        migrate(store)
        yield store
    finally:
        store.close()
