"""Looking into the store after an import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from data.tables import (
    Base,
    Cell,
    Change,
    Customer,
    Feeder,
    Issue,
    Phone,
    Section,
    Switch,
    Transformer,
)

if TYPE_CHECKING:
    from tests.data.importing.bureau import Bureau


def counts(bureau: Bureau) -> dict[str, int]:
    """Return the number of rows of every table."""
    with bureau.store.reading() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def contents(bureau: Bureau) -> dict[str, set[tuple[Any, ...]]]:
    """Return every row of every table, but of the records of imports and acts."""
    with bureau.store.reading() as connection:
        return {
            table.name: {tuple(map(str, row)) for row in connection.execute(select(table))}
            for table in Base.metadata.sorted_tables
            if table.name not in {"import_run", "audit"}
        }


def row(bureau: Bureau, query: Any) -> Any:
    """Return the one row of a query."""
    with bureau.store.reading() as connection:
        return connection.execute(query).one()


def feeders(bureau: Bureau) -> dict[str, str | None]:
    """Return the code of the feeder of every section, switch and transformer, by code."""
    found: dict[str, str | None] = {}
    with bureau.store.reading() as connection:
        for model in (Section, Switch, Transformer):
            query = select(model.code, Feeder.code).outerjoin(Feeder, Feeder.id == model.feeder_id)
            found |= {row.code: row[1] for row in connection.execute(query)}
    return found


def cells_of_customers(bureau: Bureau) -> dict[str, str | None]:
    """Return the code of the cell of every customer, by account."""
    query = select(Customer.account, Cell.code).outerjoin(Cell, Cell.id == Customer.cell_id)
    with bureau.store.reading() as connection:
        return {row.account: row.code for row in connection.execute(query)}


def transformers_of_customers(bureau: Bureau) -> dict[str, str | None]:
    """Return the code of the transformer of every customer, by account."""
    query = select(Customer.account, Transformer.code).outerjoin(
        Transformer, Transformer.id == Customer.transformer_id
    )
    with bureau.store.reading() as connection:
        return {row.account: row.code for row in connection.execute(query)}


def phones_of(bureau: Bureau, account: str) -> list[str]:
    """Return the phones of a customer in their order."""
    query = (
        select(Phone.number)
        .join(Customer, Customer.id == Phone.customer_id)
        .where(Customer.account == account)
        .order_by(Phone.position)
    )
    with bureau.store.reading() as connection:
        return list(connection.scalars(query))


def issue(bureau: Bureau, number: str) -> Any:
    """Return an issue with the account and the cell that it is linked to."""
    query = (
        select(Issue, Customer.account.label("linked"), Cell.code.label("cell"))
        .outerjoin(Customer, Customer.id == Issue.customer_id)
        .outerjoin(Cell, Cell.id == Issue.cell_id)
        .where(Issue.number == number)
    )
    return row(bureau, query)


def changes(bureau: Bureau, after: int = 0) -> list[tuple[str, str, int | None]]:
    """Return noun, act and row of the change log after a number."""
    query = select(Change.noun, Change.act, Change.ref).where(Change.id > after).order_by(Change.id)
    with bureau.store.reading() as connection:
        return [(noun, act, ref) for noun, act, ref in connection.execute(query)]


def version(bureau: Bureau) -> int:
    """Return the version of the data."""
    with bureau.store.reading() as connection:
        return bureau.store.version(connection)
