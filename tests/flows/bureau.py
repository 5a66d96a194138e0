"""What the flows do beside the browser: commands of the product, its restart, whom to look at."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import Select, func, select

from data.store import open_store
from data.tables import Cell, Customer, Issue
from tests.servers.product import ROOT, environment, stop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers.product import Product

HEADERS = "工单编号,户号,受理时间,紧急程度,专业,标题,内容"
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Whom:
    """A customer and the cell it belongs to."""

    id: int
    account: str
    name: str
    x: float
    y: float
    cell: int
    cell_code: str

    @property
    def href(self) -> str:
        """Return the address of the map that has the customer in its middle, and open."""
        return f"/?at=16/{self.y}/{self.x}&open=customer.{self.id}"


def command(product: Product, *words: str, typed: str = "") -> str:
    """Run a command of the product on the same store, in a process of its own, as people do.

    Returns what it printed; a command that was refused fails the test with its sentence.
    """
    address = {"BATTLEMAP_DATABASE_URL": product.database_url}
    done = subprocess.run(
        [sys.executable, "app.py", *words],
        cwd=ROOT,
        env=environment(1, product.data_dir, address),
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def served_again(product: Product) -> Iterator[None]:
    """Serve a product that was killed again, at the address where its pages still ask."""
    port = urlsplit(product.url).port
    assert port is not None
    address = {"BATTLEMAP_DATABASE_URL": product.database_url}
    with (
        product.log.open("ab") as output,
        subprocess.Popen(
            [sys.executable, "app.py", "serve"],
            cwd=ROOT,
            env=environment(port, product.data_dir, address),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        ) as process,
    ):
        try:
            yield
        finally:
            stop(process)


def calm(product: Product, cell: int | None = None, *, but: int | None = None) -> tuple[Whom, ...]:
    """Return the customers with no issue at all, of one cell or of all but one."""
    found = (
        select(
            *(Customer.id, Customer.account, Customer.name, Customer.x, Customer.y),
            *(Cell.id.label("cell"), Cell.code.label("cell_code")),
        )
        .join(Cell, Cell.id == Customer.cell_id)
        .where(Customer.id.not_in(_troubled()))
        .order_by(Customer.id)
    )
    if cell is not None:
        found = found.where(Cell.id == cell)
    if but is not None:
        found = found.where(Cell.id != but)
    store = open_store(product.database_url)
    with store.reading() as connection:
        rows = tuple(Whom(**row._asdict()) for row in connection.execute(found))
    store.close()
    return rows


def neighbours(people: tuple[Whom, ...]) -> tuple[Whom, ...]:
    """Return people in the order of how far they live from the first of them."""
    x, y = people[0].x, people[0].y
    return tuple(sorted(people, key=lambda whom: (whom.x - x) ** 2 + (whom.y - y) ** 2))


def fullest_cell(product: Product) -> int:
    """Return the cell with the most customers without an issue."""
    wanted = (
        select(Customer.cell_id)
        .where(Customer.cell_id.is_not(None), Customer.id.not_in(_troubled()))
        .group_by(Customer.cell_id)
        .order_by(func.count().desc(), Customer.cell_id)
    )
    store = open_store(product.database_url)
    with store.reading() as connection:
        cell = connection.scalars(wanted).first()
    store.close()
    assert cell is not None
    return cell


def issue_ids(product: Product) -> dict[str, int]:
    """Return the id of every issue by its number."""
    store = open_store(product.database_url)
    with store.reading() as connection:
        found = {number: ref for ref, number in connection.execute(select(Issue.id, Issue.number))}
    store.close()
    return found


def tickets(*rows: tuple[str, str, str], text: str = "") -> bytes:
    """Return emergencies of the repair department as a file: number, account, title each."""
    opened = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S+00:00")
    lines = [
        f"{number},{account},{opened},紧急,抢修,{title},{text}" for number, account, title in rows
    ]
    return "\r\n".join([HEADERS, *lines, ""]).encode()


def file_of(folder: Path, content: bytes) -> str:
    """Write tickets into a folder and return the path as a command takes it."""
    path = folder / "工单.csv"
    path.write_bytes(content)
    return str(path)


def _troubled() -> Select[int | None]:
    return select(Issue.customer_id).where(Issue.customer_id.is_not(None))
