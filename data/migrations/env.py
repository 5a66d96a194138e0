"""Alembic's entry: migrations run on the connection that data.migrate hands over."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from data.tables import Base
from data.types import Geometry, Moment


def plain_types(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types into migrations as what the database stores.

    A migration must read the same when the types of today are long gone.
    """
    if kind == "type" and isinstance(item, Geometry):
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=plain_types,
    transactional_ddl=False,
)
context.run_migrations()
