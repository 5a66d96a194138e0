"""Nothing that a role must not read is sent to it, by whatever way: the whole application crawled.

Every route of the application and every callback is asked in every role, of a demo bureau with
phone numbers where nobody expects them; all bytes that come back are searched. What the product
says of itself with an empty store, such as the name of a parameter, is no leak.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sqlalchemy import select, update

from data import tables
from rules.access import Right, may
from rules.codes import Field
from rules.viewer import PEOPLE, SYSTEM, Role, Viewer
from screens.outages import ids
from tests.leaks.bureau import FIELD, IN_THE_NETWORK, PLANTED, Served, served
from tests.leaks.clicks import UPDATE, Unknown, bodies, callbacks_of
from tests.leaks.reading import readings
from tests.leaks.routes import CSV, OTHERWISE, SHOWS, Ask, hops, questions, refs_of, routes_of
from tests.leaks.secrets import digits, secrets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.leaks.secrets import Secrets

pytestmark = pytest.mark.slow
EVENTS = "GET /api/v1/events"
BEGUN = "imports-begun"
"""Comes last: the upload is gone once its import is through."""
MOST_PIECES = 12
"""Of a stream: beats of its heart among them, which go on for ever."""
NEWS = re.compile(rb"event: (issue|customer|cell|map)")
"""What the stream tells once something has changed."""
INDEX = {"GET /", "GET {path:path}"}
"""Has every screen once, empty, by which Dash checks its callbacks: the same for everybody."""
LIFE = ("'life': 1", '"life_support": true', '"life": true', '"bm-life"')
"""How a tile, the API, a list and a screen say that somebody depends on life support."""


@dataclass(frozen=True)
class Sent:
    """Something that was sent: by which route or callback, with which status, and its text."""

    way: str
    status: int
    text: str


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve one bureau for the module."""
    with served(tmp_path_factory.mktemp("leaks")) as running:
        yield running


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a store in which nothing is."""
    with served(tmp_path_factory.mktemp("nothing"), 0) as running:
        yield running


def viewer_of(bureau: Served, role: Role) -> Viewer:
    cells = frozenset(bureau.own) if role is Role.GRID_MANAGER else frozenset[int]()
    return Viewer("crawler", role, cells, Field(FIELD) if role is Role.HEAD else None)


def crawl(bureau: Served, role: Role, only: str = "") -> Iterator[Sent]:
    """Ask everything in a role, or only by ways that begin with ``only``."""
    refs = refs_of(bureau)
    with bureau.client(role) as client:
        for name in sorted(callbacks_of(bureau.app)):
            if name.startswith(only):
                # One click begins an import, which takes the file away: each has one of its own.
                for body in bodies(bureau.app, name, refs, uploaded(client, name)):
                    yield from told(name, client.post(UPDATE, json=body))
        if EVENTS.startswith(only):
            yield from told(EVENTS, listened(bureau, client))
        for way, some in questions(bureau, refs).items():
            for ask in some if way.startswith(only) else ():
                yield from asked_of(bureau, role, ask, client, way)


def uploaded(client: httpx.Client, name: str) -> str:
    """Return the token of a file that was sent for a callback of the import screen."""
    if "imports-" not in name:
        return "none"
    answer = client.post("/api/v1/uploads", params={"name": "客户.csv"}, content=CSV)
    return str(answer.json().get("token", "none"))


def asked_of(
    bureau: Served, role: Role, ask: Ask, client: httpx.Client, way: str
) -> Iterator[Sent]:
    if not ask.apart:
        yield from told(way, ask.answer(client, way))
        return
    bureau.vouch(role)
    with bureau.client(role) as own:
        for hop, answer in hops(way, ask.answer(own, way)):
            yield from told(hop, answer)


def told(way: str, answer: httpx.Response) -> Iterator[Sent]:
    assert answer.status_code < 500, (way, answer.status_code, answer.text[:500])
    for text in readings(answer):
        yield Sent(way, answer.status_code, text)


def listened(bureau: Served, client: httpx.Client) -> httpx.Response:
    """Listen while customers and issues change, and return what came until their news was there."""
    pieces: list[bytes] = []
    with client.stream("GET", "/api/v1/events") as answer:
        if answer.status_code == 200:
            for piece in answer.iter_raw():
                pieces.append(piece)
                if b"event: hello" in piece and bureau.own:
                    threading.Thread(target=change, args=(bureau,)).start()
                if NEWS.search(piece) or len(pieces) > MOST_PIECES:
                    break
                if not bureau.own and b"event: hello" in piece:
                    break  # nothing will change where there is nothing
        return httpx.Response(answer.status_code, content=b"".join(pieces))


def change(bureau: Served) -> None:
    """Make every open issue more urgent or less; touch its customer, and the manager's own."""
    with bureau.desk.store.writing(SYSTEM) as writing:
        issues = tables.Issue
        still = writing.connection.execute(
            select(issues.id, issues.customer_id, issues.urgency).where(issues.closed_at.is_(None))
        ).all()
        level = 4 if still[0].urgency == 5 else 5
        writing.connection.execute(
            update(issues).where(issues.closed_at.is_(None)).values(urgency=level)
        )
        writing.changed("issue", "changed", [row.id for row in still])
        own = select(tables.Customer.id).where(tables.Customer.cell_id.in_(bureau.own)).limit(5)
        touched = {row.customer_id for row in still if row.customer_id}
        touched |= set(writing.connection.scalars(own))
        writing.changed("customer", "changed", sorted(touched))


