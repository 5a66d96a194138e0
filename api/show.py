"""One masked thing shown over HTTP: with a reason, kept in the audit before it is answered."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from api.viewer import Asking
from desk.showing import LONGEST_WHY, Part, Wanted, Why, show

if TYPE_CHECKING:
    from desk.desk import Desk

LARGEST = 2**31 - 1
"""Both databases number customers and issues below this."""
Ref = Annotated[int, Path(ge=1, le=LARGEST)]


class CustomerPart(StrEnum):
    """What can be shown of a customer."""

    PHONE = "phone"
    HEALTH = "health"


class WhyIn(BaseModel):
    """Why: call_back, notice or visit, else in words; it is kept."""

    why: str = Field(min_length=1, max_length=LONGEST_WHY)


class CustomerShowIn(WhyIn):
    """What of a customer is to be shown, and why."""

    field: CustomerPart


class CustomerShown(BaseModel):
    """What was shown; what was not asked for is empty. ``backup_hours`` is null if unknown."""

    phones: list[str]
    reason: str
    equipment: list[str]
    backup_hours: float | None


class IssueShown(BaseModel):
    """An issue's own words."""

    title: str
    text: str


def router(desk: Desk) -> APIRouter:
    """Return the routes that show what is masked."""
    routes = APIRouter(prefix="/api/v1", tags=["show"])

    @routes.post("/customers/{ref}/show", summary="Show a customer's phones or health facts")
    def customer(
        viewer: Asking, ref: Ref, asked: CustomerShowIn, response: Response
    ) -> CustomerShown:
        response.headers["Cache-Control"] = "no-store"
        found = show(desk, viewer, _wanted("customer", ref, Part(asked.field), asked.why))
        return CustomerShown(
            phones=list(found.phones),
            reason=found.reason,
            equipment=list(found.equipment),
            backup_hours=found.backup_hours,
        )

    @routes.post("/issues/{ref}/show", summary="Show an issue's own words")
    def issue(viewer: Asking, ref: Ref, asked: WhyIn, response: Response) -> IssueShown:
        response.headers["Cache-Control"] = "no-store"
        found = show(desk, viewer, _wanted("issue", ref, Part.TEXT, asked.why))
        return IssueShown(title=found.title, text=found.text)

    return routes


def _wanted(noun: str, ref: int, part: Part, why: str) -> Wanted:
    given = why.strip()
    known = given in set(Why) and given != Why.OTHER
    return Wanted(noun, ref, part, Why(given) if known else Why.OTHER, "" if known else given)
