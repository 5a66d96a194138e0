"""Small bureaus for tests, written straight into a store."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from sqlalchemy import insert

from data import tables
from geo import zorder
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from data.store import Store

NOW = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
"""Noon of a Wednesday in Shanghai."""
WEST, SOUTH, SIDE = 108.0, 26.0, 0.02


@dataclass
class Bureau:
    """Rows to be written, by table; ``write`` puts them into a store and logs the change.

    What ``small_bureau`` draws, closed switches as ``=``, the open tie as ``/``::

        s1 --S1-- a =K1= b --S2-- c(T1)        cells:  [C1][C2]
        s2 --S3-- d(T2)
                  d -/K2/- c                           C2 has no manager
    """

    rows: dict[type[tables.Base], list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: type[tables.Base], **values: Any) -> int:
        """Add a row and return its id: rows of a table are numbered from 1."""
        rows = self.rows.setdefault(table, [])
        values = {name.rstrip("_"): value for name, value in values.items()}
        values = {"id": len(rows) + 1, **values}
        if "digest" in table.__table__.c:
            values.setdefault("digest", 0)
        rows.append(values)
        return int(values["id"])

    def customer(self, x: float, y: float, **values: Any) -> int:
        """Add a customer at a position; account and name follow from its number."""
        number = len(self.rows.get(tables.Customer, [])) + 1
        defaults = {
            "account": f"00{number:04d}",
            "name": f"客户{number}",
            "transformer_id": None,
            "cell_id": None,
            "kind": "household",
            "class_": 0,
            "sensitivity": 0,
            "equipment": "",
            "backup_hours": None,
            "village": "",
            "address": "",
        }
        key = int(zorder.key(np.array([x]), np.array([y]))[0])
        return self.add(tables.Customer, **(defaults | {"x": x, "y": y, "qk": key} | values))

    def issue(self, customer_id: int | None = None, **values: Any) -> int:
        """Add an issue, opened an hour before ``NOW`` and ordinary unless said otherwise."""
        number = len(self.rows.get(tables.Issue, [])) + 1
        defaults = {
            "number": f"GD{number:04d}",
            "customer_id": customer_id,
            "cell_id": None,
            "urgency": 1,
            "channel": "95598",
            "demand_type": "fault",
            "title": f"问题{number}",
            "opened_at": NOW - timedelta(hours=1),
            "closed_at": None,
            "x": None,
            "y": None,
        }
        return self.add(tables.Issue, **(defaults | values))

    def write(self, store: Store) -> None:
        """Write everything as one change a noun."""
        with store.writing(SYSTEM) as writing:
            for table in tables.Base.metadata.sorted_tables:
                for mapped, rows in self.rows.items():
                    if mapped.__table__ is table:
                        writing.connection.execute(insert(mapped), rows)
                        # The names of some tables of outages are longer than a noun may be.
                        noun = "outage" if table.name.startswith("outage") else table.name
                        writing.changed(noun, "reload")


def small_bureau() -> Bureau:
    """Return two cells side by side, two feeders with a tie, and four customers.

    Customer 1 has a ventilator and an emergency; 2 is ordinary with an ordinary issue; 3 is
    sensitive by the bureau and calm; 4 lies in no cell and has no transformer.
    """
    bureau = Bureau()
    for number, (west, manager) in enumerate(((WEST, "甲经理"), (WEST + SIDE, "")), start=1):
        shape = shapely.box(west, SOUTH, west + SIDE, SOUTH + SIDE)
        bureau.add(
            tables.Cell,
            code=f"C{number}",
            name=f"{number}号网格",
            station=f"{number}所",
            manager=manager,
            manager_phone="",
            geometry=shape,
        )
    _network(bureau)
    x, y = WEST + 0.005, SOUTH + 0.005
    bureau.customer(
        x, y, cell_id=1, transformer_id=1, equipment="ventilator", backup_hours=2.0,
        name="<b>甲</b>", village="上寨", address="云溪县上寨1组",
    )  # fmt: skip
    bureau.customer(x + 0.001, y, cell_id=1, transformer_id=1, village="上寨",
                    address="云溪县上寨2组")  # fmt: skip
    bureau.customer(x + SIDE, y, cell_id=2, transformer_id=2, sensitivity=2,
                    sensitivity_reason="独居老人", class_=2)  # fmt: skip
    bureau.customer(x + 3 * SIDE, y)
    bureau.issue(1, cell_id=1, urgency=5, channel="12345")
    bureau.issue(2, cell_id=1, urgency=1)
    return bureau


def _network(bureau: Bureau) -> None:
    for number in (1, 2):
        bureau.add(tables.Feeder, code=f"F{number}", name=f"{number}号线", substation="东变电站")
        bureau.add(tables.Source, node=f"s{number}", feeder_id=number)
        bureau.add(
            tables.Transformer, code=f"T{number}", name=f"{number}号台区",
            node="c" if number == 1 else "d", feeder_id=number, ownership="public",
            x=WEST + 0.01 * number, y=SOUTH + 0.006,
        )  # fmt: skip
    ends = (("s1", "a", 1), ("b", "c", 1), ("s2", "d", 2))
    for number, (start, stop, feeder) in enumerate(ends, start=1):
        line = shapely.LineString([(WEST + 0.002 * number, SOUTH), (WEST + 0.01, SOUTH + 0.01)])
        bureau.add(
            tables.Section, code=f"S{number}", feeder_id=feeder, from_node=start, to_node=stop,
            geometry=line, length_m=1000.0,
        )  # fmt: skip
    for number, (start, stop, state) in enumerate((("a", "b", "closed"), ("d", "c", "open"))):
        bureau.add(
            tables.Switch, code=f"K{number + 1}", name=f"{number + 1}号开关", kind="",
            from_node=start, to_node=stop, state=state, feeder_id=1,
            x=WEST + 0.01, y=SOUTH + 0.01,
        )  # fmt: skip
