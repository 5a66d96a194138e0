"""The three lists side by side: traced and inside, inside only, traced only; and those by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import html

from rules.outages.codes import Basis, Ground, Verdict
from screens.outages import ids
from screens.outages.stage import WORST
from screens.parts import attributes, empty, icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from desk.outages.compare import Group, Side
    from desk.people import Person
    from texts import Texts

ALL = -1
"""Instead of a transformer's id: everybody on the list."""
SIDES = (Basis.BOTH, Basis.INSIDE_ONLY, Basis.TRACED_ONLY)
ALONE = {Ground.AREA: Basis.INSIDE_ONLY, Ground.TRACE: Basis.TRACED_ONLY}
"""The list that everybody is on while only one of the two grounds is declared."""


def reason(say: Texts, *, works: bool) -> Component:
    """Return the field for the reason that every decision needs, and how the last one ended."""
    field = dmc.TextInput(
        id=ids.WHY,
        placeholder=say("outage.why.hint"),
        leftSection=icon("file"),
        size="sm",
        **attributes(aria_label=say("outage.why")),
    )
    return html.Div(
        [
            field,
            html.Div(id=ids.DECIDED, className="bm-said", role="status"),
            html.Div(id=ids.ACTED, className="bm-said", role="status"),
        ],
        className="bm-bench__part bm-bench__part--why" if works else "bm-hidden",
    )


def panel(say: Texts) -> Component:
    """Return the place of the lists."""
    return html.Div(
        [
            html.P(say("outage.compare.lead"), className="bm-lead"),
            html.Div(id=ids.SIDES),
        ],
        className="bm-bench__part bm-bench__part--compare",
    )


def sides(
    say: Texts,
    found: Sequence[Side],
    saved: tuple[int, Sequence[Person]],
    ground: Ground,
    *,
    decidable: bool,
) -> Component:
    """Return the lists; ``decidable`` is whether a decision can be kept: not before it is saved.

    ``saved`` are how many live by a second supply, and the first of them.
    """
    if ground is Ground.NOTHING:
        return empty(say("outage.compare.nothing"))
    if ground is not Ground.BOTH:
        note: Component | None = html.P(say(f"outage.compare.{ground}"), className="bm-note-line")
    else:
        note = None if decidable else html.P(say("outage.compare.save"), className="bm-note-line")
    columns = _columns(say, found, ground, decidable=decidable)
    look = "bm-sides" + ("" if ground is Ground.BOTH else " bm-sides--one")
    return html.Div([note, html.Div(columns, className=look), _saved(say, saved)])


def _columns(
    say: Texts, found: Sequence[Side], ground: Ground, *, decidable: bool
) -> list[Component]:
    """Return the lists that there are: with one ground alone there is nothing to compare."""
    both = ground is Ground.BOTH
    by_basis = {side.basis: side for side in found}
    lasting = set(SIDES) if both else {ALONE[ground]}
    shown = [basis for basis in (*SIDES, Basis.BY_HAND) if basis in lasting or by_basis[basis].n]
    alone = None if both else say(f"code.ground.{ground}")
    return [
        _side(
            say,
            by_basis[basis],
            alone if basis in lasting else None,
            decides=decidable and both,
        )
        for basis in shown
    ]


def _saved(say: Texts, saved: tuple[int, Sequence[Person]]) -> Component | None:
    """Return those whose second feeder lives: traced, but not out."""
    n, first = saved
    if not n:
        return None
    more = empty(say("outage.group.more", n=n - len(first))) if n > len(first) else None
    return html.Details(
        [
            html.Summary([html.Span(say("outage.saved_by_second", n=n))]),
            html.Ul([_person(say, one) for one in first]),
            more,
        ],
        className="bm-group bm-group--saved",
    )


def _side(say: Texts, side: Side, alone: str | None, *, decides: bool) -> Component:
    """Return one list; ``alone`` is what it is called when it has no counterpart."""
    differs = side.basis in {Basis.INSIDE_ONLY, Basis.TRACED_ONLY} and alone is None
    head = html.Header(
        [
            html.H3(
                [html.I(className=f"bm-basis bm-basis--{side.basis}"), alone or _name(say, side)]
            ),
            html.B(say.number(side.n), className="bm-side-list__n"),
            html.Div(_worst(say, side), className="bm-side-list__rings"),
            _standing(say, side) if differs else None,
            _verdicts(side.basis, ALL, say) if decides and differs and side.n else None,
        ]
    )
    groups = [_group(say, side.basis, group, decides=decides and differs) for group in side.groups]
    more = empty(say("outage.groups.more", n=side.more)) if side.more else None
    body = [*groups, more] if groups else [empty(say("outage.side.empty"))]
    return html.Section(
        [head, html.Div(body, className="bm-side-list__body")],
        className=f"bm-side-list bm-side-list--{side.basis}",
    )


def _name(say: Texts, side: Side) -> str:
    return say(f"code.basis.{side.basis}")


def _worst(say: Texts, side: Side) -> list[Component]:
    """Return how many are worst off: on life support, and by sensitivity."""
    life = [_mark("bm-life", say("outage.life"), say.number(side.life))] if side.life else []
    found = []
    for one in WORST:
        if n := side.by_sensitivity[one.value]:
            words = say(f"code.sensitivity.{one.value}")
            found.append(_mark(f"bm-ring bm-ring--{one.value}", words, say.number(n)))
    return life + found


def _mark(look: str, words: str, n: str) -> Component:
    return html.Span([html.I(className=look), html.B(n), html.Small(words)])


def _standing(say: Texts, side: Side) -> Component:
    if not side.n:
        return html.Small("")
    if side.undecided:
        return html.Small(say("outage.undecided", n=side.undecided), className="bm-open-mark")
    words = say("outage.decided", off=side.off)
    return html.Small([icon("check"), words], className="bm-done-mark")


def _group(say: Texts, basis: Basis, group: Group, *, decides: bool) -> Component:
    name = group.name or say("outage.no_transformer")
    off = say("outage.group.off", n=group.off) if group.off else ""
    opened = say("outage.undecided", n=group.undecided) if group.undecided else off
    return html.Details(
        [
            html.Summary(
                [
                    html.Span(name, className="bm-group__name"),
                    html.B(say.number(group.n)),
                    html.Small(opened, className="bm-open-mark" if group.undecided else ""),
                ]
            ),
            _verdicts(basis, group.transformer_id, say) if decides else None,
            html.Ul([_person(say, one) for one in group.first]),
            empty(say("outage.group.more", n=group.n - len(group.first)))
            if group.n > len(group.first)
            else None,
        ],
        className="bm-group",
    )


def _person(say: Texts, one: Person) -> Component:
    mark = (
        html.I(className="bm-life", title=say("outage.life"))
        if one.life_support
        else html.I(className=f"bm-ring bm-ring--{one.sensitivity}")
    )
    place = f"{one.x:.6f},{one.y:.6f}"
    return html.Li(
        [mark, html.Span(one.name or one.account), html.Small(one.account)],
        **attributes(data_ring=place),
    )


def _verdicts(basis: Basis, transformer: int, say: Texts) -> Component:
    """Return the two verdicts about a list, or about those of one transformer."""
    return html.Div(
        [
            html.Button(
                say(f"outage.verdict.{verdict}"),
                id=ids.row(ids.DECIDE, basis=str(basis), of=transformer, verdict=str(verdict)),
                type="button",
                className=f"bm-verdict bm-verdict--{verdict}",
                title=say(f"outage.verdict.{verdict}.all"),
            )
            for verdict in Verdict
        ],
        className="bm-verdicts",
    )
