"""Outages of the past, as cards ask for them.

The network is everybody's, but an outage of a single transformer can be one customer's, cut off
for arrears: who sees some cells only is told of outages that took customers of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, true

from data import within
from data.tables import Customer, Outage, OutageTransformer
from rules.outages.codes import OutageState
from rules.outages.life import RUNNING

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from rules.viewer import Viewer

HAPPENED = [str(state) for state in (*RUNNING, OutageState.RESTORED, OutageState.CLOSED)]
"""States of what took somebody's power; a plan or a mistake has not."""


def of_feeder(
    connection: Connection, viewer: Viewer, feeder_id: int, since: datetime
) -> dict[str, int]:
    """Count the outages of a feeder since a moment, by kind."""
    query = (
        select(Outage.kind, func.count().label("n"))
        .where(Outage.feeder_id == feeder_id, Outage.began_at >= since, _took_mine(viewer))
        .where(Outage.state.in_(HAPPENED))
        .group_by(Outage.kind)
    )
    return {row.kind: row.n for row in connection.execute(query)}


def of_transformer(
    connection: Connection, viewer: Viewer, transformer_id: int, since: datetime
) -> dict[str, int]:
    """Count the outages that took a transformer since a moment, by kind."""
    query = (
        select(Outage.kind, func.count().label("n"))
        .join(OutageTransformer, OutageTransformer.outage_id == Outage.id)
        .where(OutageTransformer.transformer_id == transformer_id, Outage.began_at >= since)
        .where(Outage.state.in_(HAPPENED))
        .where(true() if not within.narrows(viewer) else _serves_mine(viewer))
        .group_by(Outage.kind)
    )
    return {row.kind: row.n for row in connection.execute(query)}


def _took_mine(viewer: Viewer) -> ColumnElement[bool]:
    if not within.narrows(viewer):
        return true()
    return Outage.id.in_(select(OutageTransformer.outage_id).where(_serves_mine(viewer)))


def _serves_mine(viewer: Viewer) -> ColumnElement[bool]:
    return OutageTransformer.transformer_id.in_(
        select(Customer.transformer_id).where(within.customers(viewer))
    )
