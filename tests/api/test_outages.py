"""Outages over HTTP, as other programs use them: the contract, refusals, what each role sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from desk.outages.records import listing
from tests.api.outages import BOW, FAULT, HOME, PROVINCE, asked_as, box, declared, post, refused
from tests.builders import NOW, SIDE, WEST
from tests.viewers import ADMINISTRATOR, AGENT, COORDINATOR, DISPATCHER, HEAD, manager

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient

    from desk.desk import Desk
    from rules.viewer import Viewer


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with asked_as(desk, COORDINATOR) as opened:
        yield opened


def test_a_fault_from_declared_to_closed(client: TestClient) -> None:
    answer = client.post(HOME, json=FAULT)
    assert answer.status_code == 201
    assert answer.json() == {"id": 1, "number": "TD20260520-0001", "edit": 1, "state": "reported",
                             "mended": []}  # fmt: skip
    page = client.get(f"{HOME}/1/affected?page=0").json()
    assert (page["revision"], page["count"], page["touched"]) == (0, 2, 2)
    assert [row["basis"] for row in page["customers"]] == ["traced_only", "traced_only"]
    edit = post(client, 1, "decide", edit=1, customers=[4], verdict="touched", why="同一表箱")
    revision = post(client, 1, "confirm", **edit)
    assert (revision["number"], revision["counts"]["touched"]) == (1, 3)
    page = client.get(f"{HOME}/1/affected").json()
    assert (page["revision"], page["touched"]) == (1, 3)
    assert {row["id"]: row["basis"] for row in page["customers"]} == {
        1: "traced_only", 2: "traced_only", 4: "by_hand",
    }  # fmt: skip
    promises = post(client, 1, "promise", expected_at="2026-05-20T18:00:00+08:00", why="备件")
    assert [one["why"] for one in promises] == ["", "备件"]
    assert post(client, 1, "act", act="locate") == {"state": "located"}
    assert post(client, 1, "act", act="repair") == {"state": "repairing"}
    reached = post(client, 1, "milestone", milestone="customers_told")
    assert [one["stamped"] for one in reached] == ["by_act", "by_act", "by_hand"]
    assert post(client, 1, "restore", transformers=["T1"]) == {"state": "partly_restored"}
    assert post(client, 1, "restore", customers=[4]) == {"state": "restored"}
    assert post(client, 1, "still-out", customers=[2], why="来电") == {"state": "partly_restored"}
    found = client.get(HOME).json()
    assert (found["running"], found["out"], found["outages"][0]["out"]) == (1, 1, 1)
    assert post(client, 1, "restore", closed=["K1"]) == {"state": "restored"}
    assert post(client, 1, "act", act="close") == {"state": "closed"}
    whole = client.get(f"{HOME}/1").json()
    assert (whole["open"], whole["state"], len(whole["revisions"])) == (["K1"], "closed", 1)
    assert len(whole["events"]) == 14
    assert client.get(HOME).json() == {"running": 0, "out": 0, "outages": []}
    assert [one["id"] for one in client.get(HOME, params={"over": True}).json()["outages"]] == [1]


def test_the_three_lists_stand_side_by_side(client: TestClient) -> None:
    ref = declared(client, area=box(WEST + 0.0055, WEST + 2 * SIDE))
    page = client.get(f"{HOME}/{ref}/affected").json()
    assert {row["id"]: row["basis"] for row in page["customers"]} == {
        1: "traced_only", 2: "both", 3: "inside_only",
    }  # fmt: skip
    assert (page["undecided"], page["touched"]) == (2, 3)
    status, told = refused(client, ref, "confirm", edit=1)
    assert status == 422
    assert told.startswith("On 2 customers the trace and the area disagree")


def test_pages_of_a_list(client: TestClient) -> None:
    ref = declared(client, open=[], area=box(WEST, WEST + 4 * SIDE))
    pages = [
        client.get(f"{HOME}/{ref}/affected", params={"page": n, "size": 3}).json()
        for n in (0, 1, 2)
    ]
    assert [len(page["customers"]) for page in pages] == [3, 1, 0]
    live = [row["id"] for page in pages for row in page["customers"]]
    post(client, ref, "confirm", edit=1)
    frozen = client.get(f"{HOME}/{ref}/affected").json()
    assert [row["id"] for row in frozen["customers"]] == live
    assert client.get(f"{HOME}/{ref}/affected", params={"revision": 0}).json()["revision"] == 0
    assert client.get(f"{HOME}/{ref}/affected", params={"revision": 2}).status_code == 404


def test_the_second_of_two_is_told_who_was_first_and_when(desk: Desk, client: TestClient) -> None:
    ref = declared(client)
    with asked_as(desk, DISPATCHER) as other:
        post(other, ref, "decide", edit=1, customers=[3], verdict="touched", why="同一表箱")
    answer = client.put(f"{HOME}/{ref}", json=FAULT | {"cause": "覆冰", "edit": 1})
    assert answer.status_code == 409
    assert "dora changed this outage (2026-05-20 12:00)" in answer.json()["detail"]
    assert client.get(f"{HOME}/{ref}").json()["cause"] == "树障"
    answer = client.put(f"{HOME}/{ref}", json=FAULT | {"cause": "覆冰", "edit": 2})
    assert answer.json() == {"edit": 3, "mended": []}


def test_a_double_click_on_confirm(client: TestClient) -> None:
    ref = declared(client)
    assert post(client, ref, "confirm", edit=1) == post(client, ref, "confirm", edit=1)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"open": ["K99"]}, "This part of the network is not in the data: Switch K99."),
        ({"feeders": ["F9"]}, "This part of the network is not in the data: Feeder F9."),
        ({"kind": "arrears"}, "An outage of this kind"),
        ({"expected_at": "2026-05-20T09:00:00+08:00"},
         "expected back (2026-05-20 09:00) after the outage begins (2026-05-20 10:00)"),
        ({"began_at": "2026-05-21T10:00:00+08:00", "expected_at": None}, "05-21 10:00 has not"),
        ({"area": {"type": "Point", "coordinates": [108, 26]}}, "A Point holds nobody"),
        ({"area": {}}, "This is no area in GeoJSON: “type”"),
        ({"area": {"type": "Polygon", "coordinates": []}}, "three corners"),
        ({"area": box(200, 201)}, "The corner x=200, y=26 is no place in degrees"),
        ({"area": BOW}, "crosses itself at longitude 108.05, latitude 26.05"),
        ({"area": box(100, 101)}, "outside the bureau"),
        ({"area": PROVINCE}, "The area holds 4 of 4 customers"),
        ({"area": box(WEST, WEST + SIDE) | {"crs": "dragon"}}, "dragon"),
        ({"began_at": "2026-05-20T10:00:00"}, "began_at"),
        ({"began_at": "0001-01-01T00:00:00Z"}, "began_at"),
        ({"cause": "长" * 121}, "cause"),
    ],
    ids=str,
)  # fmt: skip
def test_a_bad_declaration_is_refused_with_its_reason(
    desk: Desk, client: TestClient, change: dict[str, Any], told: str
) -> None:
    answer = client.post(HOME, json=FAULT | change)
    assert answer.status_code == 422
    assert told in answer.json()["detail"]
    assert listing(desk, COORDINATOR) == ()


def test_signs_that_no_database_takes_are_no_failure(client: TestClient) -> None:
    ref = declared(client, cause="树\x00障\x1b", place="a\x00")
    assert client.get(f"{HOME}/{ref}").json()["cause"] == "树 障"
    status, _ = refused(client, ref, "act", act="cancel", why="\x00")
    assert status == 422


@pytest.mark.parametrize(
    ("what", "body", "status", "told"),
    [
        ("act", {"act": "close"}, 409, "“Close” does not follow “Reported”"),
        ("act", {"act": "restore_part"}, 422, "Say who it is about"),
        ("restore", {"customers": [3]}, 422, "nobody has power again"),
        ("restore", {"transformers": ["T9"]}, 422, "Transformer T9"),
        ("restore", {"closed": ["K99"]}, 422, "Switch K99"),
        ("still-out", {"customers": [1], "why": "x"}, 409, "does not follow"),
        ("promise", {"expected_at": "2026-05-20T18:00:00Z"}, 422, "Say why"),
        ("promise", {"expected_at": "2026-05-19T18:00:00Z", "why": "x"}, 422, "Power must be"),
        (
            "decide",
            {"edit": 1, "customers": [9], "verdict": "touched", "why": "x"},
            422,
            "1 of them",
        ),
        ("decide", {"edit": 1, "customers": [1], "verdict": "touched", "why": ""}, 422, "Say why"),
        ("confirm", {"edit": 7}, 409, "While you were editing"),
        (
            "milestone",
            {"milestone": "crew_sent", "at": "2026-05-21T00:00:00Z"},
            422,
            "has not come",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_reason(
    client: TestClient, what: str, body: dict[str, Any], status: int, told: str
) -> None:
    ref = declared(client)
    before = client.get(f"{HOME}/{ref}").json()
    found = refused(client, ref, what, **body)
    assert found[0] == status
    assert told in found[1]
    assert client.get(f"{HOME}/{ref}").json() == before


@pytest.mark.parametrize("viewer", [AGENT, HEAD, ADMINISTRATOR, manager(1)], ids=lambda v: v.role)
def test_who_may_not_is_refused(desk: Desk, client: TestClient, viewer: Viewer) -> None:
    ref = declared(client)
    post(client, ref, "confirm", edit=1)
    acts: dict[str, dict[str, Any]] = {
        "decide": {"edit": 1, "customers": [3], "verdict": "touched", "why": "x"},
        "confirm": {"edit": 1},
        "act": {"act": "locate"},
        "restore": {"everybody": True},
        "still-out": {"customers": [1], "why": "x"},
        "promise": {"expected_at": "2026-05-20T18:00:00Z", "why": "x"},
        "milestone": {"milestone": "crew_sent"},
    }
    with asked_as(desk, viewer) as other:
        assert other.post(HOME, json=FAULT).status_code == 403
        assert other.put(f"{HOME}/{ref}", json=FAULT | {"edit": 1}).status_code == 403
        assert {refused(other, ref, what, **body)[0] for what, body in acts.items()} == {403}
        assert other.get(f"{HOME}/{ref}").json()["acts"] == []
    assert len(client.get(f"{HOME}/{ref}").json()["events"]) == 2


def test_a_manager_is_told_of_the_own_cells_only(desk: Desk, client: TestClient) -> None:
    ref = declared(client, open=[], area=box(WEST, WEST + 2 * SIDE))
    with asked_as(desk, manager(2)) as other:
        assert other.get(f"{HOME}/{ref}").status_code == 404
        assert other.get(f"{HOME}/{ref}/affected").status_code == 404
        post(client, ref, "confirm", edit=1)
        page = other.get(f"{HOME}/{ref}/affected").json()
        assert (page["count"], [row["id"] for row in page["customers"]]) == (1, [3])
        assert other.get(f"{HOME}/{ref}").json()["revisions"][0]["counts"]["touched"] == 1
        assert other.get(HOME).json()["out"] == 1


@pytest.mark.parametrize("confirms", [False, True])
def test_life_support_is_told_to_who_may_know(
    desk: Desk,
    client: TestClient,
    confirms: bool,  # noqa: FBT001 - a parameter
) -> None:
    ref = declared(client)
    if confirms:
        post(client, ref, "confirm", edit=1)
    for viewer, told in ((AGENT, {True, False}), (HEAD, {None}), (ADMINISTRATOR, {None})):
        with asked_as(desk, viewer) as other:
            page = other.get(f"{HOME}/{ref}/affected").json()
        assert {row["life_support"] for row in page["customers"]} == told


def test_what_is_not_there(client: TestClient) -> None:
    assert client.get(f"{HOME}/9").status_code == 404
    assert client.get(f"{HOME}/9/affected").status_code == 404
    assert refused(client, 9, "confirm", edit=1)[0] == 404
    assert client.get(f"{HOME}/0").status_code == 422
    assert client.get(f"{HOME}/{2**31}").status_code == 422


def test_times_are_told_in_utc(client: TestClient) -> None:
    found = client.get(f"{HOME}/{declared(client)}").json()
    assert found["began_at"] == "2026-05-20T02:00:00Z"
    assert found["made_at"] == NOW.isoformat().replace("+00:00", "Z")
