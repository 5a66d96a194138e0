"""The text of an outage notice (停电公告), taken apart: line, substation, reason, places, times.

Read are the records of the 95598 site (JSON), forms with labels (停电线路：…), tables pasted from a
page, and plain sentences. Nothing is guessed silently: what could not be read stands in
``unread``, what had to be assumed in ``assumed``, and what is not there at all in ``missing``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from unicodedata import normalize

from errors import BattlemapError
from rules.codes import OutageKind
from rules.outages.notice_fields import Field, closed_up, fields, of_record
from rules.outages.notice_lines import (
    LineName,
    Station,
    line_names,
    lines_in,
    stations,
    stations_in,
)
from rules.outages.notice_places import Place, places
from rules.outages.notice_times import Assumed, Span, Times, moment, times

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime, tzinfo

LONGEST = 20_000
"""Characters of a text that is taken for notices; more is something else."""
_RECORDS = "seleList"
_REASON = re.compile(
    r"(?:因|由于|为配合|为)(?P<why>[^,。;]{2,60}?)"
    r"(?=,|。|;|需要?|将|拟|计划|定于|造成|导致|引起|$)"
)
_CAUSED = re.compile(r",?\s*(?:造成|导致|引起)(?:线路)?停电[。.]?$")
_AFFECTED = (
    re.compile(
        r"(?:影响|涉及|波及)(?:的)?(?:范围|区域|地区|客户|用户|村寨|小区)?(?:为|有|包括|是)?:?\s*"
        r"(?P<where>[^。;\n]{2,400})"
    ),
    re.compile(r"您所在的?(?P<where>[^,。;\n]{2,60}?)(?=将|于|因|计划|停电)"),
    re.compile(
        r"(?:^|(?<=[,。;\n]))(?P<where>[^对因,。;\n\d线]{2,200}?)(?:将|等地)?停电(?=[,。;\n]|$)"
    ),
)
"""Where sentences say whom it takes, the plainest way of saying it first."""
_APART = re.compile(r"[、,;\s]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FEWEST_SIGNS = 3
_CLOCK = re.compile(r"\d\s*(?::|时|点)\s*\d{0,2}")
_COURTESY = re.compile(
    r"尊敬的|敬请|谅解|请.{0,12}(?:准备|注意|相互转告|知悉|配合)|特此|不便|公告|通知|咨询|热线|95598"
)
_KINDS = (
    (OutageKind.TEMPORARY, re.compile("临时")),
    (
        OutageKind.FAULT,
        re.compile("故障|抢修|跳闸|烧断|断线|线断|挖坏|雷击|外力|受损|倒杆|短路|接地"),
    ),
    (
        OutageKind.PLANNED,
        re.compile("计划|检修|施工|改造|迁改|更换|消缺|预试|工程|接火|维护|预安排"),
    ),
)


class NotANotice(BattlemapError):
    """The text is empty, or too long for a notice. Facts: ``most`` characters."""

    code = "outage.not_a_notice"


class NoticePart(StrEnum):
    """What a notice tells."""

    LINE = "line"
    SUBSTATION = "substation"
    REASON = "reason"
    PLACES = "places"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class Notice:
    """What one notice says.

    ``devices`` are names of transformers as written. ``extent`` is which part of the line is
    meant. ``restored_at`` is when power was back, where a record says so. ``kind`` is proposed by
    the words of the notice, none where nothing speaks for one.
    """

    lines: tuple[LineName, ...]
    substations: tuple[Station, ...]
    reason: str
    places: tuple[Place, ...]
    spans: tuple[Span, ...]
    devices: tuple[str, ...] = ()
    extent: str = ""
    restored_at: datetime | None = None
    kind: OutageKind | None = None
    assumed: tuple[Assumed, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[NoticePart, ...]:
        """Return what the notice does not tell, or what was not found in it."""
        told = (self.lines, self.substations, self.reason, self.places, self.spans)
        return tuple(part for part, has in zip(NoticePart, told, strict=True) if not has)


def parse(text: str, today: date, zone: tzinfo) -> tuple[Notice, ...]:
    """Return the notices in a text, in its order; at least one.

    ``today`` decides over years that are not written; ``zone`` is where the notice was written.

    Raises
    ------
    NotANotice
        The text is empty or too long.
    """
    even = normalize("NFKC", text).strip()
    if not even or len(even) > LONGEST:
        raise NotANotice(most=LONGEST)
    records = list(_records(even))
    if records:
        return tuple(_notice(of_record(one), "", today, zone) for one in records)
    blocks = fields(closed_up(even))
    return tuple(_notice(found, rest, today, zone) for found, rest in blocks)


def _records(text: str) -> Iterator[Mapping[str, object]]:
    if not text.startswith(("{", "[")):
        return
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):  # no JSON, or brackets in brackets without an end
        return
    if isinstance(content, dict):
        content = content.get(_RECORDS, [content])
    if isinstance(content, list):
        yield from (one for one in content if isinstance(one, dict))


def _notice(found: Mapping[Field, str], rest: str, today: date, zone: tzinfo) -> Notice:
    """Read the fields; what no field says is looked for in the rest of the text."""
    when, restored_at = _times(found, rest, today, zone)
    where, unplaced = places(found.get(Field.PLACES) or _affected(rest))
    reason = _reason(found, rest)
    lines, unnamed = _lines(found, rest)
    fed, unfed = stations(found.get(Field.SUBSTATION, ""))
    named = tuple(Station(line.substation) for line in lines if line.substation)
    known = (reason, *(line.name for line in lines), *(place.name for place in where))
    return Notice(
        lines=lines,
        substations=fed or stations_in(rest) or tuple(dict.fromkeys(named)),
        reason=reason,
        places=where,
        spans=when.spans,
        devices=tuple(filter(None, _APART.split(found.get(Field.DEVICES, "")))),
        extent=found.get(Field.EXTENT, "").rstrip("。"),
        restored_at=restored_at,
        kind=_kind(found, reason, rest),
        assumed=when.assumed,
        unread=(*unnamed, *unfed, *unplaced, *when.unread, *_left(rest, known)),
    )


def _times(
    found: Mapping[Field, str], rest: str, today: date, zone: tzinfo
) -> tuple[Times, datetime | None]:
    restored_at, how = moment(found.get(Field.RESTORED, ""), today, zone)
    parts = [_spans(found, rest, today, zone), Times((), how.assumed, how.unread)]
    untold = _unread(found, parts[0], restored_at)
    return _joined([*parts, Times((), (), untold)]), restored_at


def _spans(found: Mapping[Field, str], rest: str, today: date, zone: tzinfo) -> Times:
    whole = times(found.get(Field.TIME, ""), today, zone)
    begin, end = found.get(Field.BEGIN, ""), found.get(Field.END, "")
    if not begin and len(whole.spans) == 1 and whole.spans[0].until is None:
        begin = f"{whole.spans[0].begin:%Y-%m-%d %H:%M}"
        whole = Times((), whole.assumed, whole.unread)
    if begin:
        # One after the other, so that an end without a day has that of the beginning.
        return _joined([whole, times(f"{begin} 至 {end}", today, zone)])
    return whole if Field.TIME in found else times(rest, today, zone)


def _unread(
    found: Mapping[Field, str], when: Times, restored_at: datetime | None
) -> tuple[str, ...]:
    """Return the values of labels for times of which nothing could be read."""
    begun, ended = bool(when.spans), any(span.until for span in when.spans)
    read = {Field.TIME: begun, Field.BEGIN: begun, Field.END: ended}
    read[Field.RESTORED] = restored_at is not None
    values = (found.get(field, "") for field, has in read.items() if not has)
    return tuple(value for value in values if value and value not in when.unread)


def _joined(parts: list[Times]) -> Times:
    spans = dict.fromkeys(span for part in parts for span in part.spans)
    assumed = dict.fromkeys(one for part in parts for one in part.assumed)
    return Times(tuple(spans), tuple(assumed), tuple(one for part in parts for one in part.unread))


def _lines(found: Mapping[Field, str], rest: str) -> tuple[tuple[LineName, ...], tuple[str, ...]]:
    if Field.LINE in found:
        return line_names(found[Field.LINE])
    return lines_in(f"{rest} {found.get(Field.EXTENT, '')}"), ()


def _affected(rest: str) -> str:
    found = filter(None, (pattern.search(rest) for pattern in _AFFECTED))
    return next((one["where"] for one in found), "")


def _reason(found: Mapping[Field, str], rest: str) -> str:
    given = found.get(Field.REASON, "").rstrip("。")
    if not given:
        said = _REASON.search(rest)
        return said["why"].strip() if said else ""
    return _CAUSED.sub("", given).removeprefix("由于").removeprefix("因").strip()


def _kind(found: Mapping[Field, str], reason: str, rest: str) -> OutageKind | None:
    """Return the kind that the words speak for: what a label says, else the reason, else all."""
    for text in (found.get(Field.KIND, ""), reason, rest):
        for kind, words in _KINDS:
            if words.search(text):
                return kind
    return None


def _left(rest: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return the clauses in which nothing was found and that are no mere courtesy."""
    clauses = (clause.strip(" :!?\t") for clause in re.split(r"[,。;\n]", rest))
    return tuple(
        clause
        for clause in clauses
        if len(_HAN.findall(clause)) > _FEWEST_SIGNS
        and not any(name and (name in clause or clause in name) for name in known)
        and not _COURTESY.search(clause)
        and not _CLOCK.search(clause)
        and not stations_in(clause)
    )
