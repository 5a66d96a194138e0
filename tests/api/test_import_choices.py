"""What can be chosen for an import over HTTP, and that its sentences name those choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from api.server import server
from tests.api.test_imports import CUSTOMERS, problem
from tests.exports import cells_geojson, customer_rows, customers_csv, in_gcj02, zipped
from tests.servers.signing import as_viewer
from tests.viewers import DISPATCHER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.desk import Desk


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with TestClient(as_viewer(server(desk), DISPATCHER), raise_server_exceptions=False) as opened:
        yield opened


def test_of_a_bureau_each_kind_can_have_its_system(client: TestClient) -> None:
    moved = customers_csv(in_gcj02(customer_rows(200)))
    content = zipped({"网格.geojson": cells_geojson(), "客户.csv": moved})

    def sent(*crs: str) -> dict[str, dict[str, Any]]:
        query = {"dry_run": "true", "lang": "en", "crs": list(crs), "name": "a.zip"}
        answer = client.post("/api/v1/import/bureau", params=query, content=content)
        assert answer.status_code == 200, answer.text
        return {
            finding["code"]: finding
            for kind in answer.json()["kinds"]
            for finding in kind["findings"]
        }

    found = sent()["datum_by_areas"]
    assert "send it again with crs=customers=gcj02" in found["sentence"]
    assert "--" not in found["sentence"]
    assert "datum_by_areas" not in sent("customers=gcj02")
    assert sent("gcj02")["datum_by_areas"]["facts"]["suspect"] == "cells"
    assert "datum_by_areas" not in sent("gcj02", "cells=wgs84")


def test_a_column_can_be_left_out(client: TestClient) -> None:
    query = {"map": ["户名=ignore", "敏感原因=ignore"]}
    (kind,) = client.post(CUSTOMERS, params=query, content=customers_csv()).json()["kinds"]
    assert {"name", "sensitivity_reason"} <= set(kind["absent"])
    assert kind["unknown"] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_problem_speaks_of_parameters_and_not_of_options(
    client: TestClient, language: str
) -> None:
    metres = [(*row[:-2], "500000", "2900000") for row in customer_rows()]
    query = {"lang": language}
    answer = client.post(CUSTOMERS, params=query, content=customers_csv(metres))
    detail = problem(answer, 422, "import.metres")["detail"]
    assert "crs=EPSG:" in detail
    assert "--" not in detail
