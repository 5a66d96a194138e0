"""Power comes back: by a tie, by a transformer, for those ticked, for all; or it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from rules.outages.codes import OutageAct
from screens.outages import ids
from screens.outages.stage import WORST
from screens.parts import attributes, empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from desk.outages.back import Served
    from desk.outages.backfeed import BackFeed
    from desk.outages.records import OutageRecord
    from texts import Texts

TIE, TRANSFORMER, PICKED, STILL = "tie", "transformer", "picked", "still"
"""By what somebody has power again, or has not."""
RESTORING = frozenset({OutageAct.RESTORE, OutageAct.RESTORE_PART})


def ties(say: Texts, found: Sequence[BackFeed], *, restores: bool) -> Component:
    """Return the ties that could feed back, those that help the most sensitive first."""
    if not found:
        return empty(say("outage.ties.none"))
    return html.Ul([_tie(say, one, restores=restores) for one in found], className="bm-ties")


def _tie(say: Texts, one: BackFeed, *, restores: bool) -> Component:
    feeder = one.feeder.name or one.feeder.code if one.feeder else say("outage.ties.unknown")
    rings = [
        html.Span([html.I(className=f"bm-ring bm-ring--{level.value}"), say.number(n)])
        for level in WORST
        if (n := one.by_sensitivity[level.value])
    ]
    place = {} if one.tie.x is None else attributes(data_ring=f"{one.tie.x},{one.tie.y}")
    return html.Li(
        [
            html.I(className="bm-basis bm-basis--tie"),
            html.Div([html.B(one.tie.name or one.tie.code), html.Small(feeder)], **place),
            html.Div(
                [
                    html.B(say("outage.ties.restores", n=one.customers)),
                    html.Small(say("outage.ties.transformers", n=one.transformers)),
                ]
            ),
            html.Div(rings, className="bm-outage__rings"),
            _button(say, TIE, one.tie.id, "outage.ties.restore") if restores else None,
        ]
    )


def out(say: Texts, served: Sequence[Served], *, restores: bool) -> Component:
    """Return the transformers of the confirmed list, with who is back and who is not."""
    if not served:
        return empty(say("outage.out.none"))
    return html.Ul([_served(say, one, restores=restores) for one in served], className="bm-served")


def _served(say: Texts, one: Served, *, restores: bool) -> Component:
    back = one.listed - one.out
    share = f"{100 * back / max(one.listed, 1):.1f}%"
    return html.Li(
        [
            html.Span(one.name or say("outage.no_transformer")),
            html.I(html.I(style={"width": share}), className="bm-outage__bar"),
            html.Small(say("outages.back", back=back, listed=one.listed)),
            _button(say, TRANSFORMER, one.transformer_id, "outage.restore.transformer")
            if restores and one.out
            else None,
        ]
    )


def picked(say: Texts, record: OutageRecord | None) -> list[Component]:
    """Return what can be said of those who are ticked: power is back, or still out."""
    possible = record.acts if record else ()
    found = []
    if RESTORING & set(possible):
        found.append(_button(say, PICKED, 0, "outage.restore.picked"))
    if OutageAct.STILL_OUT in possible:
        found.append(_button(say, STILL, 0, "outage.still_out"))
    return found


def _button(say: Texts, how: str, ref: int, key: str) -> Component:
    return html.Button(
        say(key),
        id=ids.row(ids.RESTORE, how=how, ref=ref),
        type="button",
        className=f"bm-verdict bm-verdict--{how}",
    )
