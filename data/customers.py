"""What the store knows of single customers, beyond the columns of the read path."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy import select

from data.tables import Customer, Phone, RelayServes
from rules.masking import mask_phone
from rules.viewer import Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer as the store has it; ``phones`` are masked unless the viewer may see them."""

    id: int
    account: str
    name: str
    transformer_id: int | None
    second_transformer_id: int | None
    cell_id: int | None
    kind: str
    class_: int
    sensitivity: int
    sensitivity_reason: str
    language: str
    address: str
    consent: str
    equipment: str
    backup_hours: float | None
    x: float
    y: float
    phones: tuple[str, ...]


def one(connection: Connection, viewer: Viewer, customer_id: int) -> CustomerRow | None:
    """Return a customer, none where there is no such id."""
    names = [field.name for field in fields(CustomerRow) if field.name != "phones"]
    columns = [getattr(Customer, name).label(name) for name in names]
    found = connection.execute(select(*columns).where(Customer.id == customer_id))
    row = found.mappings().one_or_none()
    if row is None:
        return None
    numbers = connection.scalars(
        select(Phone.number).where(Phone.customer_id == customer_id).order_by(Phone.position)
    )
    phones = tuple(_shown(viewer, number) for number in numbers)
    return CustomerRow(**row, phones=phones)


def relays_of(connection: Connection, _viewer: Viewer, customer: CustomerRow) -> list[int]:
    """Return the ids of the relays that reach a customer, by itself or by where it lives."""
    refs = [
        ("customer", customer.id),
        ("cell", customer.cell_id or 0),
        ("transformer", customer.transformer_id or 0),
    ]
    found: set[int] = set()
    for noun, ref in refs:
        query = select(RelayServes.relay_id).where(RelayServes.noun == noun, RelayServes.ref == ref)
        found |= set(connection.scalars(query))
    return sorted(found)


def _shown(viewer: Viewer, number: str) -> str:
    return number if viewer.role is Role.SYSTEM else mask_phone(number)
