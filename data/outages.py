"""Outages of the past, as cards ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from data.tables import Outage, OutageTransformer

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from rules.viewer import Viewer


def of_feeder(
    connection: Connection, _viewer: Viewer, feeder_id: int, since: datetime
) -> dict[str, int]:
    """Count the outages of a feeder since a moment, by kind."""
    query = (
        select(Outage.kind, func.count().label("n"))
        .where(Outage.feeder_id == feeder_id, Outage.began_at >= since)
        .group_by(Outage.kind)
    )
    return {row.kind: row.n for row in connection.execute(query)}


def of_transformer(
    connection: Connection, _viewer: Viewer, transformer_id: int, since: datetime
) -> dict[str, int]:
    """Count the outages that took a transformer since a moment, by kind."""
    query = (
        select(Outage.kind, func.count().label("n"))
        .join(OutageTransformer, OutageTransformer.outage_id == Outage.id)
        .where(OutageTransformer.transformer_id == transformer_id, Outage.began_at >= since)
        .group_by(Outage.kind)
    )
    return {row.kind: row.n for row in connection.execute(query)}
