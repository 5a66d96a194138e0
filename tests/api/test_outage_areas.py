"""POST /api/v1/areas/affected and /api/v1/network/trace, as other programs rely on them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from api.server import server
from geo.datum import wgs84_to_gcj02
from rules.viewer import Role
from tests.api.guarded import insiders, strangers
from tests.builders import SOUTH, WEST, small_bureau
from tests.desk.outages.networks import desk_over, ringed
from tests.servers.signing import as_viewer
from tests.viewers import AGENT, COORDINATOR, DISPATCHER, manager

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk.desk import Desk
    from rules.viewer import Viewer

AREAS, TRACE = "/api/v1/areas/affected", "/api/v1/network/trace"
DRAWING = "/api/v1/areas/drawing"
CHINESE = {"Accept-Language": "zh-CN"}


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = desk_over(ringed(), sqlite_database_url, tmp_path)
    yield made
    made.store.close()


@contextmanager
def asking(desk: Desk, viewer: Viewer = DISPATCHER) -> Iterator[TestClient]:
    with TestClient(as_viewer(server(desk), viewer), raise_server_exceptions=False) as client:
        yield client


def box(west: float, east: float, **more: Any) -> dict[str, Any]:
    low, high = SOUTH + 0.009, SOUTH + 0.011
    ring = [[west, low], [east, low], [east, high], [west, high], [west, low]]
    return {"type": "Polygon", "coordinates": [ring], **more}


def answered(client: TestClient, path: str, body: Any, status: int = 200) -> dict[str, Any]:
    answer = client.post(path, json=body)
    assert answer.status_code == status, answer.text
    kind = "application/json" if status == 200 else "application/problem+json"
    assert answer.headers["content-type"] == kind
    found: dict[str, Any] = answer.json()
    return found


def test_an_area_is_answered_as_the_contract_says(desk: Desk) -> None:
    with asking(desk) as client:
        found = answered(client, AREAS, box(WEST + 0.003, WEST + 0.0135))
    assert found["count"] == 9  # T1 to T3, three each
    assert found["by_sensitivity"] == {"0": 3, "1": 3, "2": 3, "3": 0}
    assert found["by_class"] == {"0": 9, "1": 0, "2": 0, "3": 0, "4": 0}
    assert found["by_feeder"] == {"": 9}  # nobody has traced this bureau at an import
    assert found["mended"] == []
    people = found["customers"]
    assert [one["sensitivity"] for one in people] == [2, 2, 2, 1, 1, 1, 0, 0, 0]
    assert len(people) == 9
    assert "phone" not in str(people)


def test_the_answers_have_the_names_of_the_contract(desk: Desk) -> None:
    with asking(desk) as client:
        found = answered(client, AREAS, box(WEST, WEST + 0.04))
        assert list(found) == [
            "count", "by_sensitivity", "by_class", "by_feeder", "customers", "mended",
        ]  # fmt: skip
        found = answered(client, TRACE, {"open": ["K1"]})
    assert {"count", "transformers", "by_sensitivity", "backfeed"} <= found.keys()
    assert {"tie", "restores"} <= found["backfeed"][0].keys()


def test_the_first_two_hundred_by_priority_are_told(
    sqlite_database_url: str, tmp_path: Path
) -> None:
    bureau = ringed()
    for number in range(230):
        bureau.customer(
            WEST + 0.02, SOUTH + 0.01, sensitivity=number % 4, second_transformer_id=None
        )
    desk = desk_over(bureau, sqlite_database_url, tmp_path)
    with asking(desk) as client:
        found = answered(client, AREAS, box(WEST, WEST + 0.04))
    desk.store.close()
    told = [one["sensitivity"] for one in found["customers"]]
    assert found["count"] == sum(found["by_sensitivity"].values()) == 254
    assert len(told) == 200
    assert told == sorted(told, reverse=True)
    assert told.count(3) == found["by_sensitivity"]["3"] == 57


def test_an_area_in_gcj02_is_asked_where_it_lies(desk: Desk) -> None:
    plain = box(WEST + 0.003, WEST + 0.0055)
    ring = np.column_stack(wgs84_to_gcj02(*np.array(plain["coordinates"][0]).T)).tolist()
    with asking(desk) as client:
        meant = {one["id"] for one in answered(client, AREAS, plain)["customers"]}
        shifted = {"type": "Polygon", "coordinates": [ring]}
        read = answered(client, AREAS, shifted | {"crs": "gcj02"})
        assert {one["id"] for one in read["customers"]} == meant == {1, 2, 3}
        # Taken for degrees of WGS-84, the same corners hold others.
        assert {one["id"] for one in answered(client, AREAS, shifted)["customers"]} != meant


def test_data_with_a_loop_are_traced_without_telling_anybody_twice(desk: Desk) -> None:
    with asking(desk) as client:
        # K3 joins two feeders: each switch alone takes nobody, both take what lies between.
        for open_, lost in ((["K1"], []), (["K2"], []), (["K1", "K2"], ["T3", "T4", "T5", "T6"])):
            found = answered(client, TRACE, {"open": open_, "close": ["K3"]})
            assert found["transformers"] == lost
            assert found["count"] == (12 if lost else 0)
    # Twelve at T3 to T6, of whom one lives by T7, and one of T8 (dead before) had T4.
    assert sum(found["by_sensitivity"].values()) == found["count"]


def test_counts_are_by_the_code_of_the_feeder(sqlite_database_url: str, tmp_path: Path) -> None:
    desk = desk_over(small_bureau(), sqlite_database_url, tmp_path)
    low, high = SOUTH, SOUTH + 0.01
    ring = [[WEST, low], [WEST + 0.1, low], [WEST + 0.1, high], [WEST, high], [WEST, low]]
    with asking(desk) as client:
        found = answered(client, AREAS, {"type": "Polygon", "coordinates": [ring]})
    assert found["by_feeder"] == {"F1": 2, "F2": 1, "": 1}
    assert found["count"] == 4
    desk.store.close()


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ({"type": "Polygon", "coordinates": [[[108, 26], [108.1, 26.1], [108.1, 26],
          [108, 26.1], [108, 26]]]}, "outage.area.crossing", "108.05"),
        ({"type": "Polygon", "coordinates": []}, "outage.area.empty", "三个顶点"),
        ({"type": "Point", "coordinates": [108, 26]}, "outage.area.wrong_type", "Point"),
        (box(10, 11), "outage.area.outside", "不在本局供电范围内"),
        ({"type": "Polygon", "coordinates": [[[104, 24], [110, 24], [110, 29], [104, 24]]]},
         "outage.area.asks", "24"),
        (box(WEST, WEST + 1, crs="dragon"), "geo.crs.unknown", "dragon"),
        ({"coordinates": []}, "api.missing", "type"),
        ([], "api.bad_value", ""),
        (box(500_000, 510_000), "outage.area.not_degrees", "500000"),
    ],
    ids=["crossing", "empty", "point", "outside", "province", "crs", "no type", "list", "metres"],
)  # fmt: skip
def test_bad_areas_are_problems_in_the_language_of_who_asks(
    desk: Desk, body: Any, code: str, words: str
) -> None:
    with asking(desk) as client:
        client.headers.update(CHINESE)
        found = answered(client, AREAS, body, 422)
    assert found["type"] == f"urn:battlemap:{code}"
    assert found["status"] == 422
    assert words in found["detail"]


def test_a_province_that_is_meant_is_answered(desk: Desk) -> None:
    ring = [[104, 24], [110, 24], [110, 29], [104, 29], [104, 24]]
    with asking(desk) as client:
        found = answered(client, AREAS, {"type": "Polygon", "coordinates": [ring], "sure": True})
    assert found["count"] == 24


def test_a_hundred_thousand_corners_come_through_the_door(desk: Desk) -> None:
    turn = np.linspace(0.0, 2.0 * np.pi, 100_000, endpoint=False)
    ring = np.column_stack((108.02 + 0.03 * np.cos(turn), 26.01 + 0.03 * np.sin(turn)))
    # By the whole product: the scales before it let nothing else through that is so heavy.
    with insiders(desk, Role.DISPATCHER) as client:
        found = answered(client, AREAS, {"type": "Polygon", "coordinates": [ring.tolist()]})
        assert found["count"] == 24
        answered(client, TRACE, {"open": ["K" * 1_000_001]}, 413)
        answered(client, AREAS, box(WEST, WEST + 1, more="x" * 8_000_001), 413)


def test_a_drawing_is_counted_while_it_is_drawn(desk: Desk) -> None:
    ring = box(WEST + 0.003, WEST + 0.0135)["coordinates"][0]
    with asking(desk) as client:
        found = answered(client, DRAWING, {"areas": [ring]})
        assert found["by_sensitivity"] == {"0": 3, "1": 3, "2": 3, "3": 0}
        assert (found["count"], found["remark"], found["crossing"]) == (9, "none", None)
        cut = answered(client, DRAWING, {"areas": [ring], "holes": [ring[:-1]]})
        assert (cut["count"], cut["remark"]) == (None, "none")


def test_a_drawing_that_is_no_area_yet_is_no_error(desk: Desk) -> None:
    bow = [[108, 26], [108.1, 26.1], [108.1, 26], [108, 26.1], [108, 26]]
    spike = [[WEST, 26], [WEST + 0.2, 26], [WEST + 0.1, 26], [WEST + 0.1, 26.1], [WEST, 26.1]]
    line = [[108, 26], [108.1, 26], [108.2, 26], [108, 26]]
    with asking(desk) as client:
        crossed = answered(client, DRAWING, {"areas": [bow]})
        assert (crossed["count"], crossed["remark"]) == (None, "crossing")
        assert crossed["crossing"] == pytest.approx([108.05, 26.05])
        mended = answered(client, DRAWING, {"areas": [spike]})
        assert (mended["count"], mended["remark"]) == (24, "untangled")
        assert answered(client, DRAWING, {"areas": [line]})["count"] is None
        assert answered(client, DRAWING, {"areas": []})["count"] is None
        away = answered(client, DRAWING, {"areas": [box(10, 11)["coordinates"][0]]})
        assert (away["count"], away["remark"]) == (0, "outside")
        answered(client, DRAWING, {"areas": [["x"]]}, 422)


def test_a_trace_is_answered_as_the_contract_says(desk: Desk) -> None:
    with asking(desk) as client:
        found = answered(client, TRACE, {"open": ["K1"], "close": []})
        assert found["count"] == 6
        assert found["transformers"] == ["T3", "T4"]
        assert found["by_sensitivity"] == {"0": 2, "1": 2, "2": 2, "3": 0}
        assert found["backfeed"] == [
            {"tie": "K3", "restores": 6, "transformers": 2, "feeder": "F2",
             "by_sensitivity": {"0": 2, "1": 2, "2": 2, "3": 0}},
            {"tie": "K5", "restores": 1, "transformers": 0, "feeder": "F2",
             "by_sensitivity": {"0": 0, "1": 1, "2": 0, "3": 0}},
            {"tie": "K6", "restores": 1, "transformers": 0, "feeder": "F3",
             "by_sensitivity": {"0": 0, "1": 1, "2": 0, "3": 0}},
        ]  # fmt: skip
        assert found["saved"] == 1
        (saved,) = found["saved_first"]
        assert (saved["customer"]["id"], saved["feeder"]) == (8, "F2")
        fed = answered(client, TRACE, {"open": ["K1"], "close": ["K3"]})
        assert (fed["count"], fed["transformers"], fed["backfeed"]) == (0, [], [])
        assert answered(client, TRACE, {})["count"] == 0


def test_a_switch_that_does_not_exist_is_named(desk: Desk) -> None:
    with asking(desk) as client:
        for body in ({"open": ["K1", "龙门"]}, {"open": ["K1"], "close": ["龙门"]}):
            found = answered(client, TRACE, body, 422)
            assert found["type"] == "urn:battlemap:outage.switch.unknown"
            assert "“龙门”" in found["detail"]
        found = answered(client, TRACE, {"open": ["K1"], "close": ["K1"]}, 422)
        assert found["type"] == "urn:battlemap:outage.switch.both"
        assert "“K1”" in found["detail"]


def test_a_grid_manager_is_told_of_own_cells_only(desk: Desk) -> None:
    with asking(desk, manager(2)) as client:
        whole = box(WEST, WEST + 0.04)
        assert answered(client, AREAS, whole)["count"] == 12
        found = answered(client, TRACE, {"open": ["K1"]})
        assert (found["count"], found["transformers"]) == (1, ["T3", "T4"])
    with asking(desk, COORDINATOR) as client:
        assert answered(client, AREAS, whole)["count"] == 24


def test_an_agent_reads_names_as_everywhere_else(desk: Desk) -> None:
    whole = box(WEST, WEST + 0.04)
    with asking(desk, AGENT) as client:
        listed = client.get("/api/v1/customers", params={"limit": 1000}).json()["customers"]
        found = answered(client, AREAS, whole)["customers"]
    key = lambda one: one["id"]  # noqa: E731 - twice in one line
    assert sorted(found, key=key) == sorted(listed, key=key)


def test_strangers_are_not_answered(desk: Desk) -> None:
    with strangers(desk) as client:
        for path in (AREAS, TRACE):
            assert client.post(path, json={}).status_code == 401
