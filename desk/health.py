"""How the product is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import changes

if TYPE_CHECKING:
    from datetime import datetime

    from desk.desk import Desk
    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest version of the data, when it became so, and whether it is the demo bureau."""

    version: int
    changed_at: datetime | None
    demo: bool


def standing(desk: Desk, viewer: Viewer) -> Standing:
    """Ask the store itself, never the read path.

    Raises
    ------
    StoreAway
        The database cannot be reached.
    """
    with desk.store.reading() as connection:
        newest = changes.newest(connection, viewer)
        demo = changes.fact(connection, viewer, "demo") is not None
    return Standing(newest.version, newest.at, demo)
