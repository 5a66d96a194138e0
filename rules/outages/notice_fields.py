"""A notice split into what its labels say: forms, tables and records of the 95598 site."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Field(StrEnum):
    """What a label announces. ``OTHER`` is known and of no use here, such as a number."""

    LINE = "line"
    SUBSTATION = "substation"
    REASON = "reason"
    PLACES = "places"
    DEVICES = "devices"
    EXTENT = "extent"
    TIME = "time"
    BEGIN = "begin"
    END = "end"
    RESTORED = "restored"
    KIND = "kind"
    OTHER = "other"


LABELS: Mapping[Field, str] = {
    Field.LINE: (
        "停电线路名称 停电线路 线路名称 所属线路 检修线路 故障线路 影响线路 涉及线路 馈线名称 线路"
    ),
    Field.SUBSTATION: "所属变电站 变电站名称 供电变电站 停电变电站 变电站 厂站名称 厂站",
    Field.REASON: "停电原因 故障原因 停电事由 工作内容 检修内容 停电工作内容 原因",
    Field.PLACES: (
        "停电范围 影响范围 停电区域 停电地区 停电地域 影响区域 涉及区域 影响地区 停电地点 停电小区 "
        "停电村寨 影响村寨 影响用户 影响客户 停电客户 停电用户 涉及用户 涉及客户 范围"
    ),
    Field.DEVICES: "停电设备 停电台区 影响台区 停电配变 停电公变 影响配变 台区名称 停电变压器",
    Field.EXTENT: "停电区段 停电线段 停电部位 停电设备范围 线路区段",
    Field.TIME: "计划停电时间 停电时间 停电时段 停电日期 停电起止时间 预计停电时间 时间",
    Field.BEGIN: (
        "停电开始时间 计划停电开始时间 停电起始时间 计划开始时间 开始时间 起始时间 停电起"
    ),
    Field.END: (
        "停电结束时间 计划停电结束时间 计划结束时间 预计送电时间 预计复电时间 计划送电时间 "
        "计划复电时间 预计恢复供电时间 恢复供电时间 预计恢复时间 送电时间 复电时间 结束时间 停电止"
    ),
    Field.RESTORED: "实际送电时间 实际复电时间 实际恢复时间",
    Field.KIND: "停电类型 停电性质 停电类别",
    Field.OTHER: (
        "停电编号 停电计划编号 编号 联系电话 服务热线 咨询电话 供电单位 供电局 供电所 公告单位 "
        "发布单位 发布时间 公告时间 发布日期 信息状态 状态 备注 温馨提示 序号"
    ),
}
"""The words in front of a value, as companies' pages and forms write them."""
_FIELD_OF = {word: field for field, words in LABELS.items() for word in words.split()}
_LABEL = re.compile(
    r"(?:(?<=^)|(?<=[\s。;,、|\[【(•·]))(?:\(?[一二三四五六七八九十\d]{1,2}[、.)]\s*)?[【\[]?"
    rf"(?P<word>{'|'.join(sorted(map(re.escape, _FIELD_OF), key=len, reverse=True))})"
    r"(?:\s*[】\]]\s*:?|\s*:|\t|\s*\|)[ \t]*"
)
_GAP = re.compile(r"\s{17,}")
"""Longer than any table has empty cells. Patterns that allow blanks between words would try them
from every blank of it on: seconds for a text that says nothing."""
_GOES_ON = ("、", ",", ";")
RECORD: Mapping[str, Field] = {
    "lineName": Field.LINE,
    "subsName": Field.SUBSTATION,
    "poweroffReason": Field.REASON,
    "scope": Field.PLACES,
    "villageName": Field.PLACES,
    "communityName": Field.PLACES,
    "poweroffArea": Field.EXTENT,
    "pubTranName": Field.DEVICES,
    "tgName": Field.DEVICES,
    "tranName": Field.DEVICES,
    "startTime": Field.BEGIN,
    "stopDate": Field.END,
    "powerTime": Field.RESTORED,
    "typeName": Field.KIND,
}
"""Keys of a record of the 95598 site: ``stopDate`` is the end promised, ``powerTime`` the real."""


def closed_up(text: str) -> str:
    """Return a text in which a long gap is one blank, or one end of a line where it has one."""
    return _GAP.sub(lambda gap: "\n" if "\n" in gap[0] else " ", text)


def of_record(record: Mapping[str, object]) -> dict[Field, str]:
    """Return the fields of a record; values of the same field are joined."""
    found: dict[Field, str] = {}
    for key, field in RECORD.items():
        value = record.get(key)
        told = closed_up(value).strip() if isinstance(value, str) else ""
        if told:
            found[field] = "、".join(filter(None, (found.get(field, ""), told)))
    return found


def fields(text: str) -> tuple[tuple[dict[Field, str], str], ...]:
    """Return the labelled values of each notice in a text, with the rest of its text.

    A new notice begins where the label comes again that came first. A value ends at the next
    label, at the end of its sentence, or of its line unless that ends with a comma.
    """
    text = _without_tables(text)
    labels = list(_LABEL.finditer(text))
    told = [label for label in labels if _field(label) is not Field.OTHER]
    starts = [label.start() for label in told if label["word"] == told[0]["word"]]
    if len(starts) < 2:  # noqa: PLR2004 - one notice, or none that has labels
        return (_block(text, labels),)
    edges = [0, *starts[1:], len(text)]
    found = []
    for start, end in pairwise(edges):
        part = text[start:end]
        found.append(_block(part, list(_LABEL.finditer(part))))
    return tuple(found)


def _without_tables(text: str) -> str:
    """Write every row of a table whose heads are labels as labels with their values."""
    heads: list[str] = []
    written = []
    for line in text.split("\n"):
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) > 1 and all(cell in _FIELD_OF for cell in cells):
            heads = cells
        elif 1 < len(cells) <= len(heads):
            pairs = zip(heads, cells, strict=False)  # empty cells at the end are cut off
            written.append("\n".join(f"{head}:{cell}" for head, cell in pairs if cell))
        else:
            heads = []
            written.append(line)
    return "\n".join(written)


def _field(label: re.Match[str]) -> Field:
    return _FIELD_OF[label["word"]]


def _block(text: str, labels: list[re.Match[str]]) -> tuple[dict[Field, str], str]:
    found: dict[Field, str] = {}
    rest = [text[: labels[0].start()]] if labels else [text]
    ends = [*(label.start() for label in labels[1:]), len(text)]
    for label, end in zip(labels, ends, strict=False):
        value, left = _value(text[label.end() : end])
        field = _field(label)
        rest.append(left)
        found[field] = "、".join(filter(None, (found.get(field, ""), value)))
    found.pop(Field.OTHER, None)
    return found, "\n".join(part.strip() for part in rest if part.strip())


def _value(text: str) -> tuple[str, str]:
    """Split what follows a label into its value and what comes after it."""
    lines = text.strip("\n").split("\n")
    taken = [lines.pop(0)]
    while lines and taken[-1].rstrip().endswith(_GOES_ON):
        taken.append(lines.pop(0))
    value, _, after = "".join(taken).partition("。")
    return value.strip(" \t,;、|"), "\n".join([after, *lines])
