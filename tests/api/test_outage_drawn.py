"""Outages declared over HTTP by an area: large, shifted, open, with holes, with many corners."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from desk.outages.records import listing
from geo.datum import wgs84_to_gcj02
from tests.api.outages import BOW, FAULT, HOME, PROVINCE, asked_as, box, declared, post
from tests.builders import SIDE, SOUTH, WEST
from tests.viewers import COORDINATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient

    from desk.desk import Desk


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with asked_as(desk, COORDINATOR) as opened:
        yield opened


def test_a_province_that_is_meant_is_declared(desk: Desk, client: TestClient) -> None:
    ref = declared(client, open=[], area=PROVINCE, sure=True)
    assert client.get(f"{HOME}/{ref}/affected").json()["count"] == 4
    again = FAULT | {"open": [], "cause": "覆冰", "edit": 1, "area": PROVINCE}
    assert client.put(f"{HOME}/{ref}", json=again).json()["edit"] == 2  # it was let in once
    wider = shapely.to_geojson(shapely.box(103, 23, 113, 30))
    answer = client.put(f"{HOME}/{ref}", json=again | {"area": json.loads(wider), "edit": 2})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:battlemap:outage.area.asks")
    (line,) = listing(desk, COORDINATOR)
    assert client.get(f"{HOME}/{ref}").json()["edit"] == 2
    assert line.cause == "覆冰"


def test_an_area_in_gcj02_is_declared_where_it_lies(client: TestClient) -> None:
    shape = shapely.box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)
    corners = np.column_stack(wgs84_to_gcj02(*shapely.get_coordinates(shape).T))
    area = {"type": "Polygon", "coordinates": [corners.tolist()], "crs": "gcj02"}
    ref = declared(client, open=[], area=area)
    kept = shapely.from_geojson(json.dumps(client.get(f"{HOME}/{ref}").json()["area"]))
    assert kept.hausdorff_distance(shape) < 1e-6
    assert client.get(f"{HOME}/{ref}/affected").json()["count"] == 2


def test_an_open_ring_is_closed_and_a_hole_left_out(client: TestClient) -> None:
    outer = box(WEST, WEST + 4 * SIDE)["coordinates"][0][:-1]
    area = {"type": "Polygon", "coordinates": [outer]}
    answer = client.post(HOME, json=FAULT | {"open": [], "area": area})
    assert answer.json()["mended"] == ["geo.shape.unclosed"]
    ref = answer.json()["id"]
    assert client.get(f"{HOME}/{ref}/affected").json()["count"] == 4
    hole = box(WEST + SIDE, WEST + 2 * SIDE)["coordinates"][0]
    inset = [[x, SOUTH + 0.001 if y == SOUTH else SOUTH + SIDE - 0.001] for x, y in hole]
    ref = declared(client, open=[], area={"type": "Polygon", "coordinates": [outer, inset]})
    rows = client.get(f"{HOME}/{ref}/affected").json()["customers"]
    assert {row["id"] for row in rows} == {1, 2, 4}  # customer 3 lives in the hole


def test_a_hundred_thousand_corners_are_declared_confirmed_and_told(client: TestClient) -> None:
    turn = np.linspace(0.0, 2.0 * np.pi, 100_000, endpoint=False)
    middle, reach = (WEST + 2 * SIDE, SOUTH + SIDE / 2), 3 * SIDE
    ring = np.column_stack([middle[0] + reach * np.cos(turn), middle[1] + reach * np.sin(turn)])
    ref = declared(client, open=[], area={"type": "Polygon", "coordinates": [ring.tolist()]})
    assert post(client, ref, "confirm", edit=1)["counts"]["touched"] == 4
    kept = client.get(f"{HOME}/{ref}").json()["area"]
    assert len(kept["coordinates"][0][0]) == 100_001


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"open": ["K1", "龙门"]}, "Switch 龙门"),
        ({"close": ["K1"]}, "cannot be both"),
        ({"area": BOW}, "crosses itself at longitude 108.05, latitude 26.05"),
        ({"area": {"type": "Polygon", "coordinates": []}}, "Nothing is drawn"),
        ({"area": box(100, 101)}, "outside the bureau"),
        ({"area": PROVINCE}, "The area holds 4 of 4 customers"),
    ],
    ids=["switch", "both", "crossing", "empty", "outside", "province"],
)
def test_a_bad_change_is_refused_and_loses_nothing(
    client: TestClient, change: dict[str, Any], told: str
) -> None:
    ref = declared(client, area=box(WEST, WEST + SIDE))
    post(client, ref, "decide", edit=1, customers=[3], verdict="touched", why="同一表箱")
    post(client, ref, "confirm", edit=2)
    before = client.get(f"{HOME}/{ref}").json()
    answer = client.put(f"{HOME}/{ref}", json=FAULT | {"cause": "覆冰", "edit": 2} | change)
    assert answer.status_code == 422
    assert told in answer.json()["detail"]
    assert client.get(f"{HOME}/{ref}").json() == before
    assert client.get(f"{HOME}/{ref}/affected").json()["touched"] == 3
