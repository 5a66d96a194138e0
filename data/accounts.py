"""Accounts: who may sign in, in which role, for which part of the bureau."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from data.tables import Account, AccountCell, Cell, Issue
from errors import BattlemapError
from rules.codes import Field
from rules.viewer import Role, Viewer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from data.store import Writing

NOUN = "account"


class CellUnknown(BattlemapError):
    """No cell has such a code. Facts: ``code_of_cell``."""

    code = "door.cell_unknown"


@dataclass(frozen=True, slots=True)
class Person:
    """An account as the store has it; ``password`` is a hash, empty where there is none."""

    id: int
    name: str
    role: Role
    field: Field | None
    password: str
    subject: str | None
    active: bool
    demo: bool
    made_at: datetime
    failed: int
    locked_until: datetime | None
    cells: frozenset[int] = frozenset()

    def viewer(self, origin: str) -> Viewer:
        """Return who this is, asking from ``origin``."""
        return Viewer(self.name, self.role, self.cells, self.field, origin)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """An account to be made."""

    name: str
    role: Role
    made_at: datetime
    field: Field | None = None
    password: str = ""
    demo: bool = False


COLUMNS = [getattr(Account, name) for name in Person.__dataclass_fields__ if name != "cells"]


def by_name(connection: Connection, _viewer: Viewer, name: str) -> Person | None:
    """Return the account of a name."""
    return _one(connection, Account.name == name)


def by_subject(connection: Connection, _viewer: Viewer, subject: str) -> Person | None:
    """Return the account that a provider's subject is bound to."""
    return _one(connection, Account.subject == subject)


def everyone(connection: Connection, _viewer: Viewer) -> tuple[Person, ...]:
    """Return all accounts, by name."""
    rows = connection.execute(select(*COLUMNS).order_by(Account.name)).all()
    return tuple(person_of(connection, tuple(row)) for row in rows)


def any_account(connection: Connection, _viewer: Viewer) -> bool:
    """Tell whether anybody could sign in at all."""
    return connection.scalar(select(Account.id).where(Account.active).limit(1)) is not None


def person_of(connection: Connection, row: tuple[object, ...]) -> Person:
    """Return the account of a row of ``COLUMNS``, with its cells."""
    values = dict(zip((column.key for column in COLUMNS), row, strict=True))
    query = select(AccountCell.cell_id).where(AccountCell.account_id == values["id"])
    role = Role(str(values["role"]))
    cells = connection.scalars(query) if role is Role.GRID_MANAGER else ()
    field = Field(str(values["field"])) if values["field"] else None
    return Person(**(values | {"role": role, "field": field}), cells=frozenset(cells))


def add(writing: Writing, person: NewPerson, cells: Iterable[int]) -> int:
    """Make an account and return its id."""
    values = asdict(person) | {"subject": None, "active": True, "failed": 0}
    statement = insert(Account).values(**values).returning(Account.id)
    account_id: int = writing.connection.execute(statement).scalar_one()
    _set_cells(writing, account_id, cells)
    writing.changed(NOUN, "add", [account_id])
    return account_id


def change(
    writing: Writing,
    person: Person,
    values: Mapping[str, object],
    cells: Iterable[int] | None = None,
) -> None:
    """Change an account; everybody who follows the change log hears of it."""
    if values:
        query = update(Account).where(Account.id == person.id).values(**values)
        writing.connection.execute(query)
    if cells is not None:
        _set_cells(writing, person.id, cells)
    writing.changed(NOUN, "change", [person.id])


def count_failure(
    writing: Writing, person: Person, failed: int, locked_until: datetime | None
) -> None:
    """Keep how often a password was wrong; nothing that anybody sees changes by it."""
    values = {"failed": failed, "locked_until": locked_until}
    writing.connection.execute(update(Account).where(Account.id == person.id).values(**values))


def keep_hash(writing: Writing, person: Person, password: str) -> None:
    """Keep a newer hash of the same password."""
    statement = update(Account).where(Account.id == person.id).values(password=password)
    writing.connection.execute(statement)


def cells_of(connection: Connection, _viewer: Viewer, codes: Iterable[str]) -> frozenset[int]:
    """Return the ids of cells by their codes.

    Raises
    ------
    CellUnknown
        There is no cell with one of the codes.
    """
    wanted = sorted(set(codes))
    rows = connection.execute(select(Cell.code, Cell.id).where(Cell.code.in_(wanted)))
    found = {row.code: row.id for row in rows}
    for code in wanted:
        if code not in found:
            raise CellUnknown(code_of_cell=code)
    return frozenset(found.values())


def codes_of(connection: Connection, _viewer: Viewer, cells: Iterable[int]) -> list[str]:
    """Return the codes of cells, sorted."""
    query = select(Cell.code).where(Cell.id.in_(sorted(cells))).order_by(Cell.code)
    return list(connection.scalars(query))


def busiest_cells(connection: Connection, _viewer: Viewer, count: int) -> frozenset[int]:
    """Return cells, those first whose manager has most to do: the demo's manager has them."""
    waiting = (
        select(Cell.id, Cell.code, Cell.manager, func.count(Issue.id).label("n"))
        .outerjoin(Issue, (Issue.cell_id == Cell.id) & Issue.closed_at.is_(None))
        .group_by(Cell.id, Cell.code, Cell.manager)
        .subquery()
    )
    together = func.sum(waiting.c.n).over(partition_by=waiting.c.manager)
    nobodys = waiting.c.manager == ""
    order = (nobodys, together.desc(), waiting.c.manager, waiting.c.n.desc(), waiting.c.code)
    query = select(waiting.c.id).order_by(*order).limit(count)
    return frozenset(connection.scalars(query))


def _set_cells(writing: Writing, account_id: int, cells: Iterable[int]) -> None:
    writing.connection.execute(delete(AccountCell).where(AccountCell.account_id == account_id))
    rows = [{"account_id": account_id, "cell_id": cell} for cell in sorted(cells)]
    if rows:
        writing.connection.execute(insert(AccountCell), rows)


def _one(connection: Connection, condition: ColumnElement[bool]) -> Person | None:
    row = connection.execute(select(*COLUMNS).where(condition)).one_or_none()
    return person_of(connection, tuple(row)) if row else None
