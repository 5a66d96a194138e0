"""Outages over HTTP in tests: a fault, areas, and how they are sent."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from fastapi.testclient import TestClient

from api.server import server
from tests.builders import SIDE, SOUTH
from tests.servers.signing import as_viewer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.desk import Desk
    from rules.viewer import Viewer

HOME = "/api/v1/outages"
FAULT = {"kind": "fault", "cause": "树障", "place": "上寨", "began_at": "2026-05-20T10:00:00+08:00",
         "expected_at": "2026-05-20T15:00:00+08:00", "open": ["K1"]}  # fmt: skip
CROSSING = [[108, 26], [108.1, 26.1], [108.1, 26], [108, 26.1], [108, 26]]
BOW = {"type": "Polygon", "coordinates": [CROSSING]}
PROVINCE = {"type": "Polygon",
            "coordinates": [[[104, 24], [112, 24], [112, 29], [104, 29], [104, 24]]]}  # fmt: skip


def box(west: float, east: float) -> dict[str, Any]:
    """Return a box over the row of cells as GeoJSON."""
    ring = [[west, SOUTH], [east, SOUTH], [east, SOUTH + SIDE], [west, SOUTH + SIDE], [west, SOUTH]]
    return {"type": "Polygon", "coordinates": [ring]}


@contextmanager
def asked_as(desk: Desk, viewer: Viewer) -> Iterator[TestClient]:
    with TestClient(as_viewer(server(desk), viewer), raise_server_exceptions=False) as opened:
        opened.headers["Accept-Language"] = "en"
        yield opened


def declared(client: TestClient, **changes: Any) -> int:
    answer = client.post(HOME, json=FAULT | changes)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def post(client: TestClient, ref: int, what: str, **body: Any) -> Any:
    answer = client.post(f"{HOME}/{ref}/{what}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(client: TestClient, ref: int, what: str, **body: Any) -> tuple[int, str]:
    answer = client.post(f"{HOME}/{ref}/{what}", json=body)
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["detail"]
