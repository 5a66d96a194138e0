"""Plotly figures. Colours come from the palette; the ground is transparent for day and night."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from layers.palette import Theme, palette
from rules.codes import CustomerClass, Sensitivity, Urgency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.overview import StationStock
    from texts import Texts

QUIET: Any = {"displayModeBar": False, "responsive": True, "plotlyServerURL": ""}
"""No tool bar, and nowhere to upload a chart to."""


def stations(say: Texts, stock: Sequence[StationStock]) -> go.Figure:
    """Return open issues by supply station, stacked by urgency, the worst at the left."""
    fills = palette(Theme.LIGHT).urgency
    ordered = sorted(stock, key=lambda row: tuple(reversed(row.by_urgency)))
    names = [row.station or say("card.no_cell") for row in ordered]
    bars = [
        go.Bar(
            y=names,
            x=[row.by_urgency[urgency] for row in ordered],
            name=say(f"code.urgency.{urgency.value}"),
            orientation="h",
            marker={"color": fills[urgency], "line": {"width": 0}},
            hovertemplate="%{y} · %{fullData.name}: %{x}<extra></extra>",
        )
        for urgency in sorted(Urgency, reverse=True)
        if urgency is not Urgency.NONE
    ]
    return _figure(bars, height=44 + 22 * max(len(names), 1), stacked=True)


def by_class(say: Texts, counts: Sequence[int]) -> go.Figure:
    """Return customers by importance of contract, the ordinary left out: they are the rest."""
    codes = [code for code in sorted(CustomerClass) if code and counts[code]]
    return _counted(
        [say(f"code.customer_class.{code.value}") for code in codes],
        [counts[code] for code in codes],
        ["#5b8fb0"] * len(codes),
    )


def by_sensitivity(say: Texts, counts: Sequence[int]) -> go.Figure:
    """Return customers by sensitivity, the ordinary left out: they are the rest."""
    rings = palette(Theme.LIGHT).sensitivity
    codes = [code for code in sorted(Sensitivity) if code and counts[code]]
    return _counted(
        [say(f"code.sensitivity.{code.value}") for code in codes],
        [counts[code] for code in codes],
        [rings[code].colour for code in codes],
    )


def _counted(names: list[str], counts: list[int], colours: list[str]) -> go.Figure:
    bar = go.Bar(
        y=names,
        x=counts,
        orientation="h",
        text=counts,
        textposition="outside",
        cliponaxis=False,
        marker={"color": colours},
        hovertemplate="%{y}: %{x}<extra></extra>",
    )
    figure = _figure([bar], height=20 + 24 * max(len(names), 1), stacked=False)
    return figure.update_xaxes(visible=False, range=[0, max(counts, default=1) * 1.25])


def _figure(bars: list[go.Bar], height: int, *, stacked: bool) -> go.Figure:
    figure = go.Figure(bars)
    return figure.update_layout(
        barmode="stack" if stacked else "group",
        bargap=0.35,
        height=height,
        margin={"l": 8, "r": 28, "t": 4, "b": 20 if stacked else 4},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        dragmode=False,
        font={"size": 11},
        xaxis={"fixedrange": True, "gridcolor": "rgba(128,128,128,.2)", "zeroline": False},
        yaxis={"fixedrange": True, "automargin": True},
    )
