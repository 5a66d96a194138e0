"""The rule pack as this bureau has set it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import parameters
from rules.overrides import rule_overrides
from rules.pack import RulePack

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from rules.viewer import Viewer


def bureau_pack(connection: Connection, viewer: Viewer) -> RulePack:
    """Return the rules of the trade with the bureau's own values."""
    own = parameters.overrides(connection, viewer)
    return RulePack.load().overridden(rule_overrides({k: one.value for k, one in own.items()}))
