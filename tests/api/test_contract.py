"""What other programs rely on: health, tiles, customers, problems, the description."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import mapbox_vector_tile
import numpy as np
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from api.server import server
from data import tables
from data.store import open_store
from geo.zorder import tile_of
from rules.viewer import SYSTEM
from tests.builders import SIDE, SOUTH, WEST
from tests.servers.signing import as_viewer
from tests.viewers import COORDINATOR, DISPATCHER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx2 import Response

    from desk.desk import Desk


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with TestClient(as_viewer(server(desk), DISPATCHER), raise_server_exceptions=False) as opened:
        yield opened


def tile_path(zoom: int) -> str:
    x, y = tile_of(np.array([WEST + 0.005]), np.array([SOUTH + 0.005]), zoom)
    return f"/tiles/{zoom}/{x[0]}/{y[0]}.mvt"


def layers(response: Response) -> dict[str, list[dict[str, Any]]]:
    assert response.status_code == 200
    decoded = mapbox_vector_tile.decode(response.content)
    return {
        name: [feature["properties"] for feature in layer["features"]]
        for name, layer in decoded.items()
    }


def test_health_tells_the_version_of_the_data(client: TestClient) -> None:
    body = client.get("/api/v1/health").json()
    assert body["status"] == "ok"
    assert body["store"] == "ok"
    assert body["data_version"] > 0
    assert body["demo"] is False


def test_near_tiles_have_the_layers_and_properties_of_the_contract(client: TestClient) -> None:
    found = layers(client.get(tile_path(13)))
    assert {"cells", "sections", "transformers", "switches", "customers"} <= set(found)
    assert "bins" not in found
    by_id = {row["id"]: row for row in found["customers"]}
    assert (by_id[1]["urgency"], by_id[1]["sensitivity"]) == (5, 3)
    assert (by_id[2]["urgency"], by_id[2]["sensitivity"]) == (1, 0)


def test_far_tiles_have_bins_with_the_worst(client: TestClient) -> None:
    found = layers(client.get(tile_path(8)))
    assert "customers" not in found
    assert sum(row["n"] for row in found["bins"]) == 4
    assert max(row["urgency"] for row in found["bins"]) == 5
    assert max(row["sensitivity"] for row in found["bins"]) == 3


def test_filters_of_the_screen_narrow_a_tile(client: TestClient) -> None:
    found = layers(client.get(tile_path(8) + "?sensitivity=2"))
    assert sum(row["n"] for row in found["bins"]) == 1


def test_a_tile_that_did_not_change_is_not_sent_again(client: TestClient, desk: Desk) -> None:
    first = client.get(tile_path(10))
    tag = first.headers["etag"]
    assert client.get(tile_path(10), headers={"If-None-Match": tag}).status_code == 304
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(update(tables.Issue).values(urgency=2))
        writing.changed("issue", "change", [1])
    anew = client.get(tile_path(10), headers={"If-None-Match": tag})
    assert anew.status_code == 200
    assert anew.headers["etag"] != tag


@pytest.mark.parametrize("known", ["W/{tag}", '"x", {tag}', 'W/"x",W/{tag}', "*"])
def test_a_proxys_weak_tag_is_known_again(client: TestClient, known: str) -> None:
    tag = client.get(tile_path(10)).headers["etag"]
    headers = {"If-None-Match": known.format(tag=tag)}
    assert client.get(tile_path(10), headers=headers).status_code == 304


@pytest.mark.parametrize("known", ["", "x", 'W/"x"', '"x", "y"'])
def test_other_tags_are_not_known(client: TestClient, known: str) -> None:
    headers = {"If-None-Match": known}
    assert client.get(tile_path(10), headers=headers).status_code == 200


def test_a_tile_of_another_role_is_another_one(client: TestClient, desk: Desk) -> None:
    tag = client.get(tile_path(10)).headers["etag"]
    with TestClient(as_viewer(server(desk), COORDINATOR)) as other:
        anew = other.get(tile_path(10), headers={"If-None-Match": tag})
    assert anew.status_code == 200


def test_the_same_bytes_for_the_same_data(client: TestClient) -> None:
    assert client.get(tile_path(12)).content == client.get(tile_path(12)).content


@pytest.mark.parametrize("path", ["/tiles/3/8/0.mvt", "/tiles/0/0/1.mvt"])
def test_a_tile_that_cannot_be_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_customers_in_a_box_come_by_priority(client: TestClient) -> None:
    box = f"{WEST},{SOUTH},{WEST + 2 * SIDE},{SOUTH + SIDE}"
    body = client.get("/api/v1/customers", params={"bbox": box}).json()
    assert body["count"] == 3
    assert [row["id"] for row in body["customers"]] == [1, 3, 2]
    assert {"class", "urgency"} <= set(body["customers"][0])
    described = client.get("/api/openapi.json").json()["components"]["schemas"]["CustomerOut"]
    assert set(described["properties"]) == set(body["customers"][0])
    assert body["customers"][0]["life_support"] is True


def test_customers_by_a_text_and_limited(client: TestClient) -> None:
    body = client.get("/api/v1/customers", params={"q": "上寨", "limit": 1}).json()
    assert body["count"] == 2
    assert [row["account"] for row in body["customers"]] == ["000001"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "a,b,c,d"}, "bbox"),
        ({"bbox": "nan,0,1,1"}, "bbox"),
        ({"bbox": "-inf,-inf,inf,inf"}, "bbox"),
        ({"bbox": "3,0,1,1"}, "3"),
        ({"limit": "0"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"q": "x" * 61}, "q"),
    ],
)
def test_bad_queries_are_problems_that_say_what_to_give(
    client: TestClient, query: dict[str, str], said: str
) -> None:
    answer = client.get("/api/v1/customers", params=query | {"lang": "en"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert {"type", "title", "status", "detail"} <= set(body)
    assert body["status"] == 422
    assert said in body["detail"]


def test_problems_speak_the_readers_language(client: TestClient) -> None:
    chinese = client.get("/api/v1/customers?bbox=x").json()["detail"]
    english = client.get("/api/v1/customers?bbox=x", headers={"Accept-Language": "en"}).json()
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert not re.search(r"[\u4e00-\u9fff]", english["detail"])


def test_a_store_that_is_away_is_told_and_not_a_crash(desk: Desk) -> None:
    nowhere = open_store("postgresql://nobody@127.0.0.1:1/nowhere")
    lost = replace(desk, store=nowhere)
    with TestClient(server(lost)) as client:
        body = client.get("/api/v1/health").json()
        assert (body["status"], body["store"], body["data_version"]) == ("degraded", "away", None)
    nowhere.close()


def test_the_api_describes_itself_without_foreign_addresses(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    paths = {"/api/v1/health", "/tiles/{z}/{x}/{y}.mvt", "/api/v1/customers"}
    assert paths <= set(described["paths"])
    page = client.get("/api/docs").text
    assert "http://" not in page
    assert "https://" not in page


def test_a_picture_of_the_same_view(client: TestClient) -> None:
    usual = client.get("/map.png?w=320&h=200")
    assert usual.status_code == 200
    assert usual.content.startswith(b"\x89PNG")
    shown = client.get("/map.png?w=320&h=200&at=15/26.005/108.005&open=customer.1&theme=dark")
    assert shown.content != usual.content
    assert client.get("/map.png?w=9&h=9").status_code == 422


@pytest.mark.parametrize("zoom", [8, 15])
def test_a_picture_in_which_nobody_passes_the_filters(client: TestClient, zoom: int) -> None:
    path = f"/map.png?w=320&h=200&at={zoom}/26.005/108.005&urgency=4&hide=cells"
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/", "/api/v1/imports/0/rejected/issues.csv"]
)
def test_what_is_not_there_is_a_problem_and_no_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in {404, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_run_beyond_every_number_is_a_problem(client: TestClient) -> None:
    answer = client.get("/api/v1/imports/99999999999999999999/rejected/customers.csv")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_wrong_method_says_which_are_right(client: TestClient) -> None:
    answer = client.delete("/api/v1/health")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
