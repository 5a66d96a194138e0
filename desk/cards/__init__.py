"""What opens when something on the map is clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import customers
from data.snapshot.grid import with_id
from desk.cards import people, places
from desk.cards.kinds import Card, RelayCard

if TYPE_CHECKING:
    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from desk.view import Selection
    from rules.viewer import Viewer

__all__ = ["Card", "card"]


def card(  # noqa: PLR0911 - one return a noun
    desk: Desk, viewer: Viewer, selection: Selection
) -> Card | None:
    """Return the card of what was opened; none where it is not there, or not the viewer's."""
    snapshot = desk.seen(viewer)
    match selection.noun:
        case "customer":
            return people.customer(desk, snapshot, viewer, selection.id)
        case "issue":
            return people.issue(desk, snapshot, viewer, selection.id)
        case "feeder":
            return places.feeder(desk, snapshot, viewer, selection.id)
        case "transformer":
            return places.transformer(desk, snapshot, viewer, selection.id)
        case "section":
            return places.feeder(
                desk, snapshot, viewer, places.feeder_of_section(snapshot, selection.id)
            )
        case "cell":
            return places.cell(desk, snapshot, viewer, selection.id)
        case "switch":
            return places.switch(snapshot, viewer, selection.id)
        case "relay":
            return _relay(desk, snapshot, viewer, selection.id)
    return None


def _relay(desk: Desk, snapshot: Snapshot, viewer: Viewer, ref: int) -> RelayCard | None:
    row = with_id(snapshot.grid.relays, ref)
    with desk.store.reading() as connection:
        if row is None or not customers.sees_relay(connection, viewer, ref):
            return None
    return RelayCard(row)
