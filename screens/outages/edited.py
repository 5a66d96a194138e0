"""Two people edit one outage: who comes second is told, and loses nothing of either."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dash import html

from desk.outages.bench import href, rings_of
from screens.outages import ids
from screens.outages.said import refused
from screens.parts import attributes, icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shapely
    from dash.development.base_component import Component

    from desk.outages.changing import EditedMeanwhile
    from desk.outages.parts import NamedPart
    from texts import Texts


def edited(
    say: Texts,
    outage_id: int,
    area: shapely.MultiPolygon | None,
    parts: Sequence[NamedPart],
) -> Component:
    """Return that somebody else was here, and what of theirs can be taken into one's own.

    ``area`` is what they drew, none where it is the same; ``parts`` are those they have picked
    and the page has not.
    """
    ways = [_look(say, outage_id), _area(say, area), *[_part(say, one) for one in parts]]
    return html.Div(
        [icon("alert"), html.Span(say("outage.edited")), html.Span(ways, className="bm-verdicts")],
        className="bm-problem",
    )


def _look(say: Texts, outage_id: int) -> Component:
    return html.A(
        say("outage.edited.look"), href=href(outage_id), target="_blank", className="bm-link"
    )


def looked_past(say: Texts, first: EditedMeanwhile, outage_id: int) -> Component:
    """Return who was first where something was to be done with an older edit, and the way to it."""
    return html.Div([refused(say.error(first)), _look(say, outage_id)])


def _area(say: Texts, area: shapely.MultiPolygon | None) -> Component | None:
    if area is None:
        return None
    return html.Button(
        [icon("tool-polygon"), say("outage.edited.area")],
        type="button",
        className="bm-verdict",
        **attributes(data_offer=json.dumps(rings_of(area))),
    )


def _part(say: Texts, one: NamedPart) -> Component:
    return html.Button(
        say("outage.edited.part", name=one.name),
        type="button",
        className="bm-verdict",
        **attributes(data_part_add=f"{one.part.noun}.{one.part.ref}"),
    )


def overtaken(say: Texts, first: EditedMeanwhile) -> Component:
    """Return who was first, and the button by which somebody saves nevertheless, over it."""
    mine = html.Button(
        say("outage.edited.mine"),
        id=ids.row(ids.SURE, of=f"edit.{first.facts['edit']}"),
        type="button",
        className="bm-take bm-take--all",
    )
    return html.Div([refused(say.error(first)), mine])
