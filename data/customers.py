"""What the store knows of single customers, beyond the columns of the read path."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from data import within
from data.tables import Customer, Phone, Relay, RelayServes
from rules.access import Right, may
from rules.codes import LIFE_SUPPORT, Equipment
from rules.equipment import equipment_of
from rules.masking import mask_phone, name_for

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer as a viewer may read it.

    ``phones`` are masked unless the viewer may see them, and so are numbers in ``name`` and
    ``address``. Without the right to see health, ``sensitivity_reason`` is empty, ``equipment``
    has nothing that keeps somebody alive, and ``backup_hours`` is none where it would tell.
    ``private`` says that something of this was taken out, and that the viewer may know so.
    """

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
    private: bool = False


_OF_THE_TABLE = [f.name for f in fields(CustomerRow) if f.name not in {"phones", "private"}]


def one(connection: Connection, viewer: Viewer, customer_id: int) -> CustomerRow | None:
    """Return a customer, none where there is no such id or the viewer does not see it."""
    found = whole(connection, viewer, customer_id)
    if found is None:
        return None
    readable = replace(
        found, name=name_for(viewer, found.name), address=name_for(viewer, found.address)
    )
    if not may(viewer, Right.SEE_PHONES):
        readable = replace(readable, phones=tuple(mask_phone(n) for n in found.phones))
    return readable if may(viewer, Right.SEE_HEALTH) else _without_health(viewer, readable)


def whole(connection: Connection, viewer: Viewer, customer_id: int) -> CustomerRow | None:
    """Return a customer that the viewer sees with nothing masked: for rules and for "show" only.

    It must not leave the desk as it is.
    """
    columns = [getattr(Customer, name).label(name) for name in _OF_THE_TABLE]
    wanted = select(*columns).where(Customer.id == customer_id, within.customers(viewer))
    row = connection.execute(wanted).mappings().one_or_none()
    if row is None:
        return None
    numbers = connection.scalars(
        select(Phone.number).where(Phone.customer_id == customer_id).order_by(Phone.position)
    )
    return CustomerRow(**row, phones=tuple(numbers))


def relays_of(connection: Connection, viewer: Viewer, customer: CustomerRow) -> list[int]:
    """Return the ids of the relays that reach a customer, by itself or by where it lives."""
    if one(connection, viewer, customer.id) is None:
        return []
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


def sees_relay(connection: Connection, viewer: Viewer, relay_id: int) -> bool:
    """Tell whether a relay reaches anybody whom the viewer sees."""
    served = exists(
        select(RelayServes.relay_id).where(RelayServes.relay_id == Relay.id, within.relays(viewer))
    )
    condition = served if within.narrows(viewer) else Relay.id == relay_id
    query = select(exists(select(Relay.id).where(Relay.id == relay_id, condition)))
    return bool(connection.scalar(query))


def _without_health(viewer: Viewer, row: CustomerRow) -> CustomerRow:
    kept, alive = split(row.equipment)
    knows = may(viewer, Right.KNOW_LIFE_SUPPORT)
    return replace(
        row,
        sensitivity_reason="",
        equipment=";".join(kept),
        backup_hours=None if alive else row.backup_hours,
        private=bool(row.sensitivity_reason.strip()) or (knows and bool(alive)),
    )


def split(equipment: str) -> tuple[list[str], list[str]]:
    """Return the codes of a customer's equipment: things, and what keeps somebody alive."""
    known = equipment_of(equipment)
    codes = [code for code in Equipment if code in known]
    things = [code.value for code in codes if code not in LIFE_SUPPORT]
    return things, [code.value for code in codes if code in LIFE_SUPPORT]
