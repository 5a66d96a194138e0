"""The bureau's parameters: each says what it is, what counts, since when and why; a click edits."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import html

from screens.parts import attributes, facts, icon
from screens.settings import controls
from screens.settings.words import day, expected_words, source_words, value_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.dependencies import Wildcard
    from dash.development.base_component import Component

    from desk.settings import Own, Setting
    from screens.settings.words import Reading
    from texts import Texts

ROW, MESSAGE = "settings-row", "settings-message"
HOURS = "issue"
"""The group of the time limits, which no source gives."""
REASON, SAVE, RESET = "settings-reason", "settings-save", "settings-reset"


def ref(kind: str, key: str | Wildcard) -> dict[str, str | Wildcard]:
    """Return the id of a part of a row; ``key`` is that of the parameter, or ``rule.`` and more."""
    return {"type": kind, "key": key}


def anchor(key: str) -> str:
    """Return the name by which a link finds a parameter on the page."""
    return "parameter-" + key.replace(".", "-")


def groups(say: Texts, settings: Sequence[Setting], reading: Reading) -> list[Component]:
    """Return the parameters, group after group."""
    return [
        html.Section(
            [html.H2(say(f"parameter.group.{name}"), id=f"settings-{name}")]
            + ([html.P(say("settings.hours_note"), className="bm-lead")] if name == HOURS else [])
            + [article(say, one, reading) for one in members],
            className="bm-settings__group",
        )
        for name, members in groupby(settings, key=lambda one: one.spec.group)
    ]


def article(say: Texts, setting: Setting, reading: Reading) -> Component:
    """Return one parameter with room for what happens when it is changed."""
    key = setting.spec.key
    return html.Article(
        [html.Div(row(say, setting, reading), id=ref(ROW, key)), message(key)],
        className="bm-setting",
        id=anchor(key),
    )


def message(key: str) -> Component:
    """Return the empty place below a form where its outcome is told."""
    return html.Div(
        id=ref(MESSAGE, key), className="bm-setting__message", **attributes(aria_live="polite")
    )


def row(say: Texts, setting: Setting, reading: Reading) -> Component:
    """Return a parameter as it counts; for who may, it opens into the form that changes it."""
    spec = setting.spec
    told = [
        html.Div([html.H3(say(spec.name_key)), html.P(say(spec.help_key))]),
        _value(say, setting),
        _origin(say, setting, reading),
    ]
    if not reading.changes:
        return html.Div(told, className="bm-setting__told")
    return html.Details(
        [
            html.Summary(
                [*told, html.Span(say("settings.edit"), className="bm-quiet")],
                className="bm-setting__told",
            ),
            html.Div(
                [
                    controls.control(say, spec, setting.value),
                    html.P(expected_words(say, spec), className="bm-setting__expected"),
                    *form(say, spec.key, setting.own),
                ],
                className="bm-setting__form",
            ),
        ]
    )


def form(say: Texts, key: str, own: Own | None) -> list[Component]:
    """Return what every change needs: a reason, and the buttons."""
    save: Component = dmc.Button(
        say("settings.save"), id=ref(SAVE, key), size="sm", className="bm-primary"
    )
    back: Component = dmc.Button(
        say("settings.reset"),
        id=ref(RESET, key),
        size="sm",
        variant="default",
        className="bm-plain",
        style={} if own else {"display": "none"},
    )
    why: Component = dmc.TextInput(
        id=ref(REASON, key),
        label=say("settings.reason"),
        placeholder=say("settings.reason_hint"),
        value="",
        className="bm-setting__reason",
    )
    return [html.Div([why, save, back], className="bm-setting__acts")]


def done(text: str) -> Component:
    """Return the sentence after a change was saved."""
    return html.P([icon("check"), text], className="bm-setting__done")


def refused(text: str) -> Component:
    """Return the sentence of a change that was not saved."""
    return html.P([icon("alert"), text], className="bm-setting__refused", role="alert")


def _value(say: Texts, setting: Setting) -> Component:
    words = html.B(value_words(say, setting.spec, setting.value))
    if not setting.own:
        return html.Div([words, html.Div(say("settings.is_default"))])
    default = value_words(say, setting.spec, setting.default)
    return html.Div(
        [
            html.Div([words, html.Span(say("settings.is_own"), className="bm-own")]),
            html.Div(say("settings.default", value=default)),
            html.Div(say("settings.why", reason=setting.own.reason), className="bm-setting__why"),
        ]
    )


def _origin(say: Texts, setting: Setting, reading: Reading) -> Component:
    """Return where the value that counts comes from, since when, and how sure that is."""
    own = setting.own
    if own:
        told = (
            say("settings.by", who=own.set_by),
            day(own, reading.zone),
            say("settings.confirmed"),
        )
    else:
        told = (
            source_words(say, setting.spec.source),
            say("settings.read_on", day=reading.read_on.isoformat()),
            say(f"code.confidence.{setting.spec.confidence}"),
        )
    names = ("source", "date", "confidence")
    return facts((say(f"settings.column.{n}"), text) for n, text in zip(names, told, strict=True))
