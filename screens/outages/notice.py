"""An outage notice that was pasted: what was found in it is proposed, what was not is listed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import html

from desk.outages.bench import rings_of
from desk.outages.draft import LONGEST_CAUSE, LONGEST_PLACE
from rules.outages.codes import Part
from screens.outages import ids
from screens.outages.declare import FORM, KINDS
from screens.parts import attributes, empty, icon

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.outages.notice import Proposal, ReadNotice
    from rules.outages.notice import Notice
    from rules.outages.notice_times import Span
    from texts import Texts

Values = dict[str, str]
"""Fields of the form by their ids, and what is proposed for them."""


def field(say: Texts) -> Component:
    """Return where a notice is pasted; what is found in it comes below."""
    return html.Details(
        [
            html.Summary([icon("file"), say("outage.notice")]),
            dmc.Textarea(
                id=ids.NOTICE,
                placeholder=say("outage.notice.hint"),
                autosize=True,
                minRows=3,
                maxRows=10,
                **attributes(aria_label=say("outage.notice")),
            ),
            dmc.Button(say("outage.notice.read"), id=ids.NOTICE_READ, variant="default", size="xs"),
            html.Div(id=ids.NOTICE_SAID, role="status"),
        ],
        className="bm-input",
    )


def found(say: Texts, read: Sequence[ReadNotice], zone: ZoneInfo, *, fresh: bool) -> Component:
    """Return what notices probably mean; ``fresh`` is that the kind may still be chosen."""
    return html.Div([_one(say, one, zone, fresh=fresh) for one in read], className="bm-reads")


def _one(say: Texts, read: ReadNotice, zone: ZoneInfo, *, fresh: bool) -> Component:
    return html.Article(
        [
            _parts(say, read),
            _fields(say, read.notice, zone, fresh=fresh),
            _open(say, read),
        ],
        className="bm-read",
    )


def _parts(say: Texts, read: ReadNotice) -> Component:
    offer = None
    if read.area is not None:
        offer = html.Button(
            [icon("tool-polygon"), say("outage.notice.area")],
            type="button",
            className="bm-verdict",
            **attributes(data_offer=json.dumps(rings_of(read.area))),
        )
    chips = [_chip(say, one) for one in read.proposals]
    none = None if chips or offer else empty(say("outage.notice.no_parts"))
    return html.Div([*chips, offer, none], className="bm-read__chips")


def _chip(say: Texts, one: Proposal) -> Component:
    """Return a name that was found; a part of the network can be added by it."""
    words = [
        html.Small(say(f"outage.notice.noun.{one.noun}")),
        html.B(one.name),
        html.Small(say("outage.notice.customers", n=one.customers)),
    ]
    if one.written != one.name:
        words.append(html.Small(say(f"outage.notice.how.{one.how}", written=one.written)))
    if one.noun not in set(Part):
        return html.Span(words, className="bm-pill bm-pill--part")
    return html.Button(
        [icon("check"), *words],
        type="button",
        className="bm-pill bm-pill--part bm-pill--add",
        title=say("outage.notice.add"),
        **attributes(data_part_add=f"{one.noun}.{one.ref}"),
    )


def _fields(say: Texts, notice: Notice, zone: ZoneInfo, *, fresh: bool) -> Component | None:
    """Return the fields that the notice fills, each to be taken over, or all at once."""
    offered: list[tuple[str, str, Values]] = []
    if notice.places:
        # As a notice writes them: this is kept, and read to customers, in any language of a screen.
        where = "、".join(place.name for place in notice.places)[:LONGEST_PLACE]
        offered.append((say("outage.place"), where, {ids.PLACE: where}))
    if notice.reason:
        why = notice.reason[:LONGEST_CAUSE]
        offered.append((say("outage.cause"), why, {ids.CAUSE: why}))
    offered += [_span(say, span, zone) for span in notice.spans]
    if fresh and notice.kind in KINDS:
        kind = say(f"code.outage_kind.{notice.kind.value}")
        offered.append((say("outage.notice.kind"), kind, {ids.KIND: notice.kind.value}))
    if not offered:
        return None
    # Of several times the first is taken with the rest: the others are a click each.
    every = {name: value for *_, some in reversed(offered) for name, value in some.items()}
    return html.Div(
        [
            *[_take(label, words, some) for label, words, some in offered],
            _take("", say("outage.notice.take_all"), every) if len(offered) > 1 else None,
        ],
        className="bm-read__fields",
    )


def _span(say: Texts, span: Span, zone: ZoneInfo) -> tuple[str, str, Values]:
    values = {ids.BEGAN: span.begin.astimezone(zone).strftime(FORM)}
    words = say.moment(span.begin, zone)
    if span.until is not None:
        values[ids.EXPECTED] = span.until.astimezone(zone).strftime(FORM)
        words = f"{words} – {say.moment(span.until, zone)}"
    return say("outage.notice.times"), words, values


def _take(label: str, words: str, values: Values) -> Component:
    return html.Button(
        [html.Small(label), html.Span(words)],
        type="button",
        className="bm-take" if label else "bm-take bm-take--all",
        **attributes(data_take=json.dumps(values)),
    )


def _open(say: Texts, read: ReadNotice) -> Component | None:
    """Return what could mean several things, has no match, was not read, assumed or not told."""
    notice = read.notice
    lines = [
        say("outage.notice.unclear", written=one.written, meanings=say.listed(one.meanings))
        for one in read.unclear
    ]
    lines += [say("outage.notice.unmatched", written=one) for one in read.unmatched]
    lines += [say("outage.notice.unread", written=one) for one in notice.unread]
    lines += [say(f"code.assumed.{one.value}") for one in notice.assumed]
    missing = [say(f"code.notice_part.{one.value}") for one in notice.missing]
    if missing:
        lines.append(say("outage.notice.missing", parts=say.listed(missing)))
    return html.Ul([html.Li(line) for line in lines], className="bm-read__open") if lines else None
