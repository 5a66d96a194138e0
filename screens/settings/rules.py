"""The rules of the trade as a table, and one of them opened, with the bureau's own value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import html

from rules.codes import Company
from rules.overrides import RULE_PREFIX
from screens.parts import attributes, facts, warning
from screens.settings import controls
from screens.settings.parameters import ROW, anchor, form, message, ref
from screens.settings.words import own_words, rule_words, source_words, value_words
from screens.tables import column, short

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.settings import RuleSetting
    from screens.settings.words import Reading
    from texts import Texts

TABLE, COMPANY, FIND = "settings-rules", "settings-company", "settings-find"
DRAWER, OPENED = "settings-drawer", "settings-opened"
ALL = "all"
AT = "@"
"""Between a rule's key and its company in the id of its card."""
EVERYWHERE = (Company.NATIONAL, Company.LOCAL)
"""Whose rules count for a bureau of either company."""
WRAPPED = {"wrapText": True, "autoHeight": True}
OWN = {
    "bm-own-value": "params.data ? params.data.is_own : false",
    "bm-late": "params.data ? params.data.laxer : false",
}


def section(say: Texts, rules: Sequence[RuleSetting], reading: Reading) -> Component:
    """Return the table with what narrows it, and the drawer that a row opens."""
    drawer: Component = dmc.Drawer(
        id=DRAWER,
        position="right",
        size="lg",
        children=html.Div(id=OPENED),
        opened=False,
        className="bm-drawer",
        closeButtonProps={"aria-label": say("settings.close")},
    )
    rows = listed(say, rules, reading, (Company.CSG.value, ""))
    return html.Section(
        [
            html.H2(say("settings.rules"), id="settings-rules-head"),
            html.P(
                say("settings.rules_lead", day=reading.read_on.isoformat()), className="bm-lead"
            ),
            _narrow(say),
            short(say, TABLE, columns(say), rows),
            drawer,
        ],
        className="bm-settings__rules",
    )


def _narrow(say: Texts) -> Component:
    whose: Component = dmc.SegmentedControl(
        id=COMPANY,
        value=Company.CSG.value,
        data=[
            {"value": value, "label": say(f"settings.company.{value}")}
            for value in (Company.CSG.value, Company.SGCC.value, ALL)
        ],
        size="sm",
        **attributes(aria_label=say("settings.whose")),
    )
    find: Component = dmc.TextInput(
        id=FIND,
        placeholder=say("settings.find"),
        debounce=150,
        size="sm",
        w=260,
        value="",
        **attributes(aria_label=say("settings.find")),
    )
    return html.Div([whose, find], className="bm-settings__narrow")


def columns(say: Texts) -> list[dict[str, Any]]:
    """Return the columns; source and confidence stand beside the value, never out of sight."""

    def head(name: str) -> str:
        return say(f"settings.column.{name}")

    return [
        column("brief", head("brief"), 300, phone=True, flex=1, **WRAPPED),
        column("name", head("name"), 190, flex=3, **WRAPPED),
        column("value", head("value"), 150, flex=2, cellClassRules=OWN, **WRAPPED),
        column("source", head("source"), 150, flex=4, **WRAPPED),
        column("date", head("date"), 110),
        column("confidence", head("confidence"), 110, flex=2, **WRAPPED),
        column("clause", head("clause"), 80),
        column("kind", head("kind"), 80),
        column("company", head("company"), 100, flex=1),
        column("applies_to", head("applies_to"), 150, flex=3, **WRAPPED),
        column("own", head("own"), 160, flex=3, **WRAPPED),
        column("key", head("key"), 210),
    ]


def listed(
    say: Texts,
    rules: Sequence[RuleSetting],
    reading: Reading,
    narrow: tuple[str, str],
) -> list[dict[str, Any]]:
    """Return the rules that count for a company (``all`` for every one) and hold a text.

    ``narrow`` is both.
    """
    company, text = narrow
    shown = [one for one in rules if company == ALL or one.row.company in (company, *EVERYWHERE)]
    rows = [_row(say, one, reading) for one in shown]
    wanted = text.strip().casefold()
    return [row for row in rows if wanted in " ".join(map(str, row.values())).casefold()]


