"""Who is signed in, and the ways out: forms of plain HTML, as signing out must always work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from screens.parts import attributes, icon

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from rules.viewer import Viewer
    from texts import Texts


def menu(say: Texts, viewer: Viewer) -> Component:
    """Return name and role, with a menu to sign out here or everywhere."""
    role = say(f"code.role.{viewer.role.value}")
    told = say("door.signed_in_as", name=viewer.name, role=role)
    return html.Details(
        [
            html.Summary(
                [icon("who"), html.Span(viewer.name), html.Small(role)], title=told, role="button"
            ),
            html.Div(
                [
                    html.P(told),
                    language(say),
                    html.A(say("account.title"), href="/account"),
                    _way(say("door.sign_out"), "/signin/out"),
                    _way(say("door.sign_out_everywhere"), "/signin/out-everywhere"),
                ],
                className="bm-who__menu",
            ),
        ],
        className="bm-who",
    )


def language(say: Texts) -> Component:
    """Return the button of the other language; a phone has room for it in the menu only."""
    other = "en" if say.tongue == "zh_CN" else "zh"
    return html.Button(
        say("shell.other_language"),
        type="button",
        className="bm-language",
        lang=other,
        **attributes(data_language=other),
    )


def _way(text: str, action: str) -> Component:
    return html.Form(html.Button(text, type="submit"), action=action, method="POST")
