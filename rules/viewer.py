"""Who asks: every query takes a viewer and returns only what that viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rules.codes import Field


class Role(StrEnum):
    """The roles of the people who live with the map, and of the product itself.

    What each may do stands in ``rules.access``.
    """

    SYSTEM = "system"
    DISPATCHER = "dispatcher"
    GRID_MANAGER = "grid_manager"
    COORDINATOR = "coordinator"
    AGENT = "agent"
    HEAD = "head"
    ADMINISTRATOR = "administrator"


PEOPLE = tuple(role for role in Role if role is not Role.SYSTEM)
"""The roles that a person or a machine can be given."""


class Scope(StrEnum):
    """What a machine's token is for: to read, or to bring in data as well."""

    READ = "read"
    IMPORT = "import"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, in which role.

    ``name`` is an account name, never a personal name or phone. ``cells`` are the ids of a grid
    manager's own cells, ``field`` is the field of a department head; both are empty for others.
    ``origin`` says where the request came from: an address, or the command line. ``scope``
    narrows what a token may do; people have all that their role has.
    """

    name: str
    role: Role
    cells: frozenset[int] = frozenset()
    field: Field | None = None
    origin: str = ""
    scope: Scope = Scope.ALL


SYSTEM = Viewer("system", Role.SYSTEM)
"""The product itself: imports from the command line, the index, the demo bureau."""
