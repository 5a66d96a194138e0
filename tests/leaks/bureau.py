"""A demo bureau with personal facts in unlikely places, served for every role at once."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

import httpx
import uvicorn
from sqlalchemy import select, update

from app import build
from data import tables
from data.demo.progress import silent
from data.migrate import migrate
from data.store import open_store
from desk.desk import open_desk
from desk.firstrun import fill_with_demo
from rules.codes import Field
from rules.viewer import SYSTEM, Role
from settings import Settings
from tests.servers.ports import LOOPBACK, NO_TLS, spare_port
from tests.servers.provider import provider
from tests.servers.signing import COOKIE, Somebody, session_secret
from tests.servers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dash import Dash
    from sqlalchemy import Connection

    from desk.desk import Desk
    from tests.servers.provider import OpenId

CUSTOMERS, SEED = 500, 1
IN_AN_ADDRESS, IN_A_NAME, IN_A_TITLE = "13900001111", "0855-8223456", "137 0000 2222"
IN_A_TEXT = "+86 136-0000-3333"
IN_THE_NETWORK = "13700004444"
PLANTED = (IN_AN_ADDRESS, IN_A_NAME, IN_A_TITLE, IN_A_TEXT)
"""Phone numbers where somebody typed them into a text."""
FIELD = Field.REPAIR


@dataclass(frozen=True, eq=False)
class Served:
    """A bureau that is being served; ``own`` are the ids of the grid manager's cells.

    ``openid`` is the provider that it trusts.
    """

    url: str
    app: Dash
    desk: Desk
    own: tuple[int, ...]
    openid: OpenId

    def vouch(self, role: Role | None) -> None:
        """Make the provider vouch for who has a role here, or for somebody unknown."""
        name = self.somebody(role).name if role else "nobody"
        self.openid.who = {"sub": name, "preferred_username": name}

    def client(self, role: Role) -> httpx.Client:
        """Return a client that is signed in with a role."""
        return httpx.Client(
            base_url=self.url,
            cookies={COOKIE: session_secret(self.desk.store, self.somebody(role))},
            headers={"Origin": self.url},
            trust_env=False,
            verify=NO_TLS,
            timeout=60,
        )

    def somebody(self, role: Role) -> Somebody:
        """Return who has a role here."""
        with self.desk.store.reading() as connection:
            query = select(tables.Cell.code).where(tables.Cell.id.in_(self.own))
            codes = tuple(connection.scalars(query))
        return Somebody(role, codes if role is Role.GRID_MANAGER else (), FIELD)


@contextmanager
def served(folder: Path, customers: int = CUSTOMERS) -> Iterator[Served]:
    """Serve a bureau with planted facts; without customers an empty one."""
    with provider() as openid:
        yield from _served(folder, customers, openid)


def _served(folder: Path, customers: int, openid: OpenId) -> Iterator[Served]:
    url = f"sqlite:///{folder / 'store.sqlite'}"
    own_settings = {"BATTLEMAP_DATA_DIR": str(folder), "BATTLEMAP_DATABASE_URL": url}
    settings = Settings.from_environment(own_settings | openid.settings())
    desk = open_desk(open_store(url), settings)
    migrate(desk.store)
    own: tuple[int, ...] = ()
    if customers:
        fill_with_demo(desk, customers, SEED, silent)
        own = plant(desk)
    app = build(desk)
    with running(app) as address:
        yield Served(address, app, desk, own, openid)
    desk.store.close()


@contextmanager
def running(app: Dash) -> Iterator[str]:
    """Serve an application from a thread of this process; yield its address."""
    port = spare_port()
    config = uvicorn.Config(
        app.server, host=LOOPBACK, port=port, log_level="error", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        until(lambda: server.started, "the server has started", 60)
        yield f"http://{LOOPBACK}:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


def plant(desk: Desk) -> tuple[int, ...]:
    """Write phones into texts of the first customers and issues; return a manager's cells."""
    with desk.store.writing(SYSTEM) as writing:
        connection = writing.connection
        first, second = connection.scalars(
            select(tables.Customer.id).order_by(tables.Customer.id).limit(2)
        )
        _set(connection, tables.Customer, first, address=f"上寨1组 联系 {IN_AN_ADDRESS}")
        _set(connection, tables.Customer, second, name=f"王五（{IN_A_NAME}）")
        (issue,) = connection.scalars(
            select(tables.Issue.id)
            .where(tables.Issue.closed_at.is_(None), tables.Issue.field == FIELD)
            .order_by(tables.Issue.id)
            .limit(1)
        )
        text = f"病人靠呼吸机维持，请回电 {IN_A_TEXT}"
        _set(connection, tables.Issue, issue, title=f"停电，回电 {IN_A_TITLE}", text=text)
        _name_the_network(connection)
        writing.changed("customer", "reload")
        writing.changed("issue", "reload")
        writing.changed("transformer", "reload")
        place = connection.scalar(
            select(tables.Customer.cell_id)
            .where(tables.Customer.equipment.contains("ventilator"))
            .where(tables.Customer.cell_id.is_not(None))
            .limit(1)
        )
        cells = connection.scalars(select(tables.Cell.id).order_by(tables.Cell.id)).all()
    assert place is not None
    return tuple(sorted({place, next(cell for cell in cells if cell != place)}))


def _name_the_network(connection: Connection) -> None:
    """Write a phone and a word on health into names of transformers, feeders and cells."""
    for table in (tables.Transformer, tables.Feeder, tables.Cell):
        connection.execute(update(table).values(name=table.name + f" 呼吸机{IN_THE_NETWORK}"))


def _set(
    connection: Connection, table: type[tables.Customer | tables.Issue], ref: int, **values: str
) -> None:
    connection.execute(update(table).where(table.id == ref).values(values))
