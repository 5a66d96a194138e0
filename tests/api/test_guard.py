"""The guard: nothing but what is named open answers a stranger, and no other site acts for us."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.routing import BaseRoute, Route
from starlette.websockets import WebSocketDisconnect

from api.hygiene import LARGEST
from api.server import server
from data.store import open_store
from desk.asking import asker
from desk.desk import SEARCHES
from desk.door import machines, people
from desk.door.people import Post
from rules.viewer import SYSTEM, Role, Scope
from tests.api.guarded import HOST, insiders, problem, strangers
from tests.builders import NOW
from tests.servers.signing import Somebody, header, session_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient

    from desk.desk import Desk

CUSTOMERS = "/api/v1/customers"
ME = "/api/v1/session"
OPEN = {
    ("GET", "/api/v1/health"),
    ("POST", "/api/v1/session"),
    ("GET", "/signin"),
    ("POST", "/signin"),
    ("POST", "/signin/demo"),
    ("POST", "/signin/out"),
    ("POST", "/signin/out-everywhere"),
}
"""What answers a stranger, beside files that are the same for everybody."""


def routes_of(found: list[BaseRoute]) -> Iterator[Route]:
    for route in found:
        if isinstance(route, Route):
            yield route
        else:
            yield from routes_of(route.original_router.routes)  # type: ignore[attr-defined]  # an included router


def filled(path: str) -> str:
    values = {"z": "0", "x": "0", "y": "0", "kind": "customers", "form": "csv", "run": "1"}
    for name, value in values.items():
        path = path.replace("{" + name + "}", value)
    return path.replace("{path:path}", "nothing")


def test_every_route_but_the_open_ones_is_closed(desk: Desk, stranger: TestClient) -> None:
    seen = set()
    for route in routes_of(server(desk).routes):
        for method in (route.methods or set()) - {"HEAD", "OPTIONS"}:
            if (method, route.path) in OPEN:
                continue
            answer = stranger.request(method, filled(route.path))
            to_sign_in = answer.headers.get("location", "").startswith("/signin?next=")
            assert answer.status_code == 401 or to_sign_in, (method, route.path)
            seen.add((method, route.path))
    assert len(seen) >= 12


@pytest.mark.parametrize(
    "path", [CUSTOMERS, "/tiles/0/0/0.mvt", "/map.png", "/_dash-layout", "/api/nothing", ME]
)
def test_programs_are_told_that_nobody_has_signed_in(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    problem(answer, 401, "access.not_signed_in")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["signin"] == "/signin"


def test_callbacks_of_strangers_are_refused(stranger: TestClient) -> None:
    answer = stranger.post("/_dash-update-component", json={"output": "x"})
    problem(answer, 401, "access.not_signed_in")


@pytest.mark.parametrize(
    ("path", "onward"),
    [
        ("/", "%2F"),
        ("/list?sensitivity=3&q=a%26b", "%2Flist%3Fsensitivity%3D3%26q%3Da%2526b"),
        ("/api/docs", "%2Fapi%2Fdocs"),
        ("//evil.example/x", "%2F%2Fevil.example%2Fx"),
    ],
)
def test_people_are_led_to_sign_in_and_back(stranger: TestClient, path: str, onward: str) -> None:
    answer = stranger.get(HOST + path)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/signin?next={onward}"


@pytest.mark.parametrize("path", ["/api/v1/health", "/signin"])
def test_what_is_open_answers(stranger: TestClient, path: str) -> None:
    assert stranger.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/signinx", "/signin/x", "/signin/%2e%2e", "/api/v1/healthy", "/Signin", "/api/v1/session/"],
)
def test_what_only_begins_like_something_open_is_closed(stranger: TestClient, path: str) -> None:
    assert stranger.get(path).status_code in {303, 401}


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "x" * 43, "x" * 9000, "battlemap_session", "%00", '"', "a=b; battlemap_session="],
)
def test_forged_cookies_are_nobody(stranger: TestClient, cookie: str) -> None:
    answer = stranger.get(CUSTOMERS, headers={"Cookie": f"battlemap_session={cookie}"})
    problem(answer, 401, "access.not_signed_in")


@pytest.mark.parametrize(
    "said",
    ["Bearer", "Bearer ", "Bearer x", "bearer bm_x", "Basic YTpi", "bm_x", "Bearer " + "x" * 9000],
)
def test_forged_tokens_are_nobody_even_beside_a_good_cookie(
    dispatcher: TestClient, said: str
) -> None:
    assert dispatcher.get(ME).status_code == 200
    problem(dispatcher.get(ME, headers={"Authorization": said}), 401, "access.not_signed_in")


def test_a_session_of_another_store_is_nobody(
    desk: Desk, stranger: TestClient, postgresql_database_url: str
) -> None:
    other = open_store(postgresql_database_url)
    secret = session_secret(other, Role.DISPATCHER)
    other.close()
    assert desk.store.place != other.place
    problem(stranger.get(ME, headers=header(secret)), 401, "access.not_signed_in")


def test_a_token_opens_by_its_role_and_scope(desk: Desk, stranger: TestClient) -> None:
    post = Post(Role.GRID_MANAGER, ("C1",))
    secret = machines.add(desk.store, SYSTEM, "bi", post, Scope.READ, 7, NOW)
    headers = {"Authorization": f"Bearer {secret}"}
    assert stranger.get(CUSTOMERS, headers=headers).status_code == 200
    me = stranger.get(ME, headers=headers).json()
    assert (me["name"], me["role"], me["cells"]) == ("token:bi", "grid_manager", [1])
    assert "import" not in me["rights"]
    machines.revoke(desk.store, SYSTEM, "bi", NOW)
    problem(stranger.get(CUSTOMERS, headers=headers), 401, "access.not_signed_in")


def test_who_may_not_is_told_so_and_why(desk: Desk, stranger: TestClient) -> None:
    post = Post(Role.DISPATCHER)
    secret = machines.add(desk.store, SYSTEM, "meter", post, Scope.IMPORT, 7, NOW)
    headers = {"Authorization": f"Bearer {secret}", "Accept-Language": "en"}
    answer = stranger.get(CUSTOMERS, headers=headers)
    problem(answer, 403, "access.out_of_scope")
    assert "scope of this token" in answer.json()["detail"]


def test_a_role_that_changes_counts_at_the_next_request(desk: Desk) -> None:
    with insiders(desk, Role.DISPATCHER) as client:
        whole = client.get(CUSTOMERS).json()["count"]
        name = Somebody(Role.DISPATCHER).name
        people.set_post(desk.store, SYSTEM, name, Post(Role.GRID_MANAGER, ("C2",)))
        narrow = client.get(CUSTOMERS).json()["count"]
        assert 0 < narrow < whole
        people.set_active(desk.store, SYSTEM, name, active=False)
        problem(client.get(CUSTOMERS), 401, "access.not_signed_in")


def test_web_sockets_are_refused(dispatcher: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), dispatcher.websocket_connect("/_dash-ws-callback"):
        pass


def test_what_weighs_too_much_is_refused_as_told_and_as_it_comes(dispatcher: TestClient) -> None:
    body = b"x" * (LARGEST + 1)
    problem(dispatcher.post(ME, content=body), 413, "api.too_large")

    def pieces() -> Iterator[bytes]:
        for _ in range(LARGEST // 1000 + 2):
            yield b"x" * 1000

    problem(dispatcher.post(ME, content=pieces()), 413, "api.too_large")


def test_too_many_searches_are_told_to_wait(dispatcher: TestClient) -> None:
    statuses = {dispatcher.get(CUSTOMERS, params={"q": "x"}).status_code for _ in range(SEARCHES)}
    assert statuses == {200}
    answer = None
    for _ in range(SEARCHES):
        answer = dispatcher.get(CUSTOMERS, params={"q": "x"})
        if answer.status_code != 200:
            break
    assert answer is not None
    problem(answer, 429, "door.too_many")
    assert int(answer.headers["retry-after"]) >= 1
    assert dispatcher.get(CUSTOMERS).status_code == 200


def test_every_answer_has_manners(dispatcher: TestClient, stranger: TestClient) -> None:
    answers = [
        dispatcher.get(CUSTOMERS), dispatcher.get("/tiles/0/0/0.mvt"), stranger.get(CUSTOMERS),
        stranger.get("/"), stranger.get("/signin"), dispatcher.get("/api/docs"),
    ]  # fmt: skip
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "no-" in answer.headers["cache-control"]
        policy = answer.headers["content-security-policy"]
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert scripts == "script-src 'self'"
        assert "frame-ancestors 'none'" in policy
        assert "http" not in policy.replace("https:", "")


def test_errors_that_nobody_foresaw_tell_no_traces(desk: Desk) -> None:
    class Broken(Exception):
        pass

    def broken(_snapshot: object) -> None:
        raise Broken("secret detail")

    with insiders(desk, Role.DISPATCHER) as client:
        client.app.add_api_route("/api/v2/broken", broken)  # type: ignore[attr-defined]
        client.app.router.routes.insert(0, client.app.router.routes.pop())  # type: ignore[attr-defined]
        answer = client.get("/api/v2/broken?_snapshot=1")
    problem(answer, 500, "unexpected")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_while_the_store_is_away_who_was_in_stays_in_and_strangers_stay_out(desk: Desk) -> None:
    secret = session_secret(desk.store, Role.DISPATCHER)
    nowhere = open_store("postgresql://nobody@127.0.0.1:1/nowhere")
    with strangers(desk) as client:
        assert client.get(CUSTOMERS, headers=header(secret)).status_code == 200
        desk.door.sessions._store = nowhere  # noqa: SLF001 - the database goes away
        assert client.get(CUSTOMERS, headers=header(secret)).status_code == 200
        problem(client.get(CUSTOMERS, headers=header("x")), 503, "store.away")
        problem(client.get(CUSTOMERS), 401, "access.not_signed_in")
        assert client.get("/", headers=header("x")).status_code == 303
    nowhere.close()


def test_asking_again_sees_what_has_changed_since(desk: Desk) -> None:
    asked = []

    async def keep() -> None:
        asked.append(asker())

    with insiders(desk, Role.DISPATCHER) as client:
        client.app.add_api_route("/api/v2/keep", keep)  # type: ignore[attr-defined]
        client.app.router.routes.insert(0, client.app.router.routes.pop())  # type: ignore[attr-defined]
        client.get("/api/v2/keep")
    (kept,) = asked
    assert kept.again() == kept.viewer
    name = kept.viewer.name
    people.set_post(desk.store, SYSTEM, name, Post(Role.AGENT))
    changed = kept.again()
    assert changed is not None
    assert changed.role is Role.AGENT
    desk.door.sign_out_everywhere(changed, name)
    assert kept.again() is None
