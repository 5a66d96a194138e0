"""The answers of the search, under its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from screens.parts import attributes, empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from desk.search import Hit
    from texts import Texts


def answers(say: Texts, text: str, hits: Sequence[Hit]) -> Component:
    """Return what was found, the part that was asked for marked in each name."""
    if not hits:
        return html.Div(empty(say("map.search.none", query=text)), className="bm-hit")
    return html.Div([_hit(say, text, hit) for hit in hits], **attributes(data_asked=text))


def _hit(say: Texts, text: str, hit: Hit) -> Component:
    at = ""
    if hit.place:
        lon, lat, zoom = hit.place
        at = f"{zoom:.2f}/{lat:.5f}/{lon:.5f}"
    detail = say("map.tip.bin", n=int(hit.detail)) if hit.noun == "village" else hit.detail
    opened = f"{hit.noun}.{hit.id}" if hit.id else "."
    return html.Button(
        [
            html.Span(say(f"card.noun.{hit.noun}"), className="bm-hit__noun"),
            html.Span(
                [html.B(_marked(hit.name, text)), html.Span(detail)], className="bm-hit__text"
            ),
        ],
        type="button",
        className="bm-hit",
        **attributes(data_open=opened, data_at=at),
    )


def _marked(name: str, text: str) -> list[Component | str]:
    start = name.lower().find(text.lower())
    if start < 0:
        return [name]
    stop = start + len(text)
    return [name[:start], html.Mark(name[start:stop]), name[stop:]]
