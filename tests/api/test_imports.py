"""The import over HTTP: what other programs rely on, and what must not get in."""

from __future__ import annotations

import io
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from api.imports import Imported
from api.server import server
from data import tables
from data.importing import ImportOptions, Stage
from rules.codes import Kind
from tests.exports import (
    HEADERS,
    bureau_zip,
    customer_rows,
    customers_csv,
    zipped,
)
from tests.servers.signing import as_viewer
from tests.viewers import DISPATCHER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response

    from data.importing import Progress
    from desk.desk import Desk

CUSTOMERS = "/api/v1/import/customers"
SECONDS = 60.0


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with TestClient(as_viewer(server(desk), DISPATCHER), raise_server_exceptions=False) as opened:
        yield opened


def stored(desk: Desk) -> int:
    """Count the customers that were not there before: those of small_bureau have six digits."""
    query = select(func.count()).where(func.length(tables.Customer.account) == 8)
    with desk.store.reading() as connection:
        return connection.scalar(query) or 0


def left_behind(desk: Desk) -> list[Path]:
    folder = desk.settings.data_dir / "uploads"
    return list(folder.iterdir()) if folder.is_dir() else []


def problem(answer: Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["type"] == f"urn:battlemap:{code}"
    assert body["status"] == status
    assert body["detail"]
    return body


def test_a_file_is_imported_and_told_about(client: TestClient, desk: Desk) -> None:
    answer = client.post(f"{CUSTOMERS}?name=客户.csv", content=customers_csv())
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["path"], body["dry_run"], body["rejected"], body["written"]) == (
        "客户.csv", False, 0, 6,
    )  # fmt: skip
    (kind,) = body["kinds"]
    assert (kind["kind"], kind["added"], kind["read"]) == ("customers", 6, 6)
    assert stored(desk) == 6
    assert left_behind(desk) == []


def test_the_same_file_again_changes_nothing(client: TestClient) -> None:
    client.post(CUSTOMERS, content=customers_csv())
    (kind,) = client.post(CUSTOMERS, content=customers_csv()).json()["kinds"]
    assert (kind["added"], kind["changed"], kind["unchanged"]) == (0, 0, 6)


def test_a_form_with_a_file_does_as_well(client: TestClient, desk: Desk) -> None:
    files: list[tuple[str, tuple[str | None, bytes]]] = [
        ("comment", (None, b"nothing to do with it")),
        ("file", ("../客户.csv", customers_csv())),
    ]
    body = client.post(CUSTOMERS, files=files).json()
    assert body["path"] == "客户.csv"
    assert stored(desk) == 6


def test_options_stand_in_the_address(client: TestClient, desk: Desk) -> None:
    content = customers_csv(headers=("用户标识", *HEADERS[1:]), encoding="utf-16")
    query = {"map": "用户标识=account", "encoding": "utf-16", "crs": "gcj02", "dry_run": "true"}
    body = client.post(CUSTOMERS, params=query, content=content).json()
    assert body["dry_run"] is True
    assert body["run"] is None
    assert body["kinds"][0]["added"] == 6
    assert stored(desk) == 0


def test_a_bureau_comes_as_one_zip(client: TestClient) -> None:
    body = client.post("/api/v1/import/bureau?name=本局.zip", content=bureau_zip()).json()
    assert [kind["kind"] for kind in body["kinds"]] == ["cells", "customers"]


def test_a_single_file_is_no_bureau(client: TestClient, desk: Desk) -> None:
    answer = client.post("/api/v1/import/bureau?name=客户.csv", content=customers_csv())
    assert problem(answer, 422, "import.not_a_bureau")["file"] == "客户.csv"
    assert left_behind(desk) == []


