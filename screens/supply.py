"""The supply path of a card: from the transformer up to the substation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from desk.supply import Stretch
from screens.parts import Child, opens, warning

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from desk.supply import Supply, SwitchRow, TransformerRow
    from texts import Texts

METRES = 1000


def supply_path(say: Texts, supply: Supply, second: TransformerRow | None) -> Component:
    """Return the path as a line with its stations, or say that there is none."""
    transformer, feeder = supply.transformer, supply.feeder
    name = opens("transformer", transformer.id, transformer.name or transformer.code)
    steps: list[Child] = [html.Li([name, html.Small(say("card.noun.transformer"))])]
    if feeder is None:
        return html.Div([html.Ol(steps, className="bm-path"), warning(say("card.dead_supply"))])
    steps += [_step(say, step) for step in supply.steps]
    steps.append(
        html.Li(
            [
                opens("feeder", feeder.id, feeder.name or feeder.code),
                html.Small(say("card.feeder")),
            ]
        )
    )
    if feeder.substation:
        steps.append(html.Li([feeder.substation, html.Small(say("card.substation"))]))
    other = html.P(say("card.second_supply", name=second.name or second.code)) if second else None
    return html.Div([html.Ol(steps, className="bm-path"), other])


def _step(say: Texts, step: Stretch | SwitchRow) -> Component:
    if isinstance(step, Stretch):
        text = say("card.sections", n=step.sections, km=round(step.metres / METRES, 1))
        return html.Li(html.Small(text), className="bm-path__line")
    return html.Li(
        [
            opens("switch", step.id, step.name or step.code),
            html.Small(say(f"code.switch_state.{step.state}")),
        ],
        className="bm-path__switch",
    )
