"""Files of outages over HTTP: areas that come in, lists and pages that go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyogrio
import pytest
import shapely
from fastapi.testclient import TestClient

from api.server import server
from desk.outages.confirming import confirm
from desk.outages.declaring import declare
from desk.outages.records import one
from tests.builders import SIDE, SOUTH, WEST
from tests.desk.outages.drafts import planned
from tests.servers.signing import as_viewer
from tests.viewers import AGENT, COORDINATOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk.desk import Desk

AREA = "/api/v1/areas/file"
SQUARE = shapely.box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)
CROSSED = (
    '{"type":"Polygon","coordinates":[[[108,26],[108.1,26.1],[108.1,26],[108,26.1],[108,26]]]}'
)


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    wrapped = as_viewer(server(desk), COORDINATOR)
    with TestClient(wrapped, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def agent(desk: Desk) -> Iterator[TestClient]:
    with TestClient(as_viewer(server(desk), AGENT), raise_server_exceptions=False) as opened:
        yield opened


def left_behind(desk: Desk) -> list[str]:
    folder = desk.settings.data_dir / "uploads"
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def test_an_area_comes_in_and_the_file_is_gone(client: TestClient, desk: Desk) -> None:
    answer = client.post(f"{AREA}?name=片区.geojson", content=shapely.to_geojson(SQUARE))
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["file"], body["polygons"], body["system"]) == ("片区.geojson", 1, "wgs84")
    assert (body["area"]["type"], body["count"]) == ("MultiPolygon", 2)
    assert shapely.from_geojson(str(body["area"]).replace("'", '"')).equals(SQUARE)
    assert (body["mended"], body["left_out"]) == ([], [])
    assert left_behind(desk) == []


def test_what_was_left_out_is_named_in_words(client: TestClient) -> None:
    features = ",".join(
        f'{{"type":"Feature","properties":{{"name":"{name}"}},"geometry":{geometry}}}'
        for name, geometry in (("片区", shapely.to_geojson(SQUARE)), ("交叉", CROSSED))
    )
    content = f'{{"type":"FeatureCollection","features":[{features}]}}'
    body = client.post(f"{AREA}?name=a.json&lang=en", content=content.encode()).json()
    (left,) = body["left_out"]
    assert (left["number"], left["name"], left["fault"]) == (2, "交叉", "geo.shape.self_crossing")
    assert left["said"]


def test_a_bad_file_is_refused_in_words_and_gone(client: TestClient, desk: Desk) -> None:
    answer = client.post(f"{AREA}?name=a.json", content=CROSSED.encode())
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:battlemap:import.area_crossing"
    assert "自相交" in answer.json()["detail"]
    assert left_behind(desk) == []


def test_an_unknown_system_is_refused(client: TestClient, desk: Desk) -> None:
    answer = client.post(f"{AREA}?name=a.json&crs=EPSG:1", content=shapely.to_geojson(SQUARE))
    assert answer.json()["type"] == "urn:battlemap:geo.crs.unknown"
    assert left_behind(desk) == []


def test_an_area_outside_the_bureau_is_refused(client: TestClient, desk: Desk) -> None:
    answer = client.post(
        f"{AREA}?name=a.json", content=shapely.to_geojson(shapely.box(100, 30, 101, 31))
    )
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:battlemap:outage.area.outside"
    assert left_behind(desk) == []


def test_an_area_out_of_proportion_asks_first(client: TestClient) -> None:
    content = shapely.to_geojson(shapely.box(WEST - 2, SOUTH - 2, WEST + 2, SOUTH + 2))
    answer = client.post(f"{AREA}?name=a.json", content=content)
    assert answer.json()["type"] == "urn:battlemap:outage.area.asks"
    assert client.post(f"{AREA}?name=a.json&sure=1", content=content).json()["count"] == 4


def test_who_declares_no_outage_sends_no_area(agent: TestClient, desk: Desk) -> None:
    answer = agent.post(f"{AREA}?name=a.json", content=shapely.to_geojson(SQUARE))
    assert answer.status_code == 403
    assert left_behind(desk) == []


def test_the_confirmed_list_and_the_page_go_out(
    client: TestClient, agent: TestClient, desk: Desk
) -> None:
    ref = declare(desk, COORDINATOR, planned())
    assert client.get(f"/api/v1/outages/{ref}/list.csv").status_code in {404, 422}
    confirm(desk, COORDINATOR, ref, one(desk, COORDINATOR, ref).edit)
    answer = client.get(f"/api/v1/outages/{ref}/list.csv?lang=en")
    assert answer.status_code == 200
    assert answer.text.splitlines()[0].startswith("\ufeffNo.,Account,Name")
    assert f"{one(desk, COORDINATOR, ref).number}-1.csv" in answer.headers["content-disposition"]
    for form in ("xlsx", "gpkg"):
        assert client.get(f"/api/v1/outages/{ref}/list.{form}").status_code == 200
    page = client.get(f"/outages/{ref}/print")
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-store"
    assert agent.get(f"/api/v1/outages/{ref}/list.csv").status_code == 403
    assert agent.get(f"/outages/{ref}/print").status_code == 403


def test_an_outage_that_is_not_there_has_no_list(client: TestClient) -> None:
    answer = client.get("/api/v1/outages/99/list.csv")
    assert answer.status_code in {404, 422}
    assert answer.json()["type"] == "urn:battlemap:outage.not_there"


def test_of_several_layers_one_can_be_chosen(client: TestClient, tmp_path: Path) -> None:
    path = tmp_path / "区域.gpkg"
    for layer, shape in (("北片", SQUARE), ("南片", SQUARE.buffer(-0.001))):
        one = np.array([shape], dtype=object)
        pyogrio.raw.write(
            *(path, shapely.to_wkb(one), [], []), geometry_type="Polygon", crs="EPSG:4490",
            layer=layer, append=path.exists(),
        )  # fmt: skip
    answer = client.post(f"{AREA}?name=区域.gpkg", content=path.read_bytes())
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:battlemap:import.several_layers"
    assert answer.json()["choices"] == ["北片", "南片"]
    chosen = client.post(f"{AREA}?name=区域.gpkg&layer=北片", content=path.read_bytes())
    assert chosen.json()["count"] == 2
