"""The bureau's own settings of the rules."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from data.tables import Parameter

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from data.store import Writing
    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Override:
    """A value that the bureau set: to what, why, by whom, when."""

    key: str
    value: str
    reason: str
    set_by: str
    set_at: datetime


def overrides(connection: Connection, _viewer: Viewer) -> dict[str, Override]:
    """Return everything that the bureau set itself, by key."""
    columns = [getattr(Parameter, name) for name in Override.__dataclass_fields__]
    rows = connection.execute(select(*columns).order_by(Parameter.key))
    return {row.key: Override(*row) for row in rows}


def set_override(writing: Writing, override: Override) -> None:
    """Set a value, or set it anew."""
    unset_override(writing, override.key)
    writing.connection.execute(insert(Parameter), asdict(override))
    writing.changed("parameter", "change")


def unset_override(writing: Writing, key: str) -> None:
    """Go back to the default."""
    writing.connection.execute(delete(Parameter).where(Parameter.key == key))
    writing.changed("parameter", "change")
