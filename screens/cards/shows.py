"""One click that shows what is masked: the button, the reasons to choose from, what was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import html

from desk.showing import Part, Why
from screens.cards.pieces import calls
from screens.parts import attributes, facts

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from desk.showing import Shown
    from texts import Texts

BUTTON, WORDS = "card-show", "card-show-words"
CHOICES = tuple(why for why in Why if why is not Why.OTHER)


def button(noun: str, ref: object, part: object, why: object) -> dict[str, Any]:
    """Return the id of the button that shows a part for a reason."""
    return {"type": BUTTON, "noun": noun, "ref": ref, "part": part, "why": why}


def field(noun: str, ref: object, part: object) -> dict[str, Any]:
    """Return the id of the field for a reason in words."""
    return {"type": WORDS, "noun": noun, "ref": ref, "part": part}


def offer(say: Texts, noun: str, ref: int, part: Part) -> Component:
    """Return a button that opens the reasons; each reason is one more click, which is kept."""
    chosen = [
        html.Button(
            say(f"show.why.{why}"),
            id=button(noun, ref, part.value, why.value),
            type="button",
            className="bm-show__reason",
        )
        for why in CHOICES
    ]
    return html.Details(
        [
            html.Summary(say(f"show.{part}"), className="bm-quiet"),
            html.P(say("show.kept"), className="bm-empty"),
            html.Div(chosen, className="bm-show__why"),
            html.Div(
                [
                    dmc.TextInput(
                        id=field(noun, ref, part.value),
                        placeholder=say("show.why.other"),
                        size="xs",
                        **attributes(aria_label=say("show.why.other")),
                    ),
                    html.Button(
                        say("show.go"),
                        id=button(noun, ref, part.value, Why.OTHER.value),
                        type="button",
                        className="bm-show__reason",
                    ),
                ],
                className="bm-show__why",
            ),
        ],
        className="bm-show",
    )


def shown(say: Texts, found: Shown) -> Component:
    """Return what was shown; it stands above the card until another one is opened."""
    equipment = [say(f"code.equipment.{code}") for code in found.equipment]
    hours = found.backup_hours
    return html.Section(
        [
            html.H3(say(f"show.shown.{found.part}")),
            facts(
                [
                    (say("card.phone"), calls(found.phones) if found.phones else None),
                    (say("card.why"), found.reason),
                    (say("card.equipment"), say.listed(equipment)),
                    (say("card.backup"), None if hours is None else say("card.hours", n=hours)),
                    (say("show.title"), found.title),
                    (say("card.text"), found.text),
                ]
            ),
            html.Small(say("show.logged")),
        ],
        className="bm-section bm-shown",
    )
