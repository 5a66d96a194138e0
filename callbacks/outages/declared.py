"""What the page says it works on, handed to the desk on behalf of who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash.exceptions import PreventUpdate

from callbacks.asking import viewer
from desk.outages import records
from desk.outages.work import Work
from desk.outages.work import work as work_of
from rules.outages.codes import OutageState
from rules.outages.life import APPROVAL

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.outages.records import OutageRecord
    from texts import Texts

__all__ = ["Work", "again", "button", "record_of", "work"]


def work(desk: Desk, base: dict[str, Any] | None, drawn: object, parts: object) -> Work:
    """Return what the page works on; raises as the desk does."""
    ref = (base or {}).get("id")
    return work_of(desk, viewer(), int(ref) if ref else None, drawn, parts)


def record_of(desk: Desk, base: dict[str, Any] | None) -> OutageRecord | None:
    """Return the outage that the page works on, none for a new one."""
    ref = (base or {}).get("id")
    return records.one(desk, viewer(), int(ref)) if ref else None


def again(desk: Desk, say: Texts, before: OutageRecord) -> str:
    """Return what is said besides where a change made an approved plan a draft again, else ""."""
    now = records.one(desk, viewer(), before.id).state
    fell = before.state in APPROVAL and now is OutageState.DRAFT
    return f" {say('outage.again')}" if fell else ""


def button(told: dict[str, Any] | None) -> Any:  # noqa: ANN401 - a name, or names and values
    """Return the id of the button that was pressed, as ``assets/outages.js`` tells it."""
    if not told:
        raise PreventUpdate
    return told["button"]
