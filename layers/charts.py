"""Plotly figures, each by day and by night: colours come from the palette, the ground is clear.

A browser alone knows whether it is day or night, and switches without asking. So every chart is
handed over in both looks, and the page shows the one that fits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import plotly.graph_objects as go

from layers.palette import Palette, Theme, palette
from rules.acts import Nature
from rules.codes import CustomerClass, Sensitivity, Urgency

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk.audit import Days
    from desk.overview import StationStock
    from texts import Texts

Looks: TypeAlias = "dict[str, go.Figure]"
"""A figure for each theme, by the theme's name."""

QUIET: Any = {"displayModeBar": False, "responsive": True, "plotlyServerURL": ""}
"""No tool bar, and nowhere to upload a chart to."""
FAMILY = (
    '"Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", '
    '"WenQuanYi Micro Hei", system-ui, sans-serif'
)
"""The type of 1-base.css: Plotly measures words in it to leave them room, before the page can."""
CLEAR = "rgba(0,0,0,0)"
MOST_STEPS = 5
"""Into how many steps an axis of counts is cut at most: a panel is narrow."""
ROOMY = 1.25
"""The axis of a bar with its number beside it is so much longer than the longest bar."""


def stations(say: Texts, stock: Sequence[StationStock]) -> Looks:
    """Return open issues by supply station, stacked by urgency, the worst at the left."""
    ordered = sorted(stock, key=lambda row: tuple(reversed(row.by_urgency)))
    names = [row.station or say("card.no_cell") for row in ordered]
    most = max((sum(row.by_urgency[1:]) for row in ordered), default=0)

    def bars(colours: Palette) -> list[go.Bar]:
        return [
            go.Bar(
                y=names,
                x=[row.by_urgency[urgency] for row in ordered],
                name=say(f"code.urgency.{urgency.value}"),
                orientation="h",
                marker={"color": colours.urgency[urgency], "line": {"width": 0}},
                hovertemplate="%{y} · %{fullData.name}: %{x:,d}<extra></extra>",
            )
            for urgency in sorted(Urgency, reverse=True)
            if urgency is not Urgency.NONE
        ]

    axis = {"dtick": whole_step(most), "tick0": 0, "tickformat": ",d"}
    return _looks(bars, 44 + 22 * max(len(names), 1), axis)


def acts_by_day(say: Texts, acts: Days) -> Looks:
    """Return how many acts of each nature there were day by day; a bar knows its day."""
    days = [day.isoformat() for day in acts.days]

    def bars(colours: Palette) -> list[go.Bar]:
        return [
            go.Bar(
                x=days,
                y=acts.counts[nature],
                name=say(f"code.nature.{nature}"),
                marker={"color": colours.act(nature), "line": {"width": 0}},
                hovertemplate="%{x} · %{fullData.name}: %{y:,d}<extra></extra>",
            )
            for nature in Nature
        ]

    most = max((sum(day) for day in zip(*acts.counts.values(), strict=True)), default=0)
    looks = _looks(bars, 96, {"type": "date", "tickformat": "%m-%d", "showgrid": False})
    for theme, figure in looks.items():
        grid = palette(Theme(theme)).grid
        figure.update_yaxes(
            dtick=whole_step(most), tick0=0, tickformat=",d", gridcolor=grid, zeroline=False
        )
    return looks


def by_class(say: Texts, counts: Sequence[int]) -> Looks:
    """Return customers by importance of contract, the ordinary left out: they are the rest."""
    codes = [code for code in sorted(CustomerClass) if code and counts[code]]
    names = [say(f"code.customer_class.{code.value}") for code in codes]
    return _counted(say, names, [counts[code] for code in codes], lambda own: own.bar)


def by_sensitivity(say: Texts, counts: Sequence[int]) -> Looks:
    """Return customers by sensitivity, the ordinary left out: they are the rest."""
    codes = [code for code in sorted(Sensitivity) if code and counts[code]]
    names = [say(f"code.sensitivity.{code.value}") for code in codes]
    numbers = [counts[code] for code in codes]
    return _counted(say, names, numbers, lambda own: [own.sensitivity[c].colour for c in codes])


def blank(look: go.Figure) -> go.Figure:
    """Return the room that a chart takes, with nothing drawn in it until the theme is known."""
    empty = go.Figure()
    hidden = {"visible": False}
    return empty.update_layout(
        height=look.layout.height,
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        xaxis=hidden,
        yaxis=hidden,
    )


def whole_step(most: int) -> int:
    """Return the distance of ticks on an axis of counts up to ``most``: a whole 1, 2 or 5 × 10ⁿ."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if digit * power * MOST_STEPS >= most:
                return digit * power
        power *= 10


def _counted(
    say: Texts,
    names: list[str],
    counts: list[int],
    colour: Callable[[Palette], str | list[str]],
) -> Looks:
    def bars(colours: Palette) -> list[go.Bar]:
        bar = go.Bar(
            y=names,
            x=counts,
            orientation="h",
            text=[say.number(count) for count in counts],
            textposition="outside",
            cliponaxis=False,
            marker={"color": colour(colours)},
            hovertemplate="%{y}: %{x:,d}<extra></extra>",
        )
        return [bar]

    axis = {"visible": False, "range": [0, max(counts, default=1) * ROOMY]}
    return _looks(bars, 20 + 24 * max(len(names), 1), axis)


def _looks(bars: Callable[[Palette], list[go.Bar]], height: int, axis: dict[str, object]) -> Looks:
    return {theme.value: _figure(bars, palette(theme), height, axis) for theme in Theme}


def _figure(
    bars: Callable[[Palette], list[go.Bar]], colours: Palette, height: int, axis: dict[str, object]
) -> go.Figure:
    lines = {"fixedrange": True, "gridcolor": colours.grid, "zeroline": False}
    return go.Figure(bars(colours)).update_layout(
        barmode="stack",
        bargap=0.35,
        height=height,
        margin={"l": 8, "r": 28, "t": 4, "b": 20 if axis.get("visible", True) else 4},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        showlegend=False,
        dragmode=False,
        font={"size": 11, "color": colours.label_soft, "family": FAMILY},
        hoverlabel={"bgcolor": colours.label_halo, "font": {"color": colours.label}},
        xaxis=lines | axis,
        yaxis={"fixedrange": True, "automargin": True},
    )
