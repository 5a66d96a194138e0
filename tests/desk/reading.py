"""A map asked for in the moment in which somebody else reads the store anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.snapshot.judged import Snapshot
    from desk.desk import Desk


def while_another_reads(desk: Desk) -> Snapshot:
    """Return what the desk hands out then: whatever was known before that reading began."""
    with desk.keeper._lock:  # noqa: SLF001 - that reading is over too soon to be met by luck
        return desk.keeper.current()
