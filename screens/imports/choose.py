"""The first step: a file, and what is understood of which kind of file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from desk.imports.telling import label
from screens.imports.page import refused, steps
from screens.parts import attributes, icon
from settings import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from desk.imports.guide import FieldGuide
    from rules.codes import Kind
    from texts import Texts

FORMS = ("xlsx", "csv")


def step(
    say: Texts,
    guide: Mapping[Kind, Sequence[FieldGuide]],
    most_megabytes: int,
    problem: str = "",
) -> Component:
    """Return the place to drop a file, and below it what can be imported."""
    return html.Div(
        [
            steps(say, "choose"),
            refused(problem) if problem else None,
            _drop(say, most_megabytes),
            html.H2(say("imports.kinds")),
            html.P(say("imports.kinds.help"), className="bm-lead"),
            html.Div([_kind(say, kind, fields) for kind, fields in guide.items()]),
        ]
    )


def _drop(say: Texts, most_megabytes: int) -> Component:
    """Return the drop zone; assets/map/upload.mjs brings it to life and fills its lines."""
    words = {
        f"data_{name}": say(f"imports.upload.{name}", share="{share}", limit=most_megabytes)
        for name in ("sending", "checking", "failed", "several", "large")
    }
    words |= {"data_lang": say.tongue[:2], "data_most": str(most_megabytes * MEGABYTE)}
    return html.Div(
        [
            icon("file"),
            html.P(
                [
                    say("imports.drop"),
                    html.Button(
                        say("imports.drop.button"),
                        type="button",
                        className="bm-drop__button",
                        **attributes(data_upload_choose=""),
                    ),
                ],
                className="bm-drop__ask",
            ),
            html.P(say("imports.drop.forms", megabytes=most_megabytes), className="bm-drop__forms"),
            _sending(say),
            html.P(className="bm-drop__problem", role="alert"),
        ],
        className="bm-drop",
        **attributes(data_upload="", **words),
    )


def _sending(say: Texts) -> Component:
    """Return what shows how far a file is; the uploader fills it."""
    return html.Div(
        [
            html.Div(html.I(), className="bm-drop__bar"),
            html.Span(className="bm-drop__word", role="status"),
            html.Button(
                say("imports.upload.stop"),
                type="button",
                className="bm-quiet",
                **attributes(data_upload_stop=""),
            ),
        ],
        className="bm-drop__sending",
    )


def _kind(say: Texts, kind: Kind, fields: Sequence[FieldGuide]) -> Component:
    required = [field for field in fields if field.required]
    optional = [field for field in fields if not field.required]
    templates = [
        html.A(
            form.upper(),
            href=f"/api/v1/import/{kind}/template.{form}?lang={say.tongue[:2]}",
            download=f"{kind}.{form}",
            className="bm-link",
            title=say("imports.template", kind=say(f"import.kind.{kind}")),
        )
        for form in FORMS
    ]
    return html.Details(
        [
            html.Summary(
                [
                    html.B(say(f"import.kind.{kind}")),
                    html.Code(str(kind)),
                    html.Span([_name(say, kind, field) for field in required]),
                    html.Span(
                        [say("imports.template.short"), *templates], className="bm-kind__get"
                    ),
                ]
            ),
            html.P(say(f"imports.kind.{kind}")),
            html.Dl(
                [part for field in (*required, *optional) for part in _field(say, kind, field)],
                className="bm-kind__fields",
            ),
        ],
        className="bm-kind",
    )


def _name(say: Texts, kind: Kind, field: FieldGuide) -> Component:
    return html.I(label(say, kind, field.name), className="bm-field")


def _field(say: Texts, kind: Kind, field: FieldGuide) -> list[Component]:
    mark = html.B(say("imports.required"), className="bm-required") if field.required else None
    names = " · ".join((field.name, *field.names))
    return [html.Dt([label(say, kind, field.name), mark]), html.Dd(names)]
