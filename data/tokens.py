"""Tokens: machines that may ask, known by the digest of their secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from data.tables import Token, TokenCell
from rules.codes import Field
from rules.viewer import Role, Scope, Viewer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from data.store import Writing

NOUN = "token"


@dataclass(frozen=True, slots=True)
class Machine:
    """A token as the store has it."""

    id: int
    name: str
    role: Role
    scope: Scope
    field: Field | None
    made_by: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    cells: frozenset[int] = frozenset()

    def viewer(self, origin: str) -> Viewer:
        """Return who this is: no account can have a name with a colon."""
        return Viewer(f"token:{self.name}", self.role, self.cells, self.field, origin, self.scope)


@dataclass(frozen=True, slots=True)
class NewMachine:
    """A token to be made."""

    name: str
    digest: str
    role: Role
    scope: Scope
    made_by: str
    made_at: datetime
    expires_at: datetime
    field: Field | None = None


_COLUMNS = [getattr(Token, name) for name in Machine.__dataclass_fields__ if name != "cells"]


def by_digest(connection: Connection, _viewer: Viewer, digest: str) -> Machine | None:
    """Return the token with a secret of this digest, whether it still counts or not."""
    return _one(connection, Token.digest == digest)


def by_name(connection: Connection, _viewer: Viewer, name: str) -> Machine | None:
    """Return the token of a name."""
    return _one(connection, Token.name == name)


def everything(connection: Connection, _viewer: Viewer) -> tuple[Machine, ...]:
    """Return all tokens, by name."""
    rows = connection.execute(select(*_COLUMNS).order_by(Token.name)).all()
    return tuple(_machine(connection, tuple(row)) for row in rows)


def add(writing: Writing, machine: NewMachine, cells: Iterable[int]) -> int:
    """Keep a token and return its id."""
    values = {name: getattr(machine, name) for name in NewMachine.__dataclass_fields__}
    statement = insert(Token).values(**values).returning(Token.id)
    token_id: int = writing.connection.execute(statement).scalar_one()
    rows = [{"token_id": token_id, "cell_id": cell} for cell in sorted(cells)]
    if rows:
        writing.connection.execute(insert(TokenCell), rows)
    writing.changed(NOUN, "add", [token_id])
    return token_id


def revoke(writing: Writing, machine: Machine, now: datetime) -> None:
    """Let a token count no more. It stays, so that the audit can be read."""
    statement = update(Token).where(Token.id == machine.id).values(revoked_at=now)
    writing.connection.execute(statement)
    writing.changed(NOUN, "revoke", [machine.id])


def _one(connection: Connection, condition: ColumnElement[bool]) -> Machine | None:
    row = connection.execute(select(*_COLUMNS).where(condition)).one_or_none()
    return _machine(connection, tuple(row)) if row else None


def _machine(connection: Connection, row: tuple[object, ...]) -> Machine:
    values = dict(zip((column.key for column in _COLUMNS), row, strict=True))
    query = select(TokenCell.cell_id).where(TokenCell.token_id == values["id"])
    field = Field(str(values["field"])) if values["field"] else None
    kinds = {"role": Role(str(values["role"])), "scope": Scope(str(values["scope"]))}
    cells = frozenset(connection.scalars(query))
    return Machine(**(values | kinds | {"field": field}), cells=cells)
