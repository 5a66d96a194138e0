"""The audit as a page: who did what to whom, when, why and from where, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import dcc, html

from desk.audit import Asked
from layers import charts
from rules.acts import Nature, nature_of
from screens.parts import attributes, chart, empty, icon
from screens.tables import card, column, short
from texts import Tongue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.audit import Days, Entry, Trail
    from texts import Texts

BODY = "audit-body"
GO = "audit-go"
TABLE = "audit-table"
ACTOR, ACT, REF, SINCE, UNTIL = (
    f"audit-{name}" for name in ("actor", "act", "ref", "since", "until")
)
FIELDS = (ACTOR, ACT, REF, SINCE, UNTIL)
SEEK = "audit-seek"
CSV, XLSX = "audit-csv", "audit-xlsx"
FILES = {CSV: "audit-csv-file", XLSX: "audit-xlsx-file"}
DAYS = "audit-days"
"""The name of the chart of days, and the id of where it stands."""
COLUMNS = ("at", "actor", "role", "origin", "said", "ref", "told", "why")
"""What a file holds of an act, from left to right."""
SHOWN = {"at": 140, "actor": 160, "role": 130, "said": 300, "told": 240, "why": 190, "origin": 110}
"""What the table shows, and how wide; its sentence names whom or what."""
WRAPPED = frozenset({"said", "told", "why"})
WIDE = frozenset({"said", "told"})
NATURES = {
    f"bm-act bm-act--{nature}": f"(params.data ? params.data.nature : '') == '{nature}'"
    for nature in Nature
}
NOTHING = "–"
CODED = frozenset({"role", "field", "scope"})
"""What of an act is a code, which has a name."""


def page(
    say: Texts, asked: Asked, acts: Sequence[str], days: Component, body: Sequence[Component]
) -> Component:
    """Return the audit screen for what its URL asks; ``days`` is its chart."""
    return html.Div(
        [
            dcc.Location(id=GO, refresh="callback-nav"),
            *[dcc.Download(id=file) for file in FILES.values()],
            html.H1(say("audit.title")),
            html.P(say("audit.lead"), className="bm-lead"),
            _form(say, asked, acts),
            html.Div(days, id=DAYS),
            html.Div(list(body), id=BODY, className="bm-audit"),
        ],
        className="bm-page bm-page--wide",
    )


def body(say: Texts, found: Trail, asked: Asked, zone: ZoneInfo) -> list[Component]:
    """Return the acts as a table, and the ways to older and to the newest ones."""
    if not found.entries:
        return [empty(say("audit.none"))]
    rows = [{"id": str(entry.id), **row(say, entry, zone)} for entry in found.entries]
    ways = []
    if asked.before is not None:
        newest = Asked(asked.actor, asked.act, asked.ref, asked.since, asked.until)
        ways.append(dcc.Link(say("audit.newest"), href=newest.href, className="bm-link"))
    if found.older is not None:
        ways.append(dcc.Link(say("audit.older"), href=found.older.href, className="bm-link"))
    return [
        html.P(say("audit.count", n=found.count), className="bm-empty"),
        short(say, TABLE, columns(say), rows),
        html.Nav(ways, className="bm-list__acts"),
    ]


def timeline(say: Texts, acts: Days) -> Component:
    """Return how much of what was done day by day, with its legend."""
    legend = [
        html.Li(
            [say(f"code.nature.{nature}"), html.B(say.number(sum(acts.counts[nature])))],
            className=f"bm-act bm-act--{nature}",
        )
        for nature in Nature
    ]
    return html.Section(
        [html.Ul(legend, className="bm-audit__legend"), chart(DAYS, charts.acts_by_day(say, acts))],
        **attributes(aria_label=say("audit.days")),
    )


def columns(say: Texts) -> list[dict[str, Any]]:
    """Return the columns of the audit, from left to right."""
    return [
        *(_column(say, name, width) for name, width in SHOWN.items()),
        card(["said"], "at", [], ["actor", "role", "why", "told"]),
    ]


def _column(say: Texts, name: str, width: int) -> dict[str, Any]:
    more: dict[str, Any] = {"wrapText": True, "autoHeight": True} if name in WRAPPED else {}
    if name in WIDE:
        more["flex"] = 2
    if name == "said":
        more["cellClassRules"] = NATURES
    return column(name, say(f"audit.column.{name}"), width, **more)


def row(say: Texts, entry: Entry, zone: ZoneInfo) -> dict[str, str]:
    """Return an act as a row: plain words by the name of the column."""
    why = f"show.why.{entry.why}"
    return {
        "at": say.moment(entry.at, zone),
        "actor": entry.actor,
        "role": say(f"code.role.{entry.role}"),
        "origin": entry.origin,
        "nature": nature_of(entry.act).value,
        "said": sentence(say, entry),
        "ref": entry.ref,
        "told": "; ".join(details(say, entry)),
        "why": say(why) if say.has(why) else entry.why,
    }


def sentence(say: Texts, entry: Entry) -> str:
    """Return what was done, as a sentence."""
    part = (entry.after or {}).get("part", "")
    for key in (f"audit.act.{entry.act}.{part}", f"audit.act.{entry.act}"):
        if say.has(key):
            return say(key, ref=entry.ref or NOTHING)
    return say("audit.act.other", act=entry.act, noun=entry.noun, ref=entry.ref or NOTHING)


def details(say: Texts, entry: Entry) -> Iterator[str]:
    """Return what changed, name by name: before → after, or what there is now."""
    before, after = entry.before or {}, entry.after or {}
    for name in dict.fromkeys([*before, *after]):
        if name == "part":
            continue
        label = say(f"audit.key.{name}") if say.has(f"audit.key.{name}") else name
        values = [_told(say, name, side[name]) for side in (before, after) if name in side]
        yield say("audit.detail", name=label, value=" → ".join(values))


def file_rows(say: Texts, entries: Iterable[Entry], zone: ZoneInfo) -> Iterator[list[object]]:
    """Return what a file of the audit holds: the headers, then the acts."""
    yield [say(f"audit.column.{name}") for name in COLUMNS]
    for entry in entries:
        told = row(say, entry, zone)
        yield [told[name] for name in COLUMNS]


def _told(say: Texts, name: str, value: object) -> str:
    known = f"code.{name}.{value}"
    return say(known) if name in CODED and say.has(known) else _plain(say, value)


def _plain(say: Texts, value: object) -> str:
    if isinstance(value, dict):
        parts = (f"{_name(say, key)} {_plain(say, part)}" for key, part in value.items())
        return ", ".join(parts)
    if isinstance(value, list):
        return ", ".join(_plain(say, part) for part in value) or NOTHING
    if isinstance(value, bool):
        return say("audit.yes" if value else "audit.no")
    return NOTHING if value in (None, "") else str(value)


def _name(say: Texts, key: str) -> str:
    for known in (f"code.kind.{key}", f"audit.key.{key}"):
        if say.has(known):
            return say(known)
    return key


def _form(say: Texts, asked: Asked, acts: Sequence[str]) -> Component:
    known = [{"value": act, "label": act_name(say, act)} for act in acts]
    return html.Div(
        [
            _text(say, ACTOR, asked.actor),
            dmc.Select(
                id=ACT,
                label=say("audit.field.act"),
                data=known,
                value=asked.act or None,
                clearable=True,
                searchable=True,
                size="xs",
            ),
            _text(say, REF, asked.ref),
            _day(say, SINCE, asked.since),
            _day(say, UNTIL, asked.until),
            dmc.Button(say("audit.seek"), id=SEEK, size="xs", className="bm-primary"),
            *[
                dmc.Button(
                    say(f"list.{name.removeprefix('audit-')}"),
                    id=name,
                    leftSection=icon("file"),
                    size="xs",
                    variant="default",
                    className="bm-plain",
                )
                for name in FILES
            ],
        ],
        className="bm-audit__form",
        role="search",
        **attributes(aria_label=say("audit.seek")),
    )


def act_name(say: Texts, act: str) -> str:
    """Return the name of a kind of act, as one chooses it."""
    key = f"audit.name.{act}"
    return say(key) if say.has(key) else act


def _day(say: Texts, name: str, value: date | None) -> Component:
    field: Component = dmc.DateInput(
        id=name,
        label=say(f"audit.field.{name.removeprefix('audit-')}"),
        value=value.isoformat() if value else None,
        valueFormat="YYYY-MM-DD",
        # The calendar knows the names of months and weekdays in English only.
        monthLabelFormat="YYYY-MM",
        monthsListFormat="MM",
        hideWeekdays=say.tongue is not Tongue.ENGLISH,
        clearable=True,
        size="xs",
    )
    return field


def _text(say: Texts, name: str, value: str) -> Component:
    field: Component = dmc.TextInput(
        id=name,
        label=say(f"audit.field.{name.removeprefix('audit-')}"),
        value=value,
        size="xs",
    )
    return field
