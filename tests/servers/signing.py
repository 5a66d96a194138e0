"""Signed in as somebody of a role: at a running product, in a browser, or inside this process.

Nobody types a password here: an account and a session are written straight into the store, as
the door itself would leave them. Three ways in:

- ``product.client(role)``: an ``httpx.Client`` with the session's cookie and the product's
  address; a context manager.
- ``signed_in(page, product, role)``: the browser context of ``page`` gets the cookie; call it
  before ``page.goto``. ``product.page(page, role)`` is the same.
- ``as_viewer(application, viewer)``: an ASGI application that answers on behalf of a viewer
  without any door, for ``TestClient(as_viewer(server(desk), DISPATCHER))``.

A grid manager gets ``cells`` (codes), else the first two by code; a head ``field``, else repair.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
from sqlalchemy import select

from data import accounts, sessions, tables
from data.accounts import NewPerson
from data.sessions import SessionRow
from data.store import open_store
from desk.asking import asked_by
from desk.door.secrets import digest_of, new_secret
from rules.codes import Field
from rules.viewer import SYSTEM, Role
from tests.servers.ports import NO_TLS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Page
    from starlette.types import ASGIApp, Receive, Scope, Send

    from data.store import Store, Writing
    from rules.viewer import Viewer
    from tests.servers.product import Product

COOKIE = "battlemap_session"
DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who signs in: a role, and what the role needs besides; ``name`` follows from it."""

    role: Role
    cells: tuple[str, ...] = ()
    field: Field = Field.REPAIR
    named: str = ""

    @property
    def name(self) -> str:
        """Return the name of the account."""
        return self.named or "-".join(["test", self.role.value, *self.cells])


def session_secret(store: Store, who: Role | Somebody) -> str:
    """Make the account of somebody unless it is there, sign it in, and return the secret."""
    somebody = Somebody(who) if isinstance(who, Role) else who
    secret, now = new_secret(), datetime.now(UTC)
    with store.writing(SYSTEM) as writing:
        person = accounts.by_name(writing.connection, SYSTEM, somebody.name)
        account_id = person.id if person else _made(writing, somebody, now)
        row = SessionRow(digest_of(secret), account_id, now, now, now + DAYS, "127.0.0.1")
        sessions.begin(writing, row, most=50)
    return secret


def secret_at(product: Product, who: Role | Somebody) -> str:
    """Return the secret of a new session in the store of a running product."""
    store = open_store(product.database_url)
    try:
        return session_secret(store, who)
    finally:
        store.close()


def client_of(product: Product, who: Role | Somebody) -> httpx.Client:
    """Return a client that is signed in; it says where it comes from, as browsers do."""
    return httpx.Client(
        base_url=product.url,
        cookies={COOKIE: secret_at(product, who)},
        headers={"Origin": product.url},
        trust_env=False,
        verify=NO_TLS,
        timeout=60,
    )


def signed_in(page: Page, product: Product, who: Role | Somebody) -> Page:
    """Sign the browser of a page in; a session of before is replaced. Returns the page."""
    cookie = {"name": COOKIE, "value": secret_at(product, who), "path": "/"}
    host = urlsplit(product.url).hostname or ""
    page.context.add_cookies(
        [{**cookie, "domain": host, "httpOnly": True, "sameSite": "Lax"}]  # type: ignore[typeddict-item]  # as Playwright takes it
    )
    return page


def as_viewer(application: ASGIApp, viewer: Viewer) -> ASGIApp:
    """Return an application that answers on behalf of a viewer; nobody is asked who it is."""

    async def answered(scope: Scope, receive: Receive, send: Send) -> None:
        with asked_by(viewer):
            await application(scope, receive, send)

    return answered


def _made(writing: Writing, somebody: Somebody, now: datetime) -> int:
    own = somebody.field if somebody.role is Role.HEAD else None
    person = NewPerson(somebody.name, somebody.role, now, field=own)
    return accounts.add(writing, person, _cells(writing, somebody))


def _cells(writing: Writing, somebody: Somebody) -> frozenset[int]:
    if somebody.role is not Role.GRID_MANAGER:
        return frozenset()
    if somebody.cells:
        return accounts.cells_of(writing.connection, SYSTEM, somebody.cells)
    first = select(tables.Cell.id).order_by(tables.Cell.code).limit(2)
    return frozenset(writing.connection.scalars(first))


def header(secret: str) -> Mapping[str, str]:
    """Return the header of a request with a session's secret."""
    return {"Cookie": f"{COOKIE}={secret}"}
