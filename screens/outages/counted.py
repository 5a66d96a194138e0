"""How many an outage touches: one large number, what it stands on, and who is worst off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from screens.outages.stage import WORST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from rules.outages.codes import Ground
    from texts import Texts


def counted(
    say: Texts,
    count: int,
    levels: Sequence[int],
    life: int | None,
    ground: Ground,
    waits: int,
) -> Component:
    """Return the count of the list; ``levels`` are by sensitivity, of those on the list.

    ``waits`` are those of whom nobody has decided yet.
    """
    return html.Div(
        [
            html.Div(
                [html.B(say.number(count)), html.Span(say("outage.touched"))],
                className="bm-counted__n",
            ),
            html.Div(_rings(say, levels, life), className="bm-counted__rings"),
            html.Div(
                [
                    html.Span(say(f"code.ground.{ground}"), className="bm-counted__ground"),
                    html.Span(say("outage.undecided", n=waits), className="bm-counted__open")
                    if waits
                    else None,
                ],
                className="bm-counted__more",
            ),
        ],
        className="bm-counted",
    )


def _rings(say: Texts, levels: Sequence[int], life: int | None) -> list[Component]:
    found: list[Component] = [
        html.Span(
            [
                html.I(className=f"bm-ring bm-ring--{one.value}"),
                html.B(say.number(levels[one.value])),
                html.Small(say(f"code.sensitivity.{one.value}")),
            ]
        )
        for one in WORST
    ]
    if life is None:
        return found
    mark = html.Span(
        [html.I(className="bm-life"), html.B(say.number(life)), html.Small(say("map.life_support"))]
    )
    return [mark, *found]
