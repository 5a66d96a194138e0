"""Outages of the past and plans for small bureaus in tests."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from data import tables
from tests.builders import NOW

if TYPE_CHECKING:
    from tests.builders import Bureau


def outage(bureau: Bureau, days: float, *transformers: int, **values: Any) -> int:
    """Add an outage that began so many days after ``NOW`` and took transformers, by their ids.

    Unless said otherwise it was a fault on no feeder, and is closed.
    """
    number = len(bureau.rows.get(tables.Outage, [])) + 1
    began_at = NOW + timedelta(days=days)
    defaults = {
        "number": f"TD-{number}",
        "kind": "fault",
        "state": "closed",
        "feeder_id": None,
        "cause": "",
        "place": "",
        "began_at": began_at,
        "expected_at": None,
        "restored_at": None,
        "area": None,
    }
    ref = bureau.add(tables.Outage, **(defaults | values))
    for transformer in transformers:
        _pair(bureau, tables.OutageTransformer, outage_id=ref, transformer_id=transformer)
    return ref


def part(bureau: Bureau, outage_id: int, noun: str, ref: int, *, opened: bool = True) -> None:
    """Declare an outage by a part of the network."""
    _pair(bureau, tables.OutagePart, outage_id=outage_id, noun=noun, ref=ref, opened=opened)


def listed(bureau: Bureau, outage_id: int, *customers: int) -> None:
    """Put customers on the confirmed list of an outage."""
    for customer in customers:
        _pair(
            bureau,
            tables.OutageCustomer,
            outage_id=outage_id,
            customer_id=customer,
            restored_at=None,
        )


def promise(bureau: Bureau, outage_id: int, made: float, expected: float) -> None:
    """Promise restoration: made so many days after ``NOW``, for so many days after it."""
    bureau.add(
        tables.OutagePromise,
        outage_id=outage_id,
        at=NOW + timedelta(days=made),
        actor="cora",
        expected_at=NOW + timedelta(days=expected),
        why="",
    )


def _pair(bureau: Bureau, table: type[tables.Base], **values: Any) -> None:
    # These rows have no number of their own, which the builder would give them.
    bureau.rows.setdefault(table, []).append(values)
