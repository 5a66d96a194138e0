"""Small pieces that every screen is made of, so that the same thing looks the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import dash_mantine_components as dmc
from dash import dcc, html

from layers import charts
from layers.palette import Theme, palette
from rules.acts import Nature
from rules.codes import Sensitivity, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dash.dependencies import Wildcard
    from dash.development.base_component import Component

    from layers.charts import Looks
    from texts import Texts

CHART, LOOKS = "chart", "chart-looks"
"""Types of the ids of a chart, and of the store that keeps how it looks by day and by night."""

Child: TypeAlias = "Component | str | None"
Children: TypeAlias = "Child | Sequence[Child]"


def attributes(**values: str) -> dict[str, Any]:
    """Return HTML attributes with a hyphen, such as ``data_open`` for ``data-open``."""
    return {name.replace("_", "-"): value for name, value in values.items()}


def icon(name: str) -> Component:
    """Return an icon of assets/icons.css; decoration only, so it is hidden from readers."""
    return html.Span(className=f"bm-icon bm-icon--{name}", **attributes(aria_hidden="true"))


def urgency_badge(say: Texts, urgency: int) -> Component:
    """Return the mark of an urgency: its colour, its digit and its word."""
    return html.Span(
        [html.B(str(urgency) if urgency else "–"), say(f"code.urgency.{urgency}")],
        className=f"bm-urgency bm-urgency--{urgency}",
    )


def sensitivity_badge(say: Texts, sensitivity: int, *, life_support: bool = False) -> Component:
    """Return the mark of a sensitivity: a ring as on the map, and its word."""
    ring = html.I(className=f"bm-ring bm-ring--{sensitivity}")
    life = html.I(className="bm-life", title=say("map.life_support")) if life_support else None
    return html.Span(
        [life or ring, say(f"code.sensitivity.{sensitivity}")], className="bm-sensitivity"
    )


def fact(label: str, value: Children) -> Component:
    """Return one line of a card: what it is and what it says."""
    return html.Div([html.Dt(label), html.Dd(value)], className="bm-fact")


def facts(pairs: Iterable[tuple[str, Children]]) -> Component:
    """Return the lines of a card, without those that say nothing."""
    return html.Dl(
        [fact(label, value) for label, value in pairs if value not in (None, "", [])],
        className="bm-facts",
    )


def opens(noun: str, ref: int, children: Children, at: str = "", class_name: str = "") -> Component:
    """Return a button that opens a card, and flies to ``at`` ("zoom/lat/lon") if given."""
    data = attributes(data_open=f"{noun}.{ref}")
    if at:
        data |= attributes(data_at=at)
    return html.Button(children, type="button", className=f"bm-open {class_name}".strip(), **data)


def section(title: str, children: Children, count: str = "") -> Component:
    """Return a titled part of a card or panel."""
    head = [title, html.Span(count, className="bm-count") if count else None]
    return html.Section([html.H3(head), html.Div(children)], className="bm-section")


def empty(text: str) -> Component:
    """Return what stands where there is nothing to show: words, never a blank."""
    return html.P(text, className="bm-empty")


def warning(text: str) -> Component:
    """Return a fault of the data that somebody should mend."""
    alert: Component = dmc.Alert(text, color="orange", variant="light", className="bm-warning")
    return alert


def chart_ref(kind: str, name: str | Wildcard) -> dict[str, str | Wildcard]:
    """Return the id of a chart or of its looks; ``name`` tells the charts of a page apart."""
    return {"type": kind, "name": name}


def chart(name: str, looks: Looks) -> Component:
    """Return a chart, clear until the page has put on the look of its theme."""
    clear = charts.blank(looks[Theme.LIGHT])
    return html.Div(
        [
            dcc.Store(
                id=chart_ref(LOOKS, name),
                data={theme: figure.to_plotly_json() for theme, figure in looks.items()},
            ),
            dcc.Graph(id=chart_ref(CHART, name), figure=clear, config=charts.QUIET),
        ],
        className="bm-chart",
    )


def colours() -> str:
    """Return the palette as CSS variables for both grounds: colour is decided once."""
    rules = [f":root[data-mantine-color-scheme={theme}]{{{_variables(theme)}}}" for theme in Theme]
    return "\n".join(rules)


def _variables(theme: Theme) -> str:
    colours = palette(theme)
    pairs = [(f"urgency-{u.value}", colours.urgency[u]) for u in Urgency]
    pairs += [(f"ring-{s.value}", colours.sensitivity[s].colour) for s in Sensitivity]
    pairs += [(f"act-{nature}", colours.act(nature)) for nature in Nature]
    pairs += [
        ("life", colours.life_support),
        ("ground", colours.ground),
        ("on", colours.on_urgency),
        ("cell-edge", colours.cell_outline),
        ("feeder", colours.feeders[0]),
        ("transformer", colours.transformer),
        ("switch", colours.switch_closed),
        ("relay", colours.relay),
        ("road", colours.road),
        ("river", colours.river),
        ("lost", colours.lost),
        ("on-lost", colours.label_halo),
        ("tie", colours.tie),
        ("selection", colours.selection),
        ("label-halo", colours.label_halo),
    ]
    return "".join(f"--bm-{name}:{colour};" for name, colour in pairs)
