"""A small made-up bureau as files, and how to import it.

Network, as operated (``=`` closed, ``/`` open)::

    SUB1 =S1= N1 =S2= N2 =K1= N3 =S3= N4 /TIE/ M2 =S5= M1 =S4= SUB2
               T1        T2        T3          T4
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from data.importing import ImportOptions, ImportReport, Progress, run_import
from rules.viewer import SYSTEM
from settings import MEGABYTE, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store

Row = dict[str, Any]

CELLS: list[Row] = [
    {
        "code": "C1",
        "name": "西岭网格",
        "station": "西岭供电所",
        "manager": "龙明月",
        "manager_phone": "19900000001",
        "geometry": "POLYGON((108 26, 108.1 26, 108.1 26.1, 108 26.1, 108 26))",
    },
    {
        "code": "C2",
        "name": "桥头网格",
        "station": "西岭供电所",
        "manager": "",
        "manager_phone": "",
        "geometry": "POLYGON((108.1 26, 108.2 26, 108.2 26.1, 108.1 26.1, 108.1 26))",
    },
]
SOURCES: list[Row] = [
    {"node": "SUB1", "feeder": "F1", "feeder_name": "西岭一线", "substation": "西岭变"},
    {"node": "SUB2", "feeder": "F2", "feeder_name": "桥头线", "substation": "桥头变"},
]
SECTIONS: list[Row] = [
    {"code": "S1", "feeder": "F1", "from_node": "SUB1", "to_node": "N1",
     "geometry": "LINESTRING(108.01 26.05, 108.03 26.05)"},
    {"code": "S2", "feeder": "F1", "from_node": "N1", "to_node": "N2", "geometry": ""},
    {"code": "S3", "feeder": "F1", "from_node": "N3", "to_node": "N4", "geometry": ""},
    {"code": "S4", "feeder": "F2", "from_node": "SUB2", "to_node": "M1", "geometry": ""},
    {"code": "S5", "feeder": "", "from_node": "M1", "to_node": "M2", "geometry": ""},
]  # fmt: skip
SWITCHES: list[Row] = [
    {"code": "K1", "from_node": "N2", "to_node": "N3", "state": "合", "kind": "断路器"},
    {"code": "TIE", "from_node": "N4", "to_node": "M2", "state": "分", "kind": "联络开关"},
]
TRANSFORMERS: list[Row] = [
    {"code": "T1", "node": "N1", "name": "控溪台区", "ownership": "公变", "x": 108.03, "y": 26.05},
    {"code": "T2", "node": "N3", "name": "河边台区", "ownership": "公变", "x": 108.06, "y": 26.05},
    {"code": "T3", "node": "N4", "name": "茶厂专变", "ownership": "专变", "x": 108.08, "y": 26.05},
    {"code": "T4", "node": "M2", "name": "桥头台区", "ownership": "公变", "x": 108.12, "y": 26.05},
]
CUSTOMERS: list[Row] = [
    {"account": "0061200001", "name": "潘秀竹", "transformer": "T1", "cell": "C1",
     "kind": "居民", "sensitivity": "特殊", "sensitivity_reason": "家中使用呼吸机",
     "language": "苗语", "phone": "19900000011、0855-3330011", "address": "西岭镇控溪村三组1号",
     "equipment": "呼吸机", "backup_hours": "2", "x": 108.031, "y": 26.051},
    {"account": "0061200002", "name": "吴德山", "transformer": "T2", "cell": "",
     "kind": "商业", "sensitivity": "", "sensitivity_reason": "", "language": "",
     "phone": "19900000012", "address": "西岭镇河边村", "equipment": "", "backup_hours": "",
     "x": 108.061, "y": 26.051},
    {"account": "0061200003", "name": "顾春生", "transformer": "", "cell": "",
     "kind": "工业", "sensitivity": "敏感", "sensitivity_reason": "水产养殖", "language": "",
     "phone": "", "address": "", "equipment": "增氧机", "backup_hours": "",
     "x": 108.121, "y": 26.051},
]  # fmt: skip
RELAYS: list[Row] = [
    {"code": "R1", "kind": "信息员", "name": "石文溪", "phone": "19900000021",
     "language": "双语", "reliability": "90%", "serves": "C1、T4、0061200003"},
]  # fmt: skip
ISSUES: list[Row] = [
    {"number": "W1", "account": "0061200001", "channel": "95598", "demand_type": "投诉",
     "field": "生产", "urgency": "紧急", "title": "频繁停电", "text": "一周停了三次",
     "opened_at": "2024-05-01 08:00", "closed_at": "", "x": "", "y": ""},
    {"number": "W2", "account": "", "channel": "走访", "demand_type": "建议",
     "field": "营销", "urgency": "一般", "title": "路灯", "text": "",
     "opened_at": "2024/5/2 9:30", "closed_at": "2024-05-03", "x": 108.15, "y": 26.05},
]  # fmt: skip
LINES: list[Row] = [
    {"kind": "河流", "name": "清溪", "geometry": "LINESTRING(108 26.02, 108.2 26.03)"},
]
FILES: dict[str, list[Row]] = {
    "cells": CELLS,
    "sources": SOURCES,
    "sections": SECTIONS,
    "switches": SWITCHES,
    "transformers": TRANSFORMERS,
    "customers": CUSTOMERS,
    "relays": RELAYS,
    "issues": ISSUES,
    "lines": LINES,
}


@dataclass(frozen=True)
class Bureau:
    """A store with a folder for files, and the import between them."""

    store: Store
    folder: Path
    settings: Settings
    told: list[Progress] = field(default_factory=list)

    def write(self, name: str, rows: list[Row], encoding: str = "utf-8") -> Path:
        """Write rows as CSV under a name such as ``customers``."""
        return write_csv(self.folder / f"{name}.csv", rows, encoding)

    def write_all(self, **others: list[Row]) -> Path:
        """Write the whole bureau, some files replaced, and return its folder."""
        for name, rows in (FILES | others).items():
            self.write(name, rows)
        return self.folder

    def run(self, path: Path, **options: Any) -> ImportReport:
        """Import a path."""
        chosen = ImportOptions(**options)
        return run_import(self.store, SYSTEM, path, chosen, self.told.append, self.settings)


def write_csv(path: Path, rows: list[Row], encoding: str = "utf-8") -> Path:
    """Write rows as CSV; the first row names the columns."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def settings_for(folder: Path, url: str, **changes: int) -> Settings:
    """Return settings of a store in a folder."""
    return Settings(
        data_dir=folder,
        database_url=url,
        host="127.0.0.1",
        port=8050,
        timezone=ZoneInfo("Asia/Shanghai"),
        demo=False,
        demo_customers=1,
        max_file_bytes=changes.get("max_file_bytes", 100 * MEGABYTE),
        max_unpacked_bytes=changes.get("max_unpacked_bytes", 100 * MEGABYTE),
    )


def customers(count: int, **constant: object) -> list[Row]:
    """Make customers in a row, 100 m apart, on transformers T1 and so on."""
    return [
        {
            "account": f"{7_000_000 + n}",
            "name": f"客户{n}",
            "x": round(108.001 + 0.001 * (n % 90), 6),
            "y": round(26.001 + 0.001 * (n // 90), 6),
        }
        | constant
        for n in range(count)
    ]