def test_rejected_rows_have_row_reason_and_a_file(client: TestClient) -> None:
    rows = customer_rows()
    rows[2] = (*rows[2][:2], "=cmd()", *rows[2][3:])
    body = client.post(f"{CUSTOMERS}?lang=en", content=customers_csv(rows)).json()
    (kind,) = body["kinds"]
    (rejection,) = kind["rejections"]
    assert (rejection["row"], rejection["column"], rejection["value"]) == (4, "敏感类别", "=cmd()")
    assert "Write one of" in rejection["reason"]
    answer = client.get(kind["rejected_url"])
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert "'=cmd()" in answer.text
    gone = client.get(kind["rejected_url"].replace("customers", "cells"))
    problem(gone, 404, "import.nothing_rejected")
    problem(client.get("/api/v1/imports/999/rejected/cells.csv"), 404, "import.run_unknown")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import.no_rows"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "import.format_unknown"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\x00" * 40, "import.old_workbook"),
        (b'"a\n', "import.quote_open"),
        (b"a,b\n1,2\n", "import.columns_missing"),
        (zipped({"xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b"1"}), "import.macros"),
        (zipped({"../a.csv": b"1"}), "import.zip_path"),
        (zipped({"a.csv": b"1"})[:-30], "import.cut_short"),
    ],
)
def test_bad_files_are_problems_that_name_the_file(
    client: TestClient, desk: Desk, content: bytes, code: str
) -> None:
    answer = client.post(f"{CUSTOMERS}?name=客户.xlsx", content=content)
    assert problem(answer, 422, code)["file"] == "客户.xlsx"
    assert left_behind(desk) == []


def test_a_problem_names_the_row_where_it_knows_it(client: TestClient) -> None:
    answer = client.post(f"{CUSTOMERS}?name=a.csv", content=b'account,x,y\n1,2,3\n"4,5,6\n')
    assert problem(answer, 422, "import.quote_open")["row"] == 3


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"map": "户号"}, 422),
        ({"crs": "EPSG:1"}, 422),
        ({"crs": "cells=gcj02"}, 422),
        ({"encoding": "idna"}, 422),
        ({"encoding": "klingon"}, 422),
        ({"name": "x" * 401}, 422),
        ({"dry_run": "perhaps"}, 422),
    ],
)
def test_bad_options_are_problems(
    client: TestClient, desk: Desk, query: dict[str, str], status: int
) -> None:
    answer = client.post(CUSTOMERS, params=query, content=customers_csv())
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert stored(desk) == 0
    assert left_behind(desk) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\nno header"),
        ("multipart/form-data; boundary=x", b"nothing"),
        ("multipart/form-data; boundary=" + "x" * 5_000, b"--x"),
        ("multipart/form-data", b"--x--"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
        ),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\nhalf',
        ),
    ],
    ids=["no header", "nothing", "long boundary", "no boundary", "no file", "half"],
)
def test_a_form_without_a_whole_file_is_refused(
    client: TestClient, desk: Desk, kind: str, body: bytes
) -> None:
    answer = client.post(CUSTOMERS, content=body, headers={"Content-Type": kind})
    problem(answer, 422, "upload.unreadable")
    assert left_behind(desk) == []


def test_another_sites_page_cannot_send_a_file(client: TestClient, desk: Desk) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = client.post(CUSTOMERS, content=customers_csv(), headers=foreign)
    problem(answer, 403, "upload.foreign")
    assert stored(desk) == 0


def test_a_second_import_at_once_is_a_conflict(client: TestClient, desk: Desk) -> None:
    inside, go_on = Event(), Event()

    def wait(progress: Progress) -> None:
        if progress.stage is Stage.READING:
            inside.set()
            assert go_on.wait(SECONDS)

    with desk.imports.uploads.arriving("客户.csv") as arriving:
        arriving.write(customers_csv())
    upload = desk.imports.uploads.find(arriving.token)
    run = Thread(target=desk.imports.run, args=(DISPATCHER, upload, ImportOptions(), wait))
    run.start()
    assert inside.wait(SECONDS)
    try:
        answer = client.post(CUSTOMERS, content=customers_csv())
        assert problem(answer, 409, "import.busy")["file"] == "客户.csv"
    finally:
        go_on.set()
        run.join(SECONDS)
    assert client.post(CUSTOMERS, content=customers_csv()).status_code == 200


def test_an_upload_waits_for_the_screen(client: TestClient, desk: Desk) -> None:
    answer = client.post("/api/v1/uploads?name=客户.csv", content=customers_csv())
    assert answer.status_code == 201
    body = answer.json()
    upload = desk.imports.uploads.find(body["token"])
    assert (body["name"], body["size"]) == (upload.name, upload.size)
    assert upload.path.read_bytes() == customers_csv()


def test_an_upload_that_is_no_data_is_not_kept(client: TestClient, desk: Desk) -> None:
    answer = client.post("/api/v1/uploads?name=客户.csv", content=b"\x7fELF" + b"\x00" * 40)
    problem(answer, 422, "import.format_unknown")
    assert left_behind(desk) == []


@pytest.mark.parametrize("kind", Kind)
def test_templates_can_be_downloaded(client: TestClient, kind: Kind) -> None:
    book = client.get(f"/api/v1/import/{kind}/template.xlsx?lang=zh")
    assert f'filename="{kind}.xlsx"' in book.headers["content-disposition"]
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    first = [cell.value for cell in sheet[1]]
    text = client.get(f"/api/v1/import/{kind}/template.csv?lang=zh")
    assert text.content.decode("utf-8-sig").strip().split(",") == first


def test_what_can_be_sent_is_every_kind_and_a_bureau() -> None:
    assert [imported.value for imported in Imported] == [*Kind, "bureau"]


def test_the_import_describes_itself(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    route = described["paths"]["/api/v1/import/{kind}"]["post"]
    assert "application/octet-stream" in route["requestBody"]["content"]
    names = {parameter["name"] for parameter in route["parameters"]}
    assert {"kind", "crs", "encoding", "map", "dry_run", "name"} <= names
    about = {
        parameter["name"]: parameter.get("description", "") for parameter in route["parameters"]
    }
    assert "customers=gcj02" in about["crs"]
    assert "column=ignore" in about["map"]
    report = described["components"]["schemas"]["ReportOut"]["properties"]
    assert {"kinds", "run", "rejected", "dry_run"} <= set(report)
    answer = route["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer["$ref"].endswith("/ReportOut")
