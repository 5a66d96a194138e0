"""How old the data on the screen is, and what is said while server or store are away.

The page's script fills both: only it knows whether the line to the server is up. Its words
come from here, so that it has none of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dash import html

from screens.parts import attributes

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from texts import Texts

LINE = "shell-freshness"
BANNER = "shell-banner"
UNITS = ("seconds", "minutes", "hours", "days")


@dataclass(frozen=True, slots=True)
class Moment:
    """Of when a page is: the version of its data, and when that was judged (seconds since 1970).

    ``zone`` is the name of the bureau's time zone, in which the script writes times.
    """

    version: int
    judged: float
    zone: str


def line(say: Texts, shown: str, moment: Moment | None) -> Component:
    """Return the line in the header; ``shown`` stands there until the script has taken over."""
    known = {"version": str(moment.version), "judged": repr(moment.judged)} if moment else {}
    return html.Span(
        shown,
        id=LINE,
        className="bm-fresh",
        **attributes(
            data_zone=moment.zone if moment else "UTC",
            data_live=say("live.asof", time="{time}"),
            data_late=say("live.late", time="{time}", age="{age}"),
            data_away=say("live.away", time="{time}", age="{age}"),
            data_changed=say("live.changed", time="{time}"),
            **{f"data_{unit}": say(f"live.{unit}", n="{n}") for unit in UNITS},
            **{f"data_{name}": value for name, value in known.items()},
        ),
    )


def banner(say: Texts) -> Component:
    """Return where the script says that server or store are away; empty while all is well."""
    return html.Div(
        id=BANNER,
        role="status",
        className="bm-banner",
        **attributes(data_link=say("shell.link_down"), data_store=say("shell.store_away")),
    )
