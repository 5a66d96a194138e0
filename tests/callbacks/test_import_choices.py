"""What can be chosen for single kinds of a bureau, and for single columns of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from callbacks import import_form, imports
from desk.imports.choices import LEFT_OUT
from desk.imports.datum import suspected
from screens.imports import ids
from tests.callbacks.asking import asked
from tests.callbacks.test_imports import AS_FOUND, ended, token, upload, words
from tests.exports import cells_geojson, customer_rows, customers_csv, in_gcj02, zipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callbacks.import_form import Form
    from desk.desk import Desk


@pytest.fixture(autouse=True)
def request_of_a_browser() -> Iterator[None]:
    with asked():
        yield


def test_of_a_bureau_only_the_kind_that_is_off_is_read_otherwise(desk: Desk) -> None:
    moved = customers_csv(in_gcj02(customer_rows(200)))
    content = zipped({"网格.geojson": cells_geojson(), "客户.csv": moved})
    search = upload(desk, "本局.zip", content)
    shown = words(imports.step(desk, search)[0])
    assert "客户的坐标系" in shown
    assert "服务网格的坐标系" in shown
    bureau: Form = {**AS_FOUND, "kind": None}
    import_form.begun(desk, 1, bureau, search, dry_run=False)
    ended(desk, search)
    assert "按 GCJ-02（高德、腾讯地图） 导入" in words(imports.step(desk, search)[0])
    imports.back(desk, 1, search)
    kinds = [ids.crs_of(kind) for kind in ("cells", "customers")]
    chosen: Form = {**bureau, "kinds": kinds, "crs_of": ["auto", "gcj02"]}
    import_form.begun(desk, 1, chosen, search, dry_run=True)
    ended(desk, search)
    job = desk.imports.job(token(search))
    assert job is not None
    assert dict(job.options.crs_of) == {"customers": "gcj02"}
    assert job.report is not None
    assert suspected(job.report) == ()
    wrongly: Form = {**bureau, "crs": "gcj02"}
    imports.back(desk, 1, search)
    import_form.begun(desk, 1, wrongly, search, dry_run=False)
    ended(desk, search)
    assert imports.recast(desk, 1, search)[1] == ""
    ended(desk, search)
    job = desk.imports.job(token(search))
    assert job is not None
    assert (job.options.crs, dict(job.options.crs_of)) == ("gcj02", {"cells": "wgs84"})


def test_a_recognised_column_can_be_left_out(desk: Desk) -> None:
    search = upload(desk)
    _, shown, *_ = import_form.checked(desk, AS_FOUND, search)
    assert shown is not None
    fields: Any = shown["fields"]
    values = [LEFT_OUT if field == "name" else field for field in fields]
    mapping = import_form.mapped(values, shown, None)
    assert mapping == {"kind": "customers", "mapping": {"户名": LEFT_OUT}}
    children, again, no_begin, _ = import_form.checked(
        desk, {**AS_FOUND, "mapping": mapping}, search
    )
    assert not no_begin
    assert again is not None
    fields = again["fields"]
    assert fields[1] == LEFT_OUT
    assert "bm-column--unused" in words(children)
