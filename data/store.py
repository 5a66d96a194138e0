"""The store: one engine, short reads, one writer at a time, and the change log.

Writers are serialised on both databases (``BEGIN IMMEDIATE`` on SQLite, an advisory lock on
PostgreSQL), so the numbers of the change log become visible in the order in which they count.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, func, insert, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

from data.tables import Audit, Change
from errors import BattlemapError
from rules.masking import for_the_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

    from rules.viewer import Viewer

WRITER_LOCK = 0x626D_6170
"""Key of the advisory lock that every writer on PostgreSQL takes ("bmap")."""
BUSY_SECONDS = 10
_TELL, _NOTE = insert(Change), insert(Audit)
_VERSION = select(func.coalesce(func.max(Change.id), 0))
"""Made once: every act asks these, and making a statement costs more than asking it."""
UNWRITABLE = ("readonly", "read-only", "disk is full", "disk I/O error", "No space left")
NO_DATABASE = "file is not a database"
NO_TABLE = "42P01"
"""PostgreSQL's code for a table that is missing: the database is there, the store not yet."""


class StoreAway(BattlemapError):
    """The database cannot be reached just now; the same call may go through later."""

    code = "store.away"
    passing = True


class StoreBusy(BattlemapError):
    """Somebody else is writing, for longer than a writer waits."""

    code = "store.busy"
    passing = True


class StoreUnwritable(BattlemapError):
    """The disk is full, or the embedded store may not be written. Facts: ``place``."""

    code = "store.unwritable"


class StoreBroken(BattlemapError):
    """The file of the embedded store is no database. Facts: ``place``."""

    code = "store.broken"


class StoreUnknown(BattlemapError):
    """The address of the database cannot be used."""

    code = "store.unknown"


@dataclass(frozen=True, slots=True)
class Deed:
    """What the audit keeps of an act, besides who, when and from where.

    ``before`` and ``after`` hold what changed by name: never a phone, a health fact, a secret.
    """

    act: str
    noun: str
    ref: str = ""
    before: dict[str, object] | None = None
    after: dict[str, object] | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """A transaction that writes: what it changes, it says in the change log."""

    connection: Connection
    viewer: Viewer

    def changed(self, noun: str, act: str, refs: list[int] | None = None) -> None:
        """Append to the change log: rows by id, or with no ids the whole noun."""
        rows = [
            {
                "at": datetime.now(UTC),
                "actor": self.viewer.name,
                "noun": noun,
                "act": act,
                "ref": ref,
            }
            for ref in (refs if refs is not None else [None])
        ]
        if rows:
            self.connection.execute(_TELL, rows)

    def noted(self, deed: Deed) -> None:
        """Append to the audit what the viewer does, in the transaction in which it is done.

        What somebody wrote in their own words may hold a phone or a word on health: both are
        masked, because an audit is kept for long and can never be mended.
        """
        row = {
            "at": datetime.now(UTC),
            "actor": self.viewer.name,
            "role": self.viewer.role.value,
            "origin": self.viewer.origin,
            **asdict(deed),
            "before": _for_the_record(deed.before),
            "after": _for_the_record(deed.after),
            "why": for_the_record(deed.why),
        }
        self.connection.execute(_NOTE, row)


@dataclass(frozen=True, slots=True)
class Store:
    """The door to the database."""

    engine: Engine

    @property
    def embedded(self) -> bool:
        """Tell whether the store is the embedded SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @property
    def place(self) -> str:
        """Return where the store is, without a password."""
        return self.engine.url.database or "" if self.embedded else self.engine.url.host or ""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a consistent read.

        Raises
        ------
        StoreAway
            The database cannot be reached.
        """
        with _named_errors(self.place), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, viewer: Viewer) -> Iterator[Writing]:
        """Open the one writing transaction; it is committed at the end, or leaves nothing.

        Raises
        ------
        StoreBusy
            Another writer held the store for longer than ``BUSY_SECONDS``.
        StoreAway
            The database cannot be reached.
        """
        options = {"writes": True}
        with (
            _named_errors(self.place),
            self.engine.execution_options(**options).begin() as connection,
        ):
            if not self.embedded:
                connection.execute(text(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'"))
                connection.execute(select(func.pg_advisory_xact_lock(WRITER_LOCK)))
            yield Writing(connection, viewer)

    def version(self, connection: Connection) -> int:
        """Return the number of the newest change: the version of the data."""
        return connection.scalar(_VERSION) or 0

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def open_store(url: str) -> Store:
    """Open the store at an SQLAlchemy URL; nothing is created but the folder of a SQLite file.

    ``postgresql://`` means psycopg 3.

    Raises
    ------
    StoreUnknown
        The address is none, or of a database that is not supported.
    StoreUnwritable
        The folder of the embedded store cannot be made.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreUnknown from error
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise StoreUnknown
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        return Store(create_engine(parsed, pool_pre_ping=True, pool_size=5, max_overflow=15))
    if parsed.database:
        _make_folder(Path(parsed.database).parent)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Store(engine)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnwritable(place=str(folder)) from error


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver's own BEGIN is deferred, and a read that turns into a write in WAL then fails
    # with "database is locked": autocommit here, and an explicit BEGIN below.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # else a row that is replaced is not deleted for a trigger
        "temp_store=MEMORY",
        "cache_size=-65536",
        "mmap_size=1073741824",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _for_the_record(value: object) -> object:
    match value:
        case str():
            return for_the_record(value)
        case dict():
            return {name: _for_the_record(part) for name, part in value.items()}
        case list() | tuple():
            return [_for_the_record(part) for part in value]
        case _:
            return value


@contextmanager
def _named_errors(place: str) -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        if any(sign in str(error.orig) for sign in UNWRITABLE):
            raise StoreUnwritable(place=place) from error
        busy = "locked" in str(error.orig) or "lock timeout" in str(error.orig)
        raise (StoreBusy() if busy else StoreAway()) from error
    except DBAPIError as error:
        if NO_DATABASE in str(error.orig):
            raise StoreBroken(place=place) from error
        if error.connection_invalidated or getattr(error.orig, "sqlstate", "") == NO_TABLE:
            raise StoreAway from error
        raise
