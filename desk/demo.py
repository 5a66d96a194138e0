"""The demo bureau: whether the store holds it, clearing it for a bureau's own data."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from data import changes
from data.clearing import OWN, clear, is_empty
from data.demo.loading import DEMO, StoreHoldsOwnData
from data.importing.rejected import FOLDER
from data.store import Deed
from errors import BattlemapError

if TYPE_CHECKING:
    from data.store import Store
    from desk.desk import Desk
    from rules.viewer import Viewer


class NoDemo(BattlemapError):
    """The store does not hold the demo bureau, so nothing is cleared."""

    code = "demo.none"


def holds_demo(store: Store, viewer: Viewer) -> bool:
    """Tell whether the store holds the demo bureau.

    Raises
    ------
    data.store.StoreAway
        The database cannot be reached.
    """
    with store.reading() as connection:
        return changes.fact(connection, viewer, DEMO) is not None


def wants_demo(store: Store, viewer: Viewer) -> bool:
    """Tell whether the store is empty, and nobody has cleared it to begin with their own data.

    Raises
    ------
    data.store.StoreAway
        The database cannot be reached.
    """
    with store.reading() as connection:
        own = changes.fact(connection, viewer, OWN) is not None
        return not own and is_empty(connection, viewer)


def refuse_own_data(store: Store, viewer: Viewer) -> None:
    """Make sure that a demo bureau may be loaded, before one is made.

    Raises
    ------
    data.demo.loading.StoreHoldsOwnData
        The store is not empty, and what it holds is no demo bureau.
    data.store.StoreAway
        The database cannot be reached.
    """
    with store.reading() as connection:
        empty = is_empty(connection, viewer)
        if not empty and changes.fact(connection, viewer, DEMO) is None:
            raise StoreHoldsOwnData


def clear_demo(desk: Desk, viewer: Viewer) -> None:
    """Delete the demo bureau, and whatever was imported into it, in one transaction.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not import.
    NoDemo
        The store holds a bureau's own data.
    desk.imports.jobs.ImportBusy
        An import is running.
    data.store.StoreBusy, data.store.StoreAway
        Somebody else is writing, or the database cannot be reached.
    """
    desk.imports.allow(viewer)
    desk.imports.refuse_if_busy()
    with desk.store.writing(viewer) as writing:
        if changes.fact(writing.connection, viewer, DEMO) is None:
            raise NoDemo
        clear(writing, begin_own=True)
        writing.noted(Deed("clear_demo", "bureau"))
    desk.keeper.catch_up()
    shutil.rmtree(desk.settings.data_dir / FOLDER, ignore_errors=True)
