"""The audit as a page: who did what to whom, when, why and from where, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import dcc, html

from desk.audit import Asked
from screens.parts import attributes, empty, icon
from screens.tables import card, column, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.audit import Entry, Trail
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
COLUMNS = (("at", 150), ("actor", 170), ("said", 260), ("ref", 140), ("told", 260), ("why", 170))
WIDE = frozenset({"said", "told"})
NOTHING = "–"
DAY = "2026-11-21"
"""How a day is written."""


def page(say: Texts, asked: Asked, acts: Sequence[str], body: Sequence[Component]) -> Component:
    """Return the audit screen for what its URL asks."""
    return html.Div(
        [
            dcc.Location(id=GO, refresh="callback-nav"),
            *[dcc.Download(id=file) for file in FILES.values()],
            html.H1(say("audit.title")),
            html.P(say("audit.lead"), className="bm-lead"),
            _form(say, asked, acts),
            html.Div(list(body), id=BODY),
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


def columns(say: Texts) -> list[dict[str, Any]]:
    """Return the columns of the audit, from left to right."""
    return [
        *(
            column(
                name,
                say(f"audit.column.{name}"),
                width,
                wrapText=True,
                autoHeight=True,
                flex=2 if name in WIDE else None,
            )
            for name, width in COLUMNS
        ),
        card(["said"], "at", [], ["actor", "ref", "why", "told"]),
    ]


def row(say: Texts, entry: Entry, zone: ZoneInfo) -> dict[str, str]:
    """Return an act as a row: plain words by the name of the column."""
    role = say(f"code.role.{entry.role}")
    why = f"show.why.{entry.why}"
    return {
        "at": say.moment(entry.at, zone),
        "actor": " · ".join(part for part in (entry.actor, role, entry.origin) if part),
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
        values = [_plain(say, side[name]) for side in (before, after) if name in side]
        yield say("audit.detail", name=label, value=" → ".join(values))


def file_rows(say: Texts, entries: Iterable[Entry], zone: ZoneInfo) -> Iterator[list[object]]:
    """Return what a file of the audit holds: the headers, then the acts."""
    yield [say(f"audit.column.{name}") for name, _ in COLUMNS]
    for entry in entries:
        told = row(say, entry, zone)
        yield [told[name] for name, _ in COLUMNS]


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
            _text(say, SINCE, asked.since.isoformat() if asked.since else "", placeholder=DAY),
            _text(say, UNTIL, asked.until.isoformat() if asked.until else "", placeholder=DAY),
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


def _text(say: Texts, name: str, value: str, **more: str) -> Component:
    field: Component = dmc.TextInput(
        id=name,
        label=say(f"audit.field.{name.removeprefix('audit-')}"),
        value=value,
        size="xs",
        **more,
    )
    return field
