"""What the environment decides: read once at the start, frozen, handed down by app.py."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from errors import BattlemapError

if TYPE_CHECKING:
    from collections.abc import Mapping

MEGABYTE = 1024 * 1024


class BadSetting(BattlemapError):
    """An environment variable holds something that cannot be used."""

    code = "setting.bad"


class BadIssuer(BattlemapError):
    """The provider's address is not https, or one of its values is missing. Facts: ``value``."""

    code = "setting.issuer"


class UnknownTimezone(BattlemapError):
    """The time zone of the bureau is none that is known."""

    code = "setting.timezone"


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of OpenID Connect that vouches for people; both values are from its side."""

    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the product lives and what it lets in.

    ``data_dir`` holds the embedded store, the point index and rejected rows.
    ``database_url`` is an SQLAlchemy URL; by default SQLite inside ``data_dir``.
    Limits of files are in bytes; ``streams`` are open pages that hear of changes at once, in all
    and of one account. ``proxies`` are the addresses of reverse proxies whose word on where a
    request comes from is taken, comma-separated; without one nobody's is.
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
    streams: int = 500
    streams_per_account: int = 100
    session_idle_hours: int = 12
    session_days: int = 30
    secure_cookies: bool = False
    proxies: str = ""
    provider: Provider | None = None

    @property
    def on_this_machine(self) -> bool:
        """Tell whether nobody but this machine can reach the product."""
        return is_loopback(self.host) and not self.proxies

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read the settings.

        Raises
        ------
        BadSetting
            A number is not a number, or is out of its range.
        UnknownTimezone
            There is no such time zone.
        BadIssuer
            The provider of OpenID Connect is not completely named, or not by https.
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
            streams=_number(environment, "BATTLEMAP_STREAMS", 500, 100_000),
            streams_per_account=_number(environment, "BATTLEMAP_STREAMS_PER_ACCOUNT", 100, 100_000),
            session_idle_hours=_number(environment, "BATTLEMAP_SESSION_IDLE_HOURS", 12, 24 * 30),
            session_days=_number(environment, "BATTLEMAP_SESSION_DAYS", 30, 365),
            secure_cookies=environment.get("BATTLEMAP_SECURE_COOKIES") == "1",
            proxies=environment.get("BATTLEMAP_PROXIES") or "",
            provider=_provider(environment),
        )


def is_loopback(host: str) -> bool:
    """Tell whether an address to bind to is this machine's own; a name is not looked up."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


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


def _provider(environment: Mapping[str, str]) -> Provider | None:
    names = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
    issuer, client, secret = (environment.get(f"BATTLEMAP_OIDC_{name}") or "" for name in names)
    if not issuer:
        return None
    parts = urlsplit(issuer)
    secure = parts.scheme == "https" or (
        parts.scheme == "http" and is_loopback(parts.hostname or "")
    )
    if not secure or not client or not secret:
        raise BadIssuer(value=issuer)
    return Provider(issuer.rstrip("/"), client, secret)
