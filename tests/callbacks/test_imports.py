"""The callbacks of the import screen, asked as the plain functions that they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from dash import no_update
from fastapi.testclient import TestClient
from plotly.utils import PlotlyJSONEncoder
from sqlalchemy import insert

from app import build
from callbacks import import_form, imports, pages
from data import tables
from rules.viewer import SYSTEM, Role
from screens.imports import ids
from tests.callbacks.asking import asked
from tests.exports import (
    HEADERS,
    bureau_zip,
    cells_geojson,
    customer_rows,
    customers_csv,
    in_gcj02,
)
from tests.servers.signing import header, session_secret
from tests.servers.waiting import until
from texts import Tongue, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callbacks.import_form import Form
    from desk.desk import Desk

SECONDS = 60.0
AS_FOUND: Form = {
    "kind": "customers",
    "crs": "auto",
    "epsg": "",
    "encoding": "auto",
    "sheet": None,
    "mapping": None,
    "crs_of": [],
    "kinds": [],
}


@pytest.fixture(autouse=True)
def request_of_a_browser() -> Iterator[None]:
    with asked():
        yield


def words(component: object) -> str:
    """Return a component tree as the text that is sent to the browser."""
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


def upload(desk: Desk, name: str = "客户.csv", content: bytes | None = None) -> str:
    """Send a file and return where the screen then stands."""
    with desk.imports.uploads.arriving(name) as arriving:
        arriving.write(customers_csv() if content is None else content)
    return f"?upload={arriving.token}"


def token(search: str) -> str:
    return search.removeprefix("?upload=")


def ended(desk: Desk, search: str) -> None:
    def over() -> bool:
        job = desk.imports.job(token(search))
        return job is not None and not job.running

    until(over, "the import has ended", SECONDS)


def begin(desk: Desk, search: str, *, dry_run: bool = False) -> tuple[Any, str]:
    signal, said = import_form.begun(desk, 1, AS_FOUND, search, dry_run=dry_run)
    if not said:
        ended(desk, search)
    return signal, said


def test_first_there_is_a_place_for_a_file_and_what_can_be_imported(desk: Desk) -> None:
    step, below = imports.step(desk, "")
    text = words(step)
    assert "data-upload" in text
    assert "1,024 MB" in text
    assert all(kind in text for kind in ("服务网格", "客户问题", "template.xlsx"))
    assert "还没有导入过文件" in words(below)


def test_the_page_says_whether_the_store_holds_the_demo(desk: Desk) -> None:
    say = texts(Tongue.CHINESE)
    assert '"hidden": true' in words(imports.shown(desk, say))
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(insert(tables.Fact), {"key": "demo", "value": "1"})
        writing.changed("customer", "reload")
    text = words(imports.shown(desk, say))
    assert '"hidden": false' in text
    assert "BATTLEMAP_DATA_DIR" in text
    assert "这里装的是演示局" in words(pages.framed(desk, say, "/import", ""))


def test_a_file_that_has_arrived_leads_to_the_check() -> None:
    assert imports.uploaded({"token": "abc"}, "?lang=en") == "/import?upload=abc&lang=en"
    assert imports.uploaded(None, "") is no_update


def test_the_check_shows_what_was_detected(desk: Desk) -> None:
    search = upload(desk)
    text = words(imports.step(desk, search)[0])
    assert "GB18030" in text
    assert '"value": "customers"' in text
    children, shown, no_begin, no_try = import_form.checked(desk, AS_FOUND, search)
    assert (no_begin, no_try) == (False, False)
    assert shown is not None
    assert tuple(shown["headers"]) == HEADERS  # type: ignore[arg-type]
    assert "杨某0" in words(children)


def test_markup_and_formulas_stay_text(desk: Desk) -> None:
    rows = [("=1+1", "<img src=x onerror=alert(1)>", *customer_rows()[0][2:])]
    search = upload(desk, "<b>x</b>.csv", customers_csv(rows))
    text = words(import_form.checked(desk, AS_FOUND, search)[0])
    assert "<img src=x onerror=alert(1)>" in text
    assert "dangerously" not in text
    assert "b>.csv" in words(imports.step(desk, search)[0])


def test_a_column_that_is_not_recognised_can_be_named(desk: Desk) -> None:
    search = upload(desk, content=customers_csv(headers=("用户标识", *HEADERS[1:])))
    children, shown, no_begin, _ = import_form.checked(desk, AS_FOUND, search)
    assert no_begin
    assert "还缺必填的列：户号" in words(children)
    assert shown is not None
    fields: list[str | None] = list(shown["fields"])  # type: ignore[call-overload]
    assert import_form.mapped(fields, shown, None) is no_update
    mapping = import_form.mapped(["account", *fields[1:]], shown, None)
    assert mapping == {"kind": "customers", "mapping": {"用户标识": "account"}}
    form: Form = {**AS_FOUND, "mapping": mapping}
    assert import_form.checked(desk, form, search)[2] is False
    other: Form = {**form, "kind": "issues"}
    assert import_form.choices(other).mapping == {}


def test_an_upload_that_is_gone_is_told(desk: Desk) -> None:
    gone = "?upload=" + "a" * 22
    step, _ = imports.step(desk, gone)
    assert "已经不在了" in words(step)
    assert "data-upload" in words(step)
    children, shown, *disabled = import_form.checked(desk, AS_FOUND, gone)
    assert "已经不在了" in words(children)
    assert (shown, disabled) == (None, [True, True])
    assert "已经不在了" in begin(desk, gone)[1]


def test_an_import_runs_and_its_report_has_an_address(desk: Desk) -> None:
    search = upload(desk)
    signal, said = begin(desk, search)
    assert said == ""
    assert signal["job"] >= 1
    shown, told = imports.progress(desk, 1, search)
    assert shown is no_update
    assert isinstance(told, dict)
    assert imports.ended(told, "") == f"/import?run={told['run']}"
    step, below = imports.step(desk, f"?run={told['run']}")
    assert "已导入 客户.csv" in words(step)
    assert "客户.csv" in words(below)
    assert ids.CLOCK in words(imports.step(desk, search)[0])


def test_nothing_happens_before_a_click(desk: Desk) -> None:
    search = upload(desk)
    for act in (imports.anyway, imports.recast, imports.back, imports.cleared):
        assert act(desk, None, search) == (no_update, "")
    assert import_form.begun(desk, None, AS_FOUND, search, dry_run=False) == (no_update, "")
    assert desk.imports.job(token(search)) is None


def test_a_dry_run_leads_back_or_on(desk: Desk) -> None:
    search = upload(desk)
    begin(desk, search, dry_run=True)
    text = words(imports.step(desk, search)[0])
    assert "还没有写入任何数据" in text
    assert ids.RECAST_BUTTON not in text
    signal, _ = imports.back(desk, 1, search)
    assert signal == {"back": 1}
    assert ids.BEGIN_BUTTON in words(imports.step(desk, search)[0])
    begin(desk, search, dry_run=True)
    assert imports.anyway(desk, 1, search)[1] == ""
    ended(desk, search)
    assert imports.progress(desk, 1, search)[1]["run"]  # type: ignore[index]


def test_a_refused_import_says_why_and_nothing_is_written(desk: Desk) -> None:
    search = upload(desk, content=customers_csv(headers=("a", *HEADERS[1:])))
    begin(desk, search)
    text = words(imports.step(desk, search)[0])
    assert "缺少必填的列" in text
    assert "没有写入任何数据" in text


def test_one_click_imports_a_phone_maps_positions_as_such(desk: Desk) -> None:
    cells = upload(desk, "网格.geojson", cells_geojson())
    import_form.begun(desk, 1, {**AS_FOUND, "kind": "cells"}, cells, dry_run=False)
    ended(desk, cells)
    search = upload(desk, content=customers_csv(in_gcj02(customer_rows(200))))
    begin(desk, search)
    text = words(imports.step(desk, search)[0])
    assert "按 GCJ-02（高德、腾讯地图） 导入" in text
    assert "位置没有问题" in text
    assert imports.recast(desk, 1, search)[1] == ""
    ended(desk, search)
    job = desk.imports.job(token(search))
    assert job is not None
    assert job.options.crs == "gcj02"
    assert job.report is not None
    assert job.report.written == 200


def test_a_bureau_shows_its_files_without_their_mapping(desk: Desk) -> None:
    search = upload(desk, "本局.zip", bureau_zip())
    children, shown, no_begin, _ = import_form.checked(desk, {**AS_FOUND, "kind": None}, search)
    assert (shown, no_begin) == (None, False)
    text = words(children)
    assert "网格.geojson" in text
    assert "客户.csv" in text
    assert ids.COLUMN not in text


def test_the_field_for_an_epsg_number_shows_when_it_is_asked_for(desk: Desk) -> None:
    search = upload(desk, content=customers_csv([("1", "a", "", "", "", "500000", "2900000")]))
    assert "填写 EPSG 编号" in words(import_form.checked(desk, AS_FOUND, search)[0])
    projected: Form = {**AS_FOUND, "crs": "epsg", "epsg": "4545"}
    assert import_form.checked(desk, projected, search)[2] is False


def test_the_demo_is_cleared_only_where_there_is_one(desk: Desk) -> None:
    assert imports.turned(1, None, None) is True
    assert imports.turned(1, 1, opened=True) is False
    href, said = imports.cleared(desk, 1, "")
    assert href is no_update
    assert "没有清空任何数据" in said
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(insert(tables.Fact), {"key": "demo", "value": "1"})
    assert imports.cleared(desk, 1, "?lang=en") == ("/import?lang=en", "")


def test_every_output_of_the_screen_has_one_owner(desk: Desk) -> None:
    outputs = [output for output in build(desk).callback_map if "imports-" in output]
    single = [part for output in outputs for part in output.strip(".").split("...")]
    assert len(single) == len(set(single))
    assert f"{ids.STEP}.children" in single


def test_the_screen_may_be_the_first_page_that_is_opened(desk: Desk) -> None:
    cookie = header(session_secret(desk.store, Role.DISPATCHER))
    with TestClient(build(desk).server, headers=dict(cookie)) as client:
        page = client.get("/import").text
    assert "5-import.css" in page
    assert "boot.mjs" in page