def card(say: Texts, rule: RuleSetting, reading: Reading) -> Component:
    """Return one rule with everything known of it and room for what happens to it."""
    key = _ref_key(rule)
    return html.Div(
        [html.Div(body(say, rule, reading), id=ref(ROW, key)), message(key)],
        className="bm-rule",
    )


def body(say: Texts, rule: RuleSetting, reading: Reading) -> list[Component]:
    """Return what the card of a rule says; for who may, with the form of the bureau's own value."""
    row = rule.row
    told = [
        ("value", _value(say, rule)),
        ("original", rule_words(say, row, row.original) if row.original is not None else None),
        ("own", own_words(say, rule.own, reading.zone) if rule.own else None),
        ("applies_to", say(f"rule.applies_to.{row.applies_to}")),
        ("kind", say(f"code.rule_kind.{row.kind}")),
        ("company", say(f"code.company.{row.company}")),
        ("source", source_words(say, row.source, row.clause)),
        ("date", say("settings.read_on", day=reading.read_on.isoformat())),
        ("confidence", say(f"code.confidence.{row.confidence}")),
        ("key", row.key),
    ]
    shown: list[Component] = [
        html.H2(say(f"rule.{row.key}.name")),
        facts((say(f"settings.column.{name}"), words) for name, words in told),
    ]
    if row.laxer:
        shown.append(warning(say("settings.laxer")))
    return [*shown, *_change(say, rule)] if reading.changes else shown


def _change(say: Texts, rule: RuleSetting) -> list[Component]:
    row = rule.row
    if row.parameter:
        target = f"#{anchor(row.parameter)}"
        link = html.A(say("settings.to_parameter"), href=target, className="bm-link")
        return [html.P([say("settings.is_parameter"), link])]
    key, unit = _ref_key(rule), say(f"code.rule_unit.{row.unit}")
    field = controls.number_field(say, key, say("settings.rule.own"), row.value, unit)
    return [html.Div([field, *form(say, key, rule.own)], className="bm-setting__form")]


def _ref_key(rule: RuleSetting) -> str:
    return f"{RULE_PREFIX}{rule.row.key}{AT}{rule.row.company}"


def _value(say: Texts, rule: RuleSetting) -> str:
    if rule.parameter:
        return value_words(say, rule.parameter.spec, rule.parameter.value)
    return rule_words(say, rule.row, rule.row.value)


def _row(say: Texts, rule: RuleSetting, reading: Reading) -> dict[str, Any]:
    row = rule.row
    name, value = say(f"rule.{row.key}.name"), _value(say, rule)
    source, confidence = source_words(say, row.source), say(f"code.confidence.{row.confidence}")
    own, read = _own(say, rule, reading.zone), reading.read_on.isoformat()
    brief = (name, value, own, source, say("settings.read_on", day=read), confidence)
    return {
        "id": f"{row.company}.{row.key}",
        "brief": "\n".join(part for part in brief if part),
        "name": name,
        "value": value,
        "source": source,
        "clause": row.clause,
        "date": read,
        "confidence": confidence,
        "kind": say(f"code.rule_kind.{row.kind}"),
        "company": say(f"code.company.{row.company}"),
        "applies_to": say(f"rule.applies_to.{row.applies_to}"),
        "own": own,
        "key": row.key,
        "is_own": rule.own is not None,
        "laxer": row.laxer,
    }


def _own(say: Texts, rule: RuleSetting, zone: ZoneInfo) -> str:
    row = rule.row
    words = own_words(say, rule.own, zone, short=True) if rule.own else ""
    if row.original is not None:
        words = say("settings.rule.instead", value=rule_words(say, row, row.original), own=words)
    return f"{say('settings.laxer_short')} {words}" if row.laxer else words
