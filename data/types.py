"""Column types that behave alike on SQLite and PostgreSQL."""
# ruff: noqa: ARG002 - SQLAlchemy hands every type the dialect

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import shapely
from sqlalchemy import DateTime, LargeBinary
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry
    from sqlalchemy import Dialect


class Geometry(TypeDecorator["BaseGeometry"]):
    """A shapely geometry, WGS-84 degrees, kept as WKB: no spatial extension is needed."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: BaseGeometry | None, dialect: Dialect) -> bytes | None:
        """Write WKB."""
        return None if value is None else bytes(shapely.to_wkb(value))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> BaseGeometry | None:
        """Read WKB."""
        return None if value is None else shapely.from_wkb(value)


class Moment(TypeDecorator[datetime]):
    """An aware point in time, kept in UTC; SQLite forgets the zone, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Write UTC; a naive time is a defect of the caller.

        Raises
        ------
        ValueError
            The time has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(value)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
