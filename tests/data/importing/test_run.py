from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from data.bulk import table_of
from data.importing import ImportOptions, ImportRefused, Stage, run_import
from data.tables import Customer, ImportRun
from geo import zorder
from rules.codes import CustomerKind, Kind, Language, Sensitivity, Urgency
from rules.viewer import SYSTEM
from tests.data.importing.bureau import (
    CUSTOMERS,
    FILES,
    customers,
)
from tests.data.importing.reading import (
    cells_of_customers,
    changes,
    contents,
    counts,
    issue,
    phones_of,
    row,
    transformers_of_customers,
    version,
)

if TYPE_CHECKING:
    from tests.data.importing.bureau import Bureau


def test_a_bureau_folder_is_imported(bureau: Bureau) -> None:
    report = bureau.run(bureau.write_all())
    found = counts(bureau)
    for name, rows in FILES.items():
        kind = report.of(Kind(name))
        assert (kind.read, kind.added, kind.rejected) == (len(rows), len(rows), 0), name
        assert found[name.removesuffix("es") if name == "switches" else name[:-1]] == len(rows)
    assert found["feeder"] == 2
    assert report.findings == ()


def test_values_arrive_as_they_were_meant(bureau: Bureau) -> None:
    bureau.run(bureau.write_all())
    person = row(bureau, select(Customer.__table__).where(Customer.account == "0061200001"))
    assert person.name == "潘秀竹"
    assert person.kind == CustomerKind.HOUSEHOLD
    assert person.sensitivity == Sensitivity.SPECIAL
    assert person.language == Language.MIAO_SPOKEN
    assert person.equipment == "ventilator"
    assert person.backup_hours == 2.0
    assert person.village == "控溪村"
    assert person.qk == zorder.key([108.031], [26.051])[0]
    assert phones_of(bureau, "0061200001") == ["19900000011", "0855-3330011"]
    ticket = issue(bureau, "W1")
    assert ticket.urgency == Urgency.EMERGENCY
    assert ticket.opened_at == datetime(2024, 5, 1, 0, 0, tzinfo=UTC)
    assert ticket.closed_at is None


def test_the_same_folder_again_changes_nothing(bureau: Bureau) -> None:
    bureau.write_all()
    bureau.run(bureau.folder)
    before = contents(bureau)
    report = bureau.run(bureau.folder)
    assert contents(bureau) == before
    assert report.written == 0
    assert all(kind.unchanged == kind.read for kind in report.kinds)
    assert counts(bureau)["import_run"] == 2


def test_a_changed_row_is_updated_by_its_key(bureau: Bureau) -> None:
    bureau.run(bureau.write_all())
    (before,) = row(bureau, select(Customer.id).where(Customer.account == "0061200002"))
    seen = version(bureau)
    moved = CUSTOMERS[1] | {"name": "吴远帆", "phone": "19900000099", "x": 108.161}
    report = bureau.run(bureau.write("customers", [CUSTOMERS[0], moved]))
    kind = report.of(Kind.CUSTOMERS)
    assert (kind.added, kind.changed, kind.unchanged, kind.removed) == (0, 1, 1, 1)
    assert kind.removed_keys == ("0061200003",)
    after = row(bureau, select(Customer.__table__).where(Customer.account == "0061200002"))
    assert (after.id, after.name, after.x) == (before, "吴远帆", 108.161)
    assert after.qk == zorder.key([108.161], [26.051])[0]
    assert cells_of_customers(bureau)["0061200002"] == "C2"
    assert phones_of(bureau, "0061200002") == ["19900000099"]
    assert phones_of(bureau, "0061200001") == ["19900000011", "0855-3330011"]
    assert changes(bureau, seen) == [("customer", "changed", before)]
    assert counts(bureau)["customer"] == 3


def test_a_hand_edit_survives_the_same_file(bureau: Bureau) -> None:
    bureau.run(bureau.write_all())
    with bureau.store.writing(SYSTEM) as writing:
        edited = table_of(Customer).update().values(name="改过的名字")
        writing.connection.execute(edited.where(Customer.account == "0061200001"))
    bureau.run(bureau.folder)
    named = row(bureau, select(Customer.name).where(Customer.account == "0061200001"))
    assert named.name == "改过的名字"


