"""How many an outage touches: one large number, what it stands on, and who is worst off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dash import html

from rules.outages.codes import OutageState
from rules.outages.life import RUNNING
from screens.outages.stage import WORST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from desk.outages.records import OutageRecord
    from rules.outages.codes import Ground
    from texts import Texts


@dataclass(frozen=True, slots=True)
class Shown:
    """Who is counted: on the list and not served again, or all of it once everybody is.

    ``levels`` are by sensitivity; ``life`` is none for who must not know; ``back`` are those of
    the list who have power again.
    """

    n: int
    levels: Sequence[int]
    life: int | None
    back: int = 0


def counted(
    say: Texts,
    shown: Shown,
    record: OutageRecord | None,
    ground: Ground,
    waits: int,
) -> Component:
    """Return the count of the list: how many, the worst of them, and what that stands on.

    ``waits`` are those of whom nobody has decided yet.
    """
    return html.Div(
        [
            html.Div(
                [html.B(say.number(shown.n)), html.Span(say(_means(record, shown)))],
                className="bm-counted__n",
            ),
            html.Div(_rings(say, shown.levels, shown.life), className="bm-counted__rings"),
            html.Div(
                [
                    html.Span(say("outage.undecided", n=waits), className="bm-counted__open")
                    if waits
                    else None,
                    html.Span(say("outage.counted.back", n=shown.back))
                    if 0 < shown.back != shown.n
                    else None,
                    html.Span(say(f"code.ground.{ground}"), className="bm-counted__ground"),
                ],
                className="bm-counted__more",
            ),
        ],
        className="bm-counted",
    )


def _means(record: OutageRecord | None, shown: Shown) -> str:
    """Return the key of what the number is: the same people are not out before it begins."""
    if record is None or (record.state in RUNNING and not shown.back):
        return "outage.touched"
    if record.state in RUNNING:
        return "outage.counted.still"
    if record.state is OutageState.CANCELLED:
        return "outage.counted.cancelled"
    if record.state in {OutageState.RESTORED, OutageState.CLOSED}:
        return "outage.counted.over"
    return "outages.will"


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
        [html.I(className="bm-life"), html.B(say.number(life)), html.Small(say("outage.life"))]
    )
    return [mark, *found]
