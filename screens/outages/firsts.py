"""五个第一时间 as a strip: what is done, what comes, and what is about to be missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from rules.naming import text_key
from rules.outages.milestones import MilestoneState
from screens.outages import ids
from screens.parts import attributes, icon
from screens.spans import due

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from rules.outages.milestones import Step
    from texts import Texts

WARNING = frozenset({MilestoneState.WARNS, MilestoneState.MISSED})


def strip(
    say: Texts, steps: Sequence[Step], now: datetime, zone: ZoneInfo, *, works: bool
) -> Component:
    """Return the six milestones in their order; ``works`` is whether one can be stamped."""
    return html.Section(
        [
            html.H2(say("outage.section.firsts")),
            html.Ol([_step(say, one, now, zone, works=works) for one in steps]),
        ],
        className="bm-firsts",
    )


def _step(say: Texts, step: Step, now: datetime, zone: ZoneInfo, *, works: bool) -> Component:
    done = step.done_at is not None
    mark = icon("check" if done else "alert") if done or step.state in WARNING else None
    stamp = html.Button(
        say("outage.stamp"),
        id=ids.row(ids.STAMP, milestone=step.milestone.value),
        type="button",
        className="bm-verdict",
        **attributes(aria_label=say("outage.stamp.named", name=say(text_key(step.milestone)))),
    )
    return html.Li(
        [
            html.Span([html.I(mark), html.B(say(text_key(step.milestone)))]),
            html.Small(_when(say, step, now, zone)),
            stamp if works and not done and step.state is not MilestoneState.NOT_YET else None,
        ],
        className=f"bm-first bm-first--{step.state}",
    )


def _when(say: Texts, step: Step, now: datetime, zone: ZoneInfo) -> list[Component]:
    """Return the time of day of a milestone, done or due, and below it how that stands."""
    at = step.done_at or step.due
    left = due(say, step.due, now) if step.due and not step.done_at else say(text_key(step.state))
    clock = [html.Span(say.moment(at, zone)[11:], className="bm-first__at")] if at else []
    return [*clock, html.Span(left)]


def warning(say: Texts, steps: Sequence[Step], now: datetime) -> Component | None:
    """Return the milestone that is missed or soon will be, none if all is well."""
    open_steps = [one for one in steps if one.state in WARNING and one.due is not None]
    if not open_steps:
        return None
    worst = min(open_steps, key=lambda one: one.due or now)
    words = say(text_key(worst.milestone)), due(say, worst.due or now, now)
    return html.Span(
        [icon("alert"), " ".join(words)], className=f"bm-firsts__warn bm-first--{worst.state}"
    )
