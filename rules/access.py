"""What each role may see and do: the one table that the desk asks.

Least privilege, and separation of duties: who manages accounts and reads the audit has no need to
know a customer's phone or health, and who answers for customers doesn't manage accounts. Facts on
health are sensitive personal information (个人信息保护法, articles 28–30: a specific purpose and
sufficient necessity): no role has them lying open, those with a need see them by a click that is
kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from errors import BattlemapError
from rules.viewer import Role, Scope, Viewer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.codes import Field


class Right(StrEnum):
    """One thing that a role may do."""

    LOOK = "look"
    EXPORT = "export"
    SEE_PHONES = "see_phones"
    SHOW_PHONES = "show_phones"
    KNOW_LIFE_SUPPORT = "know_life_support"
    SEE_HEALTH = "see_health"
    SHOW_HEALTH = "show_health"
    DECLARE_OUTAGE = "declare_outage"
    CONFIRM_OUTAGE = "confirm_outage"
    APPROVE_OUTAGE = "approve_outage"
    IMPORT = "import"
    SET_RULES = "set_rules"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"


class Share(StrEnum):
    """Which part of the bureau a role sees."""

    ALL = "all"
    OWN_CELLS = "own_cells"
    OWN_FIELD = "own_field"


@dataclass(frozen=True, slots=True)
class Reach:
    """Which customers and issues are seen: all, those of ``cells``, or issues of ``field``.

    A head of department sees every customer, for work is planned around all of them, but issues
    of the own field only. ``life`` is whether it may be known who depends on life support.
    """

    cells: frozenset[int] | None = None
    field: Field | None = None
    life: bool = True

    @property
    def stamp(self) -> str:
        """Return what tells two reaches apart in an address of a cache; empty for the whole."""
        if self == WHOLE:
            return ""
        cells = "all" if self.cells is None else ",".join(map(str, sorted(self.cells)))
        told = f"{cells}/{self.field or ''}/{self.life}"
        return "-" + sha256(told.encode()).hexdigest()[:12]


WHOLE = Reach()


class NotAllowed(BattlemapError):
    """The role does not have the right. Facts: ``right``, ``role``."""

    code = "access.denied"


class ScopeTooNarrow(NotAllowed):
    """The role would have the right, the token's scope does not. Facts: ``right``, ``scope``."""

    code = "access.out_of_scope"


# One column a role, one row a right: ● may, · may not.
_ROLES = (
    Role.DISPATCHER,
    Role.GRID_MANAGER,
    Role.COORDINATOR,
    Role.AGENT,
    Role.HEAD,
    Role.ADMINISTRATOR,
)
_TABLE = """
                    dispatcher  grid_manager  coordinator  agent  head  administrator
look                ●           ●             ●            ●      ●     ●
export              ●           ●             ●            ·      ●     ·
see_phones          ·           ●             ●            ●      ·     ·
show_phones         ●           ●             ●            ●      ·     ·
know_life_support   ●           ●             ●            ●      ·     ·
see_health          ·           ·             ·            ·      ·     ·
show_health         ●           ●             ●            ·      ·     ·
declare_outage      ●           ·             ●            ·      ·     ·
confirm_outage      ●           ·             ●            ·      ·     ·
approve_outage      ●           ·             ·            ·      ●     ·
import              ●           ·             ·            ·      ·     ●
set_rules           ·           ·             ·            ·      ·     ●
manage_accounts     ·           ·             ·            ·      ·     ●
read_audit          ·           ·             ·            ·      ·     ●
"""
SHARES: Mapping[Role, Share] = {
    Role.GRID_MANAGER: Share.OWN_CELLS,
    Role.HEAD: Share.OWN_FIELD,
}
"""The share of each role that does not see all."""
MAY = "●"
SCOPES: Mapping[Scope, frozenset[Right]] = {
    Scope.READ: frozenset(
        {Right.LOOK, Right.EXPORT, Right.SEE_PHONES, Right.KNOW_LIFE_SUPPORT, Right.READ_AUDIT}
    ),
    Scope.IMPORT: frozenset({Right.IMPORT}),
    Scope.ALL: frozenset(Right),
}
"""What a token of a scope may do of all that its role may."""


@cache
def rights_of(role: Role) -> frozenset[Right]:
    """Return the rights of a role; the product itself has all of them."""
    if role is Role.SYSTEM:
        return frozenset(Right)
    place = _ROLES.index(role) + 1
    rows = (line.split() for line in _TABLE.strip().splitlines()[1:])
    return frozenset(Right(row[0]) for row in rows if row[place] == MAY)


def may(viewer: Viewer, right: Right) -> bool:
    """Tell whether a viewer has a right, by role and scope."""
    return right in rights_of(viewer.role) & SCOPES[viewer.scope]


def require(viewer: Viewer, right: Right) -> None:
    """Let nobody past who does not have the right.

    Raises
    ------
    NotAllowed
        The viewer's role or scope does not have it.
    """
    if may(viewer, right):
        return
    if right in rights_of(viewer.role):
        raise ScopeTooNarrow(right=right.value, scope=viewer.scope.value)
    raise NotAllowed(right=right.value, role=viewer.role.value)


def reach_of(viewer: Viewer) -> Reach:
    """Return which customers and issues a viewer sees.

    A grid manager without cells sees no customer, a head without a field no issue: a missing
    assignment must never widen what is seen.
    """
    life = may(viewer, Right.KNOW_LIFE_SUPPORT)
    match SHARES.get(viewer.role, Share.ALL):
        case Share.OWN_CELLS:
            return Reach(cells=viewer.cells, life=life)
        case Share.OWN_FIELD:
            return Reach(None if viewer.field else frozenset(), viewer.field, life)
        case _:
            return Reach(life=life)