def test_what_the_file_does_not_have_it_does_not_change(bureau: Bureau) -> None:
    bureau.run(bureau.write_all())
    slim = [{"account": "0061200001", "name": "潘秀竹", "x": 108.032, "y": 26.051}]
    report = bureau.run(bureau.write("customers", slim))
    assert "phone" in report.of(Kind.CUSTOMERS).absent
    person = row(bureau, select(Customer.__table__).where(Customer.account == "0061200001"))
    assert person.x == 108.032
    assert person.sensitivity == Sensitivity.SPECIAL
    assert person.village == "控溪村"
    assert phones_of(bureau, "0061200001") == ["19900000011", "0855-3330011"]
    assert transformers_of_customers(bureau)["0061200001"] == "T1"
    assert bureau.run(bureau.folder / "customers.csv").written == 0


def test_a_dry_run_tells_the_same_and_writes_nothing(bureau: Bureau) -> None:
    rows = [*CUSTOMERS, CUSTOMERS[0]]
    before = counts(bureau)
    dry = bureau.run(bureau.write_all(customers=rows), dry_run=True)
    assert counts(bureau) == before
    assert not (bureau.settings.data_dir / "rejected").exists()
    assert (dry.run, dry.of(Kind.CUSTOMERS).rejected) == (None, 1)
    real = bureau.run(bureau.folder)
    told = [(k.kind, k.added, k.rejected, k.findings) for k in dry.kinds]
    assert told == [(k.kind, k.added, k.rejected, k.findings) for k in real.kinds]


def test_rejected_rows_become_a_file(bureau: Bureau) -> None:
    rows = [CUSTOMERS[0], CUSTOMERS[1] | {"x": "", "name": "=HYPERLINK(1)"}, CUSTOMERS[0]]
    report = bureau.run(bureau.write_all(customers=rows))
    kind = report.of(Kind.CUSTOMERS)
    assert kind.rejected_file == f"{report.run}-customers.csv"
    file = bureau.settings.data_dir / "rejected" / kind.rejected_file
    with file.open(encoding="utf-8-sig", newline="") as opened:
        header, *found = csv.reader(opened)
    assert header == ["文件", "行号", "列", "原值", "代码", "原因和处理办法"]
    assert [line[:5] for line in found] == [
        ["customers.csv", "3", "x", "", "position_half"],
        ["customers.csv", "4", "account", "0061200001", "key_twice"],
    ]
    assert all(line[5] for line in found)


def test_a_failed_import_leaves_no_file_of_rejected_rows(bureau: Bureau) -> None:
    bureau.write_all(customers=[*CUSTOMERS, CUSTOMERS[0]])

    def stop(progress: object) -> None:
        if getattr(progress, "stage", None) is Stage.LINKING:
            raise ImportRefused(file="–")

    before = contents(bureau)
    with pytest.raises(ImportRefused):
        run_import(bureau.store, SYSTEM, bureau.folder, ImportOptions(), stop, bureau.settings)
    assert contents(bureau) == before
    assert counts(bureau)["import_run"] == 0


def test_the_run_is_kept_with_its_report(bureau: Bureau) -> None:
    report = bureau.run(bureau.write_all())
    kept = row(bureau, select(ImportRun.__table__))
    assert kept.id == report.run
    assert kept.actor == "system"
    assert kept.report == json.loads(json.dumps(report.to_json()))


def test_progress_ends_where_it_should(bureau: Bureau) -> None:
    bureau.run(bureau.write_all())
    steps = [(told.done, told.total) for told in bureau.told]
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]
    assert bureau.told[-1].stage is Stage.DONE
    assert {told.stage for told in bureau.told} == set(Stage)


def test_few_changes_are_logged_one_by_one_and_many_at_once(bureau: Bureau) -> None:
    bureau.run(bureau.write("customers", customers(5_000)))
    singles = changes(bureau)
    assert len(singles) == 5_000
    assert {(noun, act) for noun, act, _ in singles} == {("customer", "added")}
    seen = version(bureau)
    bureau.run(bureau.write("customers", customers(5_001, name="新名")))
    assert changes(bureau, seen) == [("customer", "reload", None)]


def test_ids_follow_the_map(bureau: Bureau) -> None:
    bureau.run(bureau.write("customers", customers(500)))
    with bureau.store.reading() as connection:
        keys = list(connection.scalars(select(Customer.qk).order_by(Customer.id)))
    assert keys == sorted(keys)


def test_ids_of_the_database_go_on_after_an_import(bureau: Bureau) -> None:
    bureau.run(bureau.write_all())
    with bureau.store.writing(SYSTEM) as writing:
        values = {
            "account": "X", "x": 108.0, "y": 26.0, "qk": 0, "digest": 0, "name": "",
            "kind": "other", "class": 0, "sensitivity": 0, "sensitivity_reason": "",
            "language": "zh", "village": "", "address": "", "consent": "", "equipment": "",
        }  # fmt: skip
        writing.connection.execute(table_of(Customer).insert().values(values))
    assert counts(bureau)["customer"] == 4
