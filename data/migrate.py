"""Bring a store to the newest form of the model (Alembic)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, select, text

from data.tables import Fact
from errors import BattlemapError
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from data.store import Store

SCRIPTS = Path(__file__).parent / "migrations"


class StoreTooNew(BattlemapError):
    """The store was last used by a newer version of the product."""

    code = "store.too_new"


def migrate(store: Store) -> None:
    """Create the tables of an empty store, or move an older one forward.

    Two processes that start at once are safe: the second waits for the first.

    Raises
    ------
    StoreTooNew
        The store holds a revision that this version does not know.
    StoreAway
        The database cannot be reached.
    """
    with store.reading() as connection:
        if _revision(connection) == _scripts().get_current_head():
            return
    with store.writing(SYSTEM) as writing:
        found = _revision(writing.connection)
        if found is not None and found not in {r.revision for r in _scripts().walk_revisions()}:
            raise StoreTooNew(revision=found)
        command.upgrade(_config(writing.connection), "head")
        _name_store(writing.connection)


def _name_store(connection: Connection) -> None:
    # Files kept beside the store carry this name: those of another store are never taken for
    # its own, whatever stands in BATTLEMAP_DATABASE_URL.
    if connection.scalar(select(Fact.value).where(Fact.key == "store")) is None:
        connection.execute(insert(Fact), {"key": "store", "value": uuid4().hex})


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(SCRIPTS))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)
