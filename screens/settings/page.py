"""The settings page as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from screens.parts import attributes
from screens.settings import parameters, rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from desk.settings import RuleSetting, Setting
    from screens.settings.words import Reading
    from texts import Texts

LEAD = "settings-lead"


def page(
    say: Texts,
    settings: Sequence[Setting],
    pack: Sequence[RuleSetting],
    reading: Reading,
) -> Component:
    """Return the settings screen: the bureau's parameters, then the rules of the trade."""
    return html.Div(
        [
            html.H1(say("settings.title")),
            html.P(lead(say, settings, pack, reading), id=LEAD, className="bm-lead"),
            _contents(say, settings),
            html.Div(parameters.groups(say, settings, reading), className="bm-settings__groups"),
            rules.section(say, pack, reading),
        ],
        className="bm-page bm-settings",
    )


def lead(
    say: Texts, settings: Sequence[Setting], pack: Sequence[RuleSetting], reading: Reading
) -> str:
    """Return what the page is for, who changes it, and how much of it is the bureau's own."""
    own = len({one.row.key for one in pack if one.own and not one.parameter})
    own += sum(one.own is not None for one in settings)
    return say("settings.lead" if reading.changes else "settings.lead_told", n=own)


def _contents(say: Texts, settings: Sequence[Setting]) -> Component:
    names = dict.fromkeys(one.spec.group for one in settings)
    links = [html.A(say(f"parameter.group.{name}"), href=f"#settings-{name}") for name in names]
    links.append(html.A(say("settings.rules"), href="#settings-rules-head"))
    return html.Nav(
        links, className="bm-settings__contents", **attributes(aria_label=say("settings.contents"))
    )
