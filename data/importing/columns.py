"""What each kind of file holds: its columns, and the names of files that tell the kind.

The list is written out for people in ``docs/import.md``; a test keeps the two equal.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from data.importing import grid_columns, people_columns
from data.importing.forms import Column, Form
from rules.codes import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS: Mapping[Kind, tuple[Column, ...]] = MappingProxyType(
    {
        Kind.CELLS: grid_columns.CELLS,
        Kind.SOURCES: grid_columns.SOURCES,
        Kind.SECTIONS: grid_columns.SECTIONS,
        Kind.SWITCHES: grid_columns.SWITCHES,
        Kind.TRANSFORMERS: grid_columns.TRANSFORMERS,
        Kind.CUSTOMERS: people_columns.CUSTOMERS,
        Kind.RELAYS: people_columns.RELAYS,
        Kind.ISSUES: people_columns.ISSUES,
        Kind.LINES: grid_columns.LINES,
    }
)
"""The columns of every kind, in the order of the documentation."""

FILE_NAMES: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.CELLS: ("cells", "网格", "服务网格", "cell", "grid"),
        Kind.SOURCES: ("sources", "电源", "电源点", "馈线", "source", "feeders"),
        Kind.SECTIONS: ("sections", "线段", "馈线段", "分段", "导线", "section"),
        Kind.SWITCHES: ("switches", "开关", "switch"),
        Kind.TRANSFORMERS: ("transformers", "台区", "变压器", "配变", "transformer"),
        Kind.CUSTOMERS: ("customers", "客户", "用户", "客户档案", "customer"),
        Kind.RELAYS: ("relays", "信息员", "联络人", "供电信息员", "客户服务群", "relay"),
        Kind.ISSUES: ("issues", "工单", "问题", "客户问题", "issue", "tickets"),
        Kind.LINES: ("lines", "底图", "背景线", "道路", "河流", "line"),
    }
)
"""The names of files that tell what is in them."""


def key_of(kind: Kind) -> Column | None:
    """Return the column that rows of a kind are known by; lines have none."""
    return next((column for column in COLUMNS[kind] if column.form is Form.KEY), None)


def column_of(kind: Kind, name: str) -> Column | None:
    """Return a column of a kind by its own name."""
    return next((column for column in COLUMNS[kind] if column.name == name), None)
