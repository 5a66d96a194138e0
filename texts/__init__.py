"""Every text a person reads, in Chinese and English.

The catalogs are gettext files under ``texts/parts/``: ``<part>.zh_CN.po`` and ``<part>.en.po``.
A msgid is a key such as ``map.legend.urgency``; the msgstr is the text, with ``{named}``
placeholders. Babel reads them at the start, so there is nothing to compile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from babel.core import Locale, negotiate_locale
from babel.dates import format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

    from errors import BattlemapError

PARTS = Path(__file__).parent / "parts"
CODED = {
    "role": "role",
    "right": "right",
    "scope": "scope",
    "act": "outage_act",
    "state": "outage_state",
    "kind": "outage_kind",
    "part": "part",
}
"""Facts of errors that are codes, with the scale whose words a person reads instead."""
MINUTES = "yyyy-MM-dd HH:mm"
"""A point in time as people here write it; in an error it is told in the zone it comes in."""
MONSTROUS = 1e15
"""A bad coordinate may be anything, and the sentence that refuses it must not fail on it."""


class Tongue(StrEnum):
    """A language of the interface."""

    CHINESE = "zh_CN"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language."""

    tongue: Tongue
    messages: Mapping[str, str]

    def __call__(self, key: str, /, **facts: object) -> str:
        """Return the text of a key with its placeholders filled.

        Raises
        ------
        KeyError
            The key stands in no catalog, or a placeholder has no fact.
        """
        return self.messages[key].format(**{k: self._shown(v) for k, v in facts.items()})

    def has(self, key: str) -> bool:
        """Tell whether a key stands in the catalog."""
        return key in self.messages

    def error(self, error: BattlemapError) -> str:
        """Return the sentence that explains an error and its remedy; codes in it become words."""
        keys = {
            name: f"code.{CODED[name]}.{error.facts[name]}"
            for name in CODED.keys() & error.facts.keys()
        }
        words = {name: self(key) for name, key in keys.items() if self.has(key)}
        return self(f"error.{error.code}", **(error.facts | words))

    def number(self, value: float) -> str:
        """Return a number with the language's grouping; a monstrous one as it is."""
        if abs(value) >= MONSTROUS or value != value:  # noqa: PLR0124 - what is not a number
            return str(value)
        return format_decimal(value, locale=_locale(self.tongue))

    def listed(self, names: Iterable[str]) -> str:
        """Return names in a row, apart as the language sets them apart."""
        return self("shell.list_separator").join(names)

    def moment(self, value: datetime, zone: ZoneInfo) -> str:
        """Return a point in time as people here write it, to the minute."""
        return format_datetime(value, MINUTES, tzinfo=zone, locale=_locale(self.tongue))

    def _shown(self, value: object) -> object:
        if isinstance(value, datetime):
            return format_datetime(value, MINUTES, tzinfo=value.tzinfo, locale=_locale(self.tongue))
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.number(value)
        return value


@cache
def _locale(tongue: Tongue) -> Locale:
    # Babel looks through the names of all its locales whenever it is given one by name only.
    return Locale.parse(tongue)


@cache
def texts(tongue: Tongue) -> Texts:
    """Return the texts of a language, read once a process."""
    messages: dict[str, str] = {}
    for path in sorted(PARTS.glob(f"*.{tongue}.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=tongue)
        messages |= {str(m.id): str(m.string) for m in catalog if m.id}
    return Texts(tongue, MappingProxyType(messages))


def choose(wanted: str | None, accept_language: str | None) -> Tongue:
    """Return the interface language: what was asked for, else what the browser prefers.

    ``wanted`` is the ``lang`` of a URL or a cookie; ``accept_language`` the header of that
    name. The default is Chinese.
    """
    if wanted:
        return Tongue.ENGLISH if wanted.lower().startswith("en") else Tongue.CHINESE
    ranges = [part.split(";")[0].strip() for part in (accept_language or "").split(",")]
    preferred = [tag.replace("-", "_") for tag in ranges if tag]
    found = negotiate_locale([tag.split("_")[0] for tag in preferred], ["zh", "en"])
    return Tongue.ENGLISH if found == "en" else Tongue.CHINESE
