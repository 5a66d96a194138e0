"""One page about an outage, plain HTML to be printed: no script, and black on white."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from layers.picture import Frame, fitting
from rules.codes import CustomerClass, Language, OutageKind, Sensitivity, Urgency
from rules.naming import text_key
from screens import plain
from screens.plain import safe as _
from texts import Tongue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desk.outages.frozen import FrozenRow
    from desk.outages.summary import Summary
    from rules.viewer import Viewer
    from texts import Texts

WIDE, HIGH = 680, 300
"""CSS pixels of the picture: the width of a page of A4 between its margins."""
Box = tuple[float, float, float, float]


def page(say: Texts, found: Summary, viewer: Viewer, now: datetime, zone: ZoneInfo) -> str:
    """Return the page as HTML. Nothing in it is unescaped but what is written here."""
    moments = _Moments(say, zone)
    outage = found.outage
    title = f"{say('outage.print.title')} {outage.number}"
    return "".join(
        [
            _head(say, title),
            f"<h1>{_(title)}</h1><p class='print__lead'>{_(_lead(say, found))}</p>",
            _facts(_rows(say, found, moments)),
            _picture(say, found) if found.box else "",
            _counts(say, found) if found.revision else f"<p>{_(say('outage.print.no_list'))}</p>",
            _people(say, found.first, found.touched) if found.first else "",
            _foot(say, found, viewer, moments(now)),
            "</main></body></html>",
        ]
    )


class _Moments:
    """Writes points in time as people here do; none is a dash."""

    def __init__(self, say: Texts, zone: ZoneInfo) -> None:
        self._say, self._zone = say, zone

    def __call__(self, at: datetime | None) -> str:
        return self._say.moment(at, self._zone) if at else "–"


def _head(say: Texts, title: str) -> str:
    lang = "en" if say.tongue is Tongue.ENGLISH else "zh-CN"
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_(title)} · {_(plain.TITLE)}</title>"
        '<link rel="icon" href="/_favicon.ico">'
        '<link rel="stylesheet" href="/assets/plain/print.css"></head>'
        '<body class="print"><main>'
    )


def _lead(say: Texts, found: Summary) -> str:
    outage = found.outage
    words = (say(text_key(OutageKind(outage.kind))), say(text_key(outage.state)), outage.place)
    return " · ".join(word for word in words if word)


def _rows(say: Texts, found: Summary, moments: _Moments) -> list[tuple[str, str]]:
    outage, revision = found.outage, found.revision
    feeders = say.listed(say("outage.print.feeder", name=name, n=n) for name, n in found.feeders)
    others = found.touched - sum(n for _name, n in found.feeders)
    if feeders and others > 0:  # the page has room for the largest only, and says so
        feeders += say("outage.print.feeders_more", n=others)
    rows = [
        ("cause", outage.cause or "–"),
        ("began", moments(outage.began_at)),
        ("expected", moments(outage.expected_at)),
        ("restored", moments(outage.restored_at)),
        ("feeders", feeders or "–"),
    ]
    if revision is not None:
        confirmed = say(
            "outage.print.confirmed_by", number=revision.number, who=revision.actor,
            when=moments(revision.at), ground=say(text_key(revision.ground)),
        )  # fmt: skip
        rows += [("confirmed", confirmed), ("digest", revision.digest)]
    return [(say(f"outage.print.{name}"), value) for name, value in rows]


def _facts(rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(f"<dt>{_(name)}</dt><dd>{_(value)}</dd>" for name, value in rows)
    return f"<dl class='print__facts'>{cells}</dl>"


def _picture(say: Texts, found: Summary) -> str:
    """Return the server's picture of the map with the declared area drawn over it."""
    assert found.box is not None  # noqa: S101 - asked before
    lon, lat, zoom = fitting(found.box, WIDE, HIGH)
    frame = Frame(lon, lat, zoom, WIDE, HIGH)
    source = f"/map.png?at={zoom:.4f}/{lat:.6f}/{lon:.6f}&w={WIDE}&h={HIGH}&scale=2"
    return (
        f'<figure class="print__map"><img src="{_(source)}" width="{WIDE}" height="{HIGH}"'
        f' alt="{_(say("outage.print.map"))}">'
        f'<svg viewBox="0 0 {WIDE} {HIGH}" aria-hidden="true">'
        f'<path fill-rule="evenodd" d="{_outline(found, frame)}"/>'
        f'<path class="print__out" d="{_dots(found, frame)}"/></svg></figure>'
    )


def _dots(found: Summary, frame: Frame) -> str:
    """Return a line without length for everybody who is out: its round ends are a dot."""
    if not found.places:
        return ""
    places = np.array(found.places)
    x, y = frame.window().locate(places[:, 0], places[:, 1])
    return "".join(f"M{a:.1f} {b:.1f}h0" for a, b in zip(x, y, strict=True))


def _outline(found: Summary, frame: Frame) -> str:
    area = found.outage.declared.area
    if area is None:
        return ""
    window = frame.window()

    def place(vertices: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> object:
        return np.column_stack(window.locate(vertices[:, 0], vertices[:, 1]))

    drawn = shapely.simplify(shapely.transform(area, place), 0.5)
    rings = [ring for part in shapely.get_parts(drawn) for ring in shapely.get_rings(part)]
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)) + "Z"
        for ring in rings
    )


def _counts(say: Texts, found: Summary) -> str:
    touched = say("outage.print.touched", n=found.touched, back=found.restored)
    levels = [
        (say(text_key(level)), found.by_sensitivity.get(level, 0))
        for level in sorted(Sensitivity, reverse=True)
    ]
    tongues = [(say(text_key(one)), found.by_language.get(one, 0)) for one in Language]
    told = [f"{name} {say.number(n)}" for name, n in (*levels, *tongues) if n]
    return f"<h2>{_(touched)}</h2><p>{_(' · '.join(told))}</p>"


def _people(say: Texts, first: Sequence[FrozenRow], touched: int) -> str:
    heads = ("account", "name", "sensitivity", "class", "urgency", "language")
    head = "".join(f"<th scope='col'>{_(say(f'outage.file.{name}'))}</th>" for name in heads)
    rows = "".join(f"<tr>{_person(say, row)}</tr>" for row in first)
    caption = say("outage.print.first", first=len(first), n=touched)
    return (
        f"<table><caption>{_(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _person(say: Texts, row: FrozenRow) -> str:
    level = say(text_key(Sensitivity(row.sensitivity)))
    cells = (
        row.account,
        row.name,
        f"{level} · {_life(say, row)}" if row.life else level,
        say(text_key(CustomerClass(row.class_))),
        "–" if row.urgency is None else say(text_key(Urgency(row.urgency))),
        say(text_key(Language(row.language))),
    )
    return "".join(f"<td>{_(cell)}</td>" for cell in cells)


def _life(say: Texts, row: FrozenRow) -> str:
    what = say("list.life")
    if row.backup_hours is None:
        return what
    return say("outage.print.life_hours", what=what, hours=say.number(row.backup_hours))


def _foot(say: Texts, found: Summary, viewer: Viewer, now: str) -> str:
    told = say("outage.print.foot", who=viewer.name, when=now, edit=found.outage.edit)
    return f"<footer>{_(told)}</footer>"
