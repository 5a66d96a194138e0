"""What follows from the rows: feeders, cells, and who belongs to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from data.tables import Relay, RelayServes, Section, Switch
from rules.codes import Kind
from tests.data.importing.bureau import (
    CELLS,
    CUSTOMERS,
    ISSUES,
    RELAYS,
    SWITCHES,
    TRANSFORMERS,
)
from tests.data.importing.reading import (
    cells_of_customers,
    changes,
    feeders,
    issue,
    row,
    transformers_of_customers,
    version,
)

if TYPE_CHECKING:
    from tests.data.importing.bureau import Bureau


def test_everything_is_linked(bureau: Bureau) -> None:
    bureau.run(bureau.write_all())
    assert feeders(bureau) == {
        "S1": "F1", "S2": "F1", "S3": "F1", "S4": "F2", "S5": "F2",
        "K1": "F1", "TIE": "F1",
        "T1": "F1", "T2": "F1", "T3": "F1", "T4": "F2",
    }  # fmt: skip
    assert cells_of_customers(bureau) == {
        "0061200001": "C1",
        "0061200002": "C1",
        "0061200003": "C2",
    }
    assert transformers_of_customers(bureau)["0061200001"] == "T1"
    assert issue(bureau, "W1").linked == "0061200001"
    assert issue(bureau, "W1").cell == "C1"
    assert issue(bureau, "W2").linked is None
    assert issue(bureau, "W2").cell == "C2"
    with bureau.store.reading() as connection:
        nouns = set(connection.scalars(select(RelayServes.noun)))
    assert nouns == {"cell", "transformer", "customer"}
    length = row(bureau, select(Section.length_m).where(Section.code == "S1")).length_m
    assert length == pytest.approx(2002, abs=2)
    assert row(bureau, select(Switch.kind).where(Switch.code == "TIE")).kind == "tie"
    assert row(bureau, select(Relay.reliability)).reliability == 0.9


def test_a_cell_that_was_named_stays_when_a_file_names_none(bureau: Bureau) -> None:
    elsewhere = CUSTOMERS[0] | {"cell": "C2"}
    bureau.run(bureau.write_all(customers=[elsewhere]))
    assert cells_of_customers(bureau) == {"0061200001": "C2"}
    slim = {"account": "0061200001", "name": "潘秀竹", "x": 108.033, "y": 26.051}
    bureau.run(bureau.write("customers", [slim]))
    assert cells_of_customers(bureau) == {"0061200001": "C2"}
    shifted = CELLS[0] | {"geometry": "POLYGON((108 26, 108.1 26, 108.1 26.2, 108 26.2, 108 26))"}
    bureau.run(bureau.write("cells", [shifted, CELLS[1]]))
    assert cells_of_customers(bureau) == {"0061200001": "C2"}


def test_moved_cells_take_the_customers_that_lie_in_them(bureau: Bureau) -> None:
    bureau.run(bureau.write_all())
    seen = version(bureau)
    wide = "POLYGON((108.05 26, 108.2 26, 108.2 26.1, 108.05 26.1, 108.05 26))"
    narrow = "POLYGON((108 26, 108.05 26, 108.05 26.1, 108 26.1, 108 26))"
    cells = [CELLS[0] | {"geometry": narrow}, CELLS[1] | {"geometry": wide}]
    bureau.run(bureau.write("cells", cells))
    assert cells_of_customers(bureau) == {
        "0061200001": "C1",
        "0061200002": "C2",
        "0061200003": "C2",
    }
    assert {noun for noun, _, _ in changes(bureau, seen)} == {"cell", "customer"}


def test_a_switch_that_changed_moves_what_lies_behind_it(bureau: Bureau) -> None:
    bureau.run(bureau.write_all())
    over = [SWITCHES[0] | {"state": "分"}, SWITCHES[1] | {"state": "合"}]
    bureau.run(bureau.write("switches", over))
    found = feeders(bureau)
    assert [found[code] for code in ("T1", "T2", "T3", "T4")] == ["F1", "F2", "F2", "F2"]
    assert [found[code] for code in ("S3", "K1")] == ["F2", "F1"]


def test_transformers_without_a_source_are_told(bureau: Bureau) -> None:
    open_ = [SWITCHES[0] | {"state": "分"}, SWITCHES[1]]
    report = bureau.run(bureau.write_all(switches=open_))
    (finding,) = report.findings
    assert (finding.code, finding.count) == ("transformer_unfed", 2)
    assert feeders(bureau)["T2"] is None
    assert feeders(bureau)["S3"] == "F1"


def test_two_feeders_on_one_transformer_are_told(bureau: Bureau) -> None:
    closed = [SWITCHES[0], SWITCHES[1] | {"state": "闭合"}]
    report = bureau.run(bureau.write_all(switches=closed))
    assert [finding.code for finding in report.findings] == ["transformer_looped"]


def test_what_was_missing_is_found_when_it_comes(bureau: Bureau) -> None:
    bureau.write("cells", CELLS)
    bureau.run(bureau.folder / "cells.csv")
    path = bureau.write("customers", [CUSTOMERS[0] | {"cell": "C9"}])
    report = bureau.run(path).of(Kind.CUSTOMERS)
    assert {finding.code for finding in report.findings} == {"transformer_unknown", "cell_unknown"}
    assert transformers_of_customers(bureau) == {"0061200001": None}
    assert cells_of_customers(bureau) == {"0061200001": "C1"}
    assert bureau.run(path).written == 0
    bureau.write("transformers", TRANSFORMERS)
    bureau.write("cells", [*CELLS, CELLS[0] | {"code": "C9"}])
    bureau.run(bureau.folder / "transformers.csv")
    bureau.run(bureau.folder / "cells.csv")
    assert bureau.run(path).of(Kind.CUSTOMERS).changed == 1
    assert transformers_of_customers(bureau) == {"0061200001": "T1"}
    assert cells_of_customers(bureau) == {"0061200001": "C9"}


def test_issues_and_relays_find_customers_that_come_later(bureau: Bureau) -> None:
    bureau.run(bureau.write("cells", CELLS))
    report = bureau.run(bureau.write("issues", ISSUES))
    codes = {finding.code for finding in report.of(Kind.ISSUES).findings}
    assert codes == {"account_unknown", "issue_nowhere"}
    bureau.run(bureau.write("relays", RELAYS))
    bureau.run(bureau.write("customers", CUSTOMERS))
    assert issue(bureau, "W1").linked == "0061200001"
    assert issue(bureau, "W1").cell == "C1"
    with bureau.store.reading() as connection:
        served = set(connection.scalars(select(RelayServes.noun)))
    assert served == {"cell", "customer"}
