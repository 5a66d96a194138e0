"""The frame around every screen: header, banner, the stores that all screens share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import dcc, html

from rules.access import Right
from screens import freshness, who
from screens.parts import attributes, colours, icon

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from rules.viewer import Viewer
    from texts import Texts

URL = "shell-url"
FRAME = "shell-frame"
HEALTH = "shell-health"
TROUBLE = "shell-trouble"
THEME = "shell-theme"

NIGHT = (
    "#e6ebf1",
    "#c3ccd6",
    "#9aa7b6",
    "#8593a3",
    "#3a4653",
    "#2c3642",
    "#10171f",
    "#161d26",
    "#0f151c",
    "#0a0f14",
)
"""The neutrals of Mantine's controls at night, from words to the ground: those of 1-base.css."""
PAGES = (
    ("/", "map", Right.LOOK),
    ("/list", "list", Right.LOOK),
    ("/outages", "outages", Right.LOOK),
    ("/import", "import", Right.IMPORT),
    ("/settings", "settings", Right.LOOK),
    ("/audit", "audit", Right.READ_AUDIT),
)
"""Each page: its path, its name, and the right without which nobody is led there."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the frame says about the store: whose it is, and whether it is the demo bureau.

    ``rights`` are the reader's: pages that need another one are not offered. ``viewer`` is who
    reads, none where that is not known.
    """

    demo: bool
    updated: str
    rights: frozenset[Right] = frozenset(Right)
    moment: freshness.Moment | None = None
    viewer: Viewer | None = None


def document() -> str:
    """Return the page that Dash fills; the palette stands in it, so nothing flashes grey."""
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>{{%metas%}}<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{%title%}}</title>{{%favicon%}}{{%css%}}<style>{colours()}</style></head>
<body>{{%app_entry%}}<footer>{{%config%}}{{%scripts%}}{{%renderer%}}</footer></body>
</html>"""


def root() -> Component:
    """Return the layout that Dash serves: an empty frame, filled by where the URL points."""
    provider: Component = dmc.MantineProvider(
        [
            dcc.Location(id=URL, refresh="callback-nav"),
            dcc.Store(id=HEALTH),
            dcc.Store(id=THEME),
            html.Div(id=FRAME, children=_loading()),
        ],
        defaultColorScheme="auto",
        theme={
            "primaryColor": "teal",
            "defaultRadius": "sm",
            "colors": {"dark": list(NIGHT)},
            "fontFamily": "var(--bm-font)",
            "headings": {"fontFamily": "var(--bm-font)"},
        },
    )
    return provider


def frame(say: Texts, path: str, standing: Standing, page: Component) -> Component:
    """Return the frame around a page in the language of ``say``."""
    return html.Div(
        [
            html.A(say("shell.skip"), href="#bm-main", className="bm-skip"),
            _header(say, path, standing),
            freshness.banner(say),
            html.Div(id=TROUBLE, role="alert", className="bm-banner"),
            html.Main(page, id="bm-main", className="bm-main"),
        ],
        lang="zh-CN" if say.tongue == "zh_CN" else "en",
        className="bm-frame",
    )


def trouble(sentence: str) -> Component:
    """Return the sentence of a page on which something went wrong."""
    return html.Div([icon("alert"), sentence], className="bm-banner__line")


def _header(say: Texts, path: str, standing: Standing) -> Component:
    return html.Header(
        [
            html.A([icon("mark"), html.Span(say("shell.title"))], href="/", className="bm-brand"),
            _demo(say) if standing.demo else None,
            html.Nav(
                [
                    _link(say, path, target, name)
                    for target, name, right in PAGES
                    if right in standing.rights
                ],
                className="bm-nav",
                **attributes(aria_label=say("shell.nav")),
            ),
            freshness.line(say, standing.updated, standing.moment),
            who.language(say),
            dmc.ColorSchemeToggle(
                lightIcon=icon("sun"),
                darkIcon=icon("moon"),
                variant="subtle",
                color="gray",
                **attributes(aria_label=say("shell.theme")),
            ),
            who.menu(say, standing.viewer) if standing.viewer else None,
        ],
        className="bm-header",
    )


def _demo(say: Texts) -> Component:
    return html.Span(
        [html.B(say("shell.demo")), html.Span(say("shell.demo_note"))], className="bm-demo"
    )


def _link(say: Texts, path: str, target: str, name: str) -> Component:
    inside = path == target or (path.startswith(f"{target.rstrip('/')}/") and target != "/")
    here = {"aria-current": "page"} if inside else {}
    return dcc.Link(
        [icon(name), html.Span(say(f"shell.page.{name}"))],
        href=target,
        className="bm-nav__link" + (" bm-nav__link--here" if here else ""),
        title=say(f"shell.page.{name}"),
    )


def _loading() -> Component:
    return html.Div(dmc.Loader(size="sm", color="gray"), className="bm-loading")
