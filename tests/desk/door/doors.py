"""A door whose clocks stand still until a test moves them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from data import tables
from desk.door import people
from desk.door.door import Door
from desk.door.people import Post
from rules.viewer import SYSTEM, Role
from settings import Settings
from tests.builders import NOW

if TYPE_CHECKING:
    from sqlalchemy import Row

    from data.store import Store

PASSWORD = "twelve signs"  # noqa: S105 - of a test
HOME = "10.1.2.3"


@dataclass
class Clocks:
    """The wall's clock, and the seconds that really pass."""

    wall: datetime = NOW
    passed: float = 0.0
    hashed: list[str] = field(default_factory=list)

    def go_on(self, span: timedelta) -> None:
        """Let time pass."""
        self.wall += span
        self.passed += span.total_seconds()

    def jump(self, span: timedelta) -> None:
        """Set the wall's clock; no time passes."""
        self.wall += span


def door_of(store: Store, clocks: Clocks, **environment: str) -> Door:
    """Return a door over a store, as a process that begins now has it."""
    settings = Settings.from_environment(environment)
    return Door(store, settings, lambda: clocks.wall, lambda: clocks.passed)


def add(store: Store, name: str, role: Role = Role.DISPATCHER, password: str = PASSWORD) -> None:
    """Make an account."""
    people.add(store, SYSTEM, name, Post(role), password, datetime.now(UTC))


def acts(store: Store) -> list[str]:
    """Return the acts of the audit, in their order."""
    with store.reading() as connection:
        query = select(tables.Audit.act).order_by(tables.Audit.id)
        return list(connection.scalars(query))


def audited(store: Store, act: str) -> Row[Any]:
    """Return the last row of the audit on an act."""
    with store.reading() as connection:
        query = select(tables.Audit.__table__).where(tables.Audit.act == act)
        return connection.execute(query.order_by(tables.Audit.id.desc()).limit(1)).one()
