"""What the environment decides: read once at the start, frozen, handed down by app.py."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from errors import BattlemapError

if TYPE_CHECKING:
    from collections.abc import Mapping

MEGABYTE = 1024 * 1024


class BadSetting(BattlemapError):
    """An environment variable holds something that cannot be used."""

    code = "setting.bad"


class UnknownTimezone(BattlemapError):
    """The time zone of the bureau is none that is known."""

    code = "setting.timezone"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the product lives and what it lets in.

    ``data_dir`` holds the embedded store, the point index and rejected rows.
    ``database_url`` is an SQLAlchemy URL; by default SQLite inside ``data_dir``.
    Limits are in bytes.
    """

    data_dir: Path
    database_url: str
    host: str
    port: int
    timezone: ZoneInfo
    demo: bool
    demo_customers: int
    max_file_bytes: int
    max_unpacked_bytes: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read the settings.

        Raises
        ------
        BadSetting
            A number is not a number, or is out of its range.
        UnknownTimezone
            There is no such time zone.
        """
        data_dir = Path(environment.get("BATTLEMAP_DATA_DIR") or "var").resolve()
        return cls(
            data_dir=data_dir,
            database_url=environment.get("BATTLEMAP_DATABASE_URL")
            or f"sqlite:///{data_dir / 'battlemap.sqlite'}",
            host=environment.get("BATTLEMAP_HOST") or "127.0.0.1",
            port=_number(environment, "PORT", 8050, 65535),
            timezone=_timezone(environment.get("BATTLEMAP_TIMEZONE") or "Asia/Shanghai"),
            demo=(environment.get("BATTLEMAP_DEMO") or "1") != "0",
            demo_customers=_number(environment, "BATTLEMAP_DEMO_CUSTOMERS", 50_000, 1_000_000),
            max_file_bytes=_number(environment, "BATTLEMAP_MAX_FILE_MB", 1024, 1 << 20) * MEGABYTE,
            max_unpacked_bytes=_number(environment, "BATTLEMAP_MAX_UNPACKED_MB", 2048, 1 << 20)
            * MEGABYTE,
        )


def _timezone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UnknownTimezone(value=name) from error


def _number(environment: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal() or not 0 < int(text) <= most:
        raise BadSetting(name=name, value=text, most=most)
    return int(text)