def leaks(sent: Iterator[Sent], secrets: Secrets, viewer: Viewer) -> dict[str, set[str]]:
    """Return what was found that must not be read, by the way it came."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in sent:
        what = secrets.found_in(one.text)
        if one.way in (*SHOWS, "map-unmasked.children"):
            what = {w for w in what if not lawful(w, viewer)}
        if what:
            found[one.way] |= what
    return found


def lawful(what: str, viewer: Viewer) -> bool:
    """Tell whether a click may show it; what is not one's own is never shown."""
    right = Right.SHOW_PHONES if what.startswith("phone ") else Right.SHOW_HEALTH
    return not what.startswith("account") and may(viewer, right)


def without_own_words(found: dict[str, set[str]], own: dict[str, set[str]]) -> dict[str, list[str]]:
    """Return what was found but for what the product says of itself."""
    left = {way: sorted(what - own.get(way, set())) for way, what in found.items()}
    return {way: what for way, what in left.items() if what}


@pytest.mark.parametrize("role", PEOPLE)
def test_nothing_is_sent_that_a_role_must_not_read(
    bureau: Served, empty: Served, role: Role
) -> None:
    viewer = viewer_of(bureau, role)
    secrets = secrets_of(bureau.desk.store, viewer, PLANTED, (IN_THE_NETWORK,))
    assert secrets.phones
    assert secrets.texts
    own = leaks(crawl(empty, role), secrets, viewer)
    sent = list(crawl(bureau, role))
    assert without_own_words(leaks(iter(sent), secrets, viewer), own) == {}
    assert reached(sent)
    told_of_life = {one.way for one in sent if any(sign in one.text for sign in LIFE)} - INDEX
    assert bool(told_of_life) is may(viewer, Right.KNOW_LIFE_SUPPORT), told_of_life


def reached(sent: list[Sent]) -> bool:
    """Tell whether the crawl came to see anything at all: cards, lists, tiles, the stream."""
    ways = {one.way for one in sent if one.status == 200 and len(one.text) > 300}
    tiles, events = "GET /tiles/{z}/{x}/{y}.mvt", [s for s in sent if s.way == EVENTS]
    wanted = {"map-panel.children", "list-grid-customers.getRowsResponse", tiles}
    return wanted <= ways and any(NEWS.search(one.text.encode()) for one in events)


def test_the_crawl_knows_every_route_and_every_callback(bureau: Served) -> None:
    with bureau.client(Role.HEAD) as client:
        client.get("/list")  # Dash takes pages in at the first one asked for
    assert set(questions(bureau, refs_of(bureau))) | OTHERWISE == routes_of(bureau.app)
    for name in callbacks_of(bureau.app):
        assert list(bodies(bureau.app, name, refs_of(bureau), "x")), name


def test_the_crawl_traces_and_is_shown_whom_it_takes(bureau: Served) -> None:
    """Without it a leak in what a trace tells would not be seen."""
    name, refs = f"{ids.GRID}.getRowsResponse", refs_of(bureau)
    traced = [body for body in bodies(bureau.app, name, refs, "none") if is_traced(body)]
    with bureau.client(Role.COORDINATOR) as client:
        answers = [client.post(UPDATE, json=body) for body in traced]
    assert any(
        answer.json()["response"][ids.GRID]["getRowsResponse"]["rowCount"] for answer in answers
    )


def is_traced(body: dict[str, Any]) -> bool:
    """Tell whether nothing but parts of the network is picked."""
    told = {one["id"]: one.get("value") for one in (*body["inputs"], *body["state"])}
    return bool(told[ids.PARTS]) and not (told[ids.DRAWN] or told[ids.BASE] or told[ids.CHOSEN])


@pytest.mark.parametrize(
    ("role", "way", "what"),
    [
        (Role.HEAD, "GET /api/v1/customers", "phone 13900001111"),
        (Role.DISPATCHER, "list-grid-issues", "word 呼吸机"),
        (Role.GRID_MANAGER, "map-panel", "account"),
    ],
)
def test_a_leak_is_found_where_one_is_planted(
    bureau: Served, monkeypatch: pytest.MonkeyPatch, role: Role, way: str, what: str
) -> None:
    viewer = viewer_of(bureau, role)
    secrets = secrets_of(bureau.desk.store, viewer, PLANTED, (IN_THE_NETWORK,))
    assert not leaks(crawl(bureau, role, way), secrets, viewer)
    monkeypatch.setattr("desk.people.name_for", lambda _viewer, text: text)
    monkeypatch.setattr("desk.cards.lines.text_for", lambda _viewer, _text: "呼吸机")
    monkeypatch.setattr("data.within.customers", lambda _viewer: tables.Customer.id > 0)
    (found,) = leaks(crawl(bureau, role, way), secrets, viewer).values()
    assert any(one.startswith(what) for one in found), found


def test_a_new_callback_without_values_fails_the_crawl(bureau: Served) -> None:
    app = bureau.app
    app.callback_map["new.children"] = {
        "inputs": [{"id": "nobody-knows", "property": "data"}], "state": [], "callback": print,
    }  # fmt: skip
    try:
        with pytest.raises(Unknown):
            list(bodies(app, "new.children", refs_of(bureau), "x"))
    finally:
        del app.callback_map["new.children"]


def test_the_search_sees_numbers_however_they_are_written(bureau: Served) -> None:
    secrets = secrets_of(bureau.desk.store, viewer_of(bureau, Role.HEAD), PLANTED)
    number = min(secrets.phones)
    for written in (
        number,
        f"{number[:3]}-{number[3:7]}-{number[7:]}",
        f"x {number[:3]} {number[3:]}",
    ):
        assert f"phone {digits(number)}" in secrets.found_in(f"tel:{written};")
