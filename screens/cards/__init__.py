"""Cards: what the drawer on the right says of what was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from desk.cards import kinds
from screens.cards import people, places
from screens.cards.pieces import head
from screens.parts import empty

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.cards import Card
    from screens.parts import Child
    from texts import Texts

    Body = Callable[..., list[Child]]

BODIES: dict[type, Body] = {
    kinds.CustomerCard: people.customer,
    kinds.IssueCard: people.issue,
    kinds.RelayCard: people.relay,
    kinds.CellCard: places.cell,
    kinds.FeederCard: places.feeder,
    kinds.TransformerCard: places.transformer,
    kinds.SwitchCard: places.switch,
}


def panel(say: Texts, card: Card | None, zone: ZoneInfo) -> Component:
    """Return a card, or the sentence for what is no longer there."""
    if card is None:
        return html.Article([head(say, "", "", []), empty(say("card.gone"))])
    return html.Article(BODIES[type(card)](card, say, zone), className="bm-card")
