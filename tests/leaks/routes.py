"""Every route of the application, and what the crawl asks of each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from sqlalchemy import select

from data.tables import Cell, Customer, Issue, Outage, OutageTransformer, Switch
from geo.zorder import tile_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import httpx
    from dash import Dash

    from tests.leaks.bureau import Served

MANY, FEW = 24, 12
NOBODY = 2**31 - 1
"""The id of nobody, and an edit that nobody has made."""
PROVIDED = ("GET /signin/provider", "GET /signin/provider/return")
SHOWS = ("POST /api/v1/customers/{ref}/show", "POST /api/v1/issues/{ref}/show")
CSV = (
    "户号,户名,x,y,电话,敏感原因,用电设备,备用时长\n"
    "9900000001,赵六,108.1,26.1,139 0000 4444;x,住家呼吸机,ventilator,-3\n"
).encode()
"""A file whose rows are turned away, with what must not be repeated."""


@dataclass(frozen=True)
class Ask:
    """A question: a path and what goes with it.

    ``apart`` ends the session of who asks it, or begins another; ``there_and_back`` goes by the
    provider and comes back, by the routes that ``hops`` tells.
    """

    path: str
    params: dict[str, str] = field(default_factory=dict)
    json: Any = None
    content: bytes | None = None
    data: dict[str, str] | None = None
    apart: bool = False
    there_and_back: bool = False

    def answer(self, client: httpx.Client, way: str) -> httpx.Response:
        """Return what a client is answered by a way, ``METHOD path``."""
        return client.request(
            way.partition(" ")[0], self.path, params=self.params, json=self.json,
            content=self.content, data=self.data, follow_redirects=self.there_and_back,
        )  # fmt: skip


def hops(way: str, answer: httpx.Response) -> Iterator[tuple[str, httpx.Response]]:
    """Return the answers of all routes that a question went by."""
    if answer.history:
        every = ((f"GET {one.url.path}", one) for one in (*answer.history, answer))
        yield from (hop for hop in every if hop[0] in PROVIDED)
    else:
        yield way, answer


def routes_of(app: Dash) -> set[str]:
    """Return every route as ``METHOD path``, mounts and sockets as ``MOUNT`` and ``SOCKET``."""
    return set(_walk(app.server.routes))


def _walk(routes: Iterable[Any]) -> Iterator[str]:
    for route in routes:
        if hasattr(route, "effective_candidates"):
            yield from _walk(route.effective_candidates())
            continue
        path, methods = route.path, getattr(route, "methods", None)
        if methods:
            yield from (f"{method} {path}" for method in methods - {"HEAD"})
        elif "WebSocket" in type(route).__name__:
            yield f"SOCKET {path}"
        else:
            yield f"MOUNT {path}"


@dataclass(frozen=True)
class Refs:
    """Numbers to ask for: customers, issues and outages, one's own and others'."""

    customers: Sequence[int]
    issues: Sequence[int]
    outages: Sequence[int]


def refs_of(served: Served) -> Refs:
    """Return those with the most to tell first."""
    with served.desk.store.reading() as connection:
        customers = connection.scalars(
            select(Customer.id)
            .order_by(Customer.equipment == "", Customer.sensitivity_reason == "", Customer.id)
            .limit(MANY)
        ).all()
        own = connection.scalars(
            select(Customer.id).where(Customer.cell_id.in_(served.own)).order_by(Customer.id)
        ).all()
        first = connection.scalars(select(Customer.id).order_by(Customer.id).limit(FEW)).all()
        issues = connection.scalars(
            select(Issue.id).order_by(Issue.closed_at.is_(None).desc(), Issue.id).limit(MANY)
        ).all()
        outages = connection.scalars(
            select(Outage.id).order_by(Outage.state == "closed", Outage.id).limit(FEW)
        ).all()
        near = connection.scalars(
            select(OutageTransformer.outage_id)
            .join(Customer, Customer.transformer_id == OutageTransformer.transformer_id)
            .where(Customer.cell_id.in_(served.own))
            .order_by(OutageTransformer.outage_id.desc())
            .distinct()
            .limit(4)
        ).all()
    return Refs([*dict.fromkeys([*first[:6], *own[:8], *first, *customers])], issues,
                [*dict.fromkeys([*outages, *near])])  # fmt: skip


def tiles(served: Served) -> list[str]:
    """Return tiles at several zooms, where a first customer lives."""
    with served.desk.store.reading() as connection:
        places = connection.execute(select(Customer.x, Customer.y).limit(3)).all()
    found = []
    for x, y in [tuple(place) for place in places] or [(108.0, 26.0)]:
        for zoom in (0, 6, 9, 11, 13, 15):
            column, row = tile_of(np.array([x]), np.array([y]), zoom)
            found.append(f"/tiles/{zoom}/{column[0]}/{row[0]}.mvt")
    return list(dict.fromkeys(found))


def questions(served: Served, refs: Refs) -> dict[str, list[Ask]]:
    """Return what is asked of each route but the callbacks, the stream and files of our own."""
    files = _of_imports() | _of_outage_files(refs)
    outages = _of_areas(served) | _of_outages(refs)
    people = _of_the_map(served) | _of_people(refs)
    return people | outages | files | _of_the_door() | _of_pages()


def _of_pages() -> dict[str, list[Ask]]:
    plain = ("/", "/_dash-layout", "/_dash-dependencies", "/_reload-hash", "/_favicon.ico")
    ours = ("/api/openapi.json", "/api/docs", "/api/v1/health")
    return {f"GET {path}": [Ask(path)] for path in (*plain, *ours)} | {
        "GET {path:path}": [Ask(path) for path in ("/list", "/audit", "/dragon")],
        "GET /api/{path:path}": [Ask("/api/v1/dragon")],
    }


def _of_people(refs: Refs) -> dict[str, list[Ask]]:
    some_customers, some_issues = refs.customers[:FEW] or [1], refs.issues[:FEW] or [1]
    why = {"why": "call_back"}
    return {
        "GET /api/v1/customers": [
            Ask("/api/v1/customers", {"limit": "1000"}),
            *(Ask("/api/v1/customers", {"q": q}) for q in ("组", "1390000", "8223456", "王")),
        ],
        SHOWS[0]: [
            Ask(f"/api/v1/customers/{ref}/show", json=why | {"field": part})
            for ref in some_customers
            for part in ("phone", "health")
        ],
        SHOWS[1]: [Ask(f"/api/v1/issues/{ref}/show", json=why) for ref in some_issues],
    }


def _of_outages(refs: Refs) -> dict[str, list[Ask]]:
    """Ask for every outage, and try what would change it if it were not out of place."""
    home, one = "/api/v1/outages", "/api/v1/outages/{ref}"
    some = refs.outages or [1]
    fault = {"kind": "fault", "began_at": "2020-01-02T00:00:00Z",
             "expected_at": "2020-01-01T00:00:00Z"}  # fmt: skip
    why = {"why": "call back"}
    tried: dict[str, dict[str, Any]] = {
        "decide": why | {"edit": 0, "customers": [NOBODY], "verdict": "touched"},
        "confirm": {"edit": NOBODY},
        "act": {"act": "close"},
        "restore": {"customers": [NOBODY]},
        "still-out": why | {"customers": [NOBODY]},
        "promise": why | {"expected_at": "2001-01-01T00:00:00Z"},
        "milestone": {"milestone": "crew_sent", "at": "2099-01-01T00:00:00Z"},
    }
    return {
        f"GET {home}": [Ask(home), Ask(home, {"over": "true"})],
        f"POST {home}": [Ask(home, json=fault)],
        f"GET {one}": [Ask(f"{home}/{ref}") for ref in some],
        f"PUT {one}": [Ask(f"{home}/{some[0]}", json=fault | {"edit": 0})],
        f"GET {one}/affected": [
            Ask(f"{home}/{ref}/affected", {"size": "1000"} | which)
            for ref in some
            for which in ({}, {"revision": "0"}, {"revision": "1"})
        ],
        **{
            f"POST {one}/{what}": [Ask(f"{home}/{some[0]}/{what}", json=body)]
            for what, body in tried.items()
        },
    }


def _of_the_map(served: Served) -> dict[str, list[Ask]]:
    narrow = {"cell": "1", "sensitivity": "3"}
    return {
        "GET /tiles/{z}/{x}/{y}.mvt": [
            Ask(path, params) for path in tiles(served) for params in ({}, narrow)
        ],
        "GET /list.{form}": [
            Ask(f"/list.{form}", params)
            for form in ("csv", "xlsx")
            for params in ({}, {"tab": "issues"}, {"tab": "faults"}, {"cell": "1"})
        ],
        "GET /map.png": [Ask("/map.png", {"w": "200", "h": "200", "open": "customer.1"})],
    }


def _of_areas(served: Served) -> dict[str, list[Ask]]:
    with served.desk.store.reading() as connection:
        codes = connection.scalars(select(Switch.code).order_by(Switch.id).limit(FEW)).all()
        cells = connection.scalars(select(Cell.geometry).order_by(Cell.id).limit(FEW)).all()
    shapes = list(cells) or [shapely.box(108.0, 26.0, 108.1, 26.1)]
    areas = [json.loads(shapely.to_geojson(shape)) | {"sure": True} for shape in shapes]
    opened = [{"open": some} for some in ([], *[[code] for code in codes])]
    drawn = [{"areas": [shapely.get_coordinates(shape).tolist()]} for shape in shapes]
    return {
        "POST /api/v1/areas/affected": [Ask("/api/v1/areas/affected", json=area) for area in areas],
        "POST /api/v1/areas/drawing": [Ask("/api/v1/areas/drawing", json=one) for one in drawn],
        "POST /api/v1/network/trace": [Ask("/api/v1/network/trace", json=one) for one in opened],
    }


def _of_imports() -> dict[str, list[Ask]]:
    sent = {"name": "客户.csv"}
    return {
        "POST /api/v1/import/{kind}": [
            Ask("/api/v1/import/customers", params, content=CSV)
            for params in (sent, sent | {"dry_run": "1"})
        ],
        "POST /api/v1/uploads": [Ask("/api/v1/uploads", sent, content=CSV)],
        "GET /api/v1/import/{kind}/template.{form}": [
            Ask(f"/api/v1/import/customers/template.{form}") for form in ("csv", "xlsx")
        ],
        "GET /api/v1/imports/{run}/rejected/{kind}.csv": [
            Ask(f"/api/v1/imports/{run}/rejected/customers.csv") for run in (1, 2, 3, 4)
        ],
    }


def _of_outage_files(refs: Refs) -> dict[str, list[Ask]]:
    square = b'{"type":"Polygon","coordinates":[[[108,26],[108.1,26],[108.1,26.1],[108,26]]]}'
    some = refs.outages or [1]
    lists = [f"/api/v1/outages/{ref}/list.{form}" for ref in some for form in ("csv", "gpkg")]
    return {
        "POST /api/v1/areas/file": [Ask("/api/v1/areas/file", {"name": "a.json"}, content=square)],
        "GET /api/v1/outages/{ref}/list.{form}": [Ask(path) for path in lists],
        "GET /outages/{ref}/print": [Ask(f"/outages/{ref}/print") for ref in some],
    }


def _of_the_door() -> dict[str, list[Ask]]:
    # Another name each time: guessing at one is throttled, and its answers would change.
    wrong = {"name": f"nobody-{token_hex(4)}", "password": "wrong-password-1"}
    return {
        "GET /api/v1/session": [Ask("/api/v1/session")],
        "POST /api/v1/session": [Ask("/api/v1/session", json=wrong)],
        "DELETE /api/v1/session": [Ask("/api/v1/session", apart=True)],
        "DELETE /api/v1/session/all": [Ask("/api/v1/session/all", apart=True)],
        "POST /api/v1/password": [
            Ask("/api/v1/password", json={"old": "wrong-password-1", "new": "wrong-password-2"})
        ],
        "GET /account": [Ask("/account"), Ask("/account", {"done": "1"})],
        "POST /account": [
            Ask("/account", data={"old": "wrong-password-1", "new": "a", "again": "b"})
        ],
        "GET /signin": [Ask("/signin")],
        "POST /signin": [Ask("/signin", data=wrong)],
        "POST /signin/demo": [Ask("/signin/demo", data={"name": "dragon"})],
        PROVIDED[0]: [Ask("/signin/provider", {"next": "/list"}, apart=True, there_and_back=True)],
        PROVIDED[1]: [Ask("/signin/provider/return", {"code": "x", "state": "y"})],
        "POST /signin/out": [Ask("/signin/out", apart=True)],
        "POST /signin/out-everywhere": [Ask("/signin/out-everywhere", apart=True)],
    }


OTHERWISE = frozenset(
    {
        "POST /_dash-update-component",  # tests/leaks/clicks.py
        "GET /api/v1/events",  # a stream, read while something changes
        "MOUNT /assets",  # files of our own, the same for everybody
        "GET /_dash-component-suites/{package_name}/{fingerprinted_path:path}",  # files of Dash's
        "SOCKET /_dash-ws-callback",  # closed to everybody
    }
)
"""Routes that are crawled in another way, or hold nothing of the store."""
