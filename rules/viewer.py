"""Who asks: every query takes a viewer, so that a role can later narrow what it returns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of the people who live with the map."""

    SYSTEM = "system"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, in which role. ``name`` is an account name, never a personal name or phone."""

    name: str
    role: Role


SYSTEM = Viewer("system", Role.SYSTEM)
"""The product itself: imports from the command line, the index, the demo bureau."""
EVERYONE = Viewer("everyone", Role.EVERYONE)
"""Anybody in front of the screen, until people sign in."""
