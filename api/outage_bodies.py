"""What is sent and answered about outages over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field

from desk.outages.times import EARLIEST, LATEST
from rules.codes import OutageKind
from rules.outages.codes import (
    Basis,
    Ground,
    Milestone,
    OutageAct,
    OutageState,
    Stamped,
    Verdict,
)

if TYPE_CHECKING:
    from desk.outages.confirming import Revision
    from desk.outages.records import OutageLine
    from desk.outages.standing import StandingPage

LARGEST = 2**31 - 1
"""Both databases number everything here below this."""
MOST_CODES, MOST_CUSTOMERS, LONGEST_CODE = 2_000, 100_000, 120
LONGEST_WHY = 400
When = Annotated[AwareDatetime, Field(ge=EARLIEST, lt=LATEST)]
Code = Annotated[str, Field(max_length=LONGEST_CODE)]
Codes = Annotated[list[Code], Field(max_length=MOST_CODES)]
Ref = Annotated[int, Field(ge=1, le=LARGEST)]
Refs = Annotated[list[Ref], Field(max_length=MOST_CUSTOMERS)]
Edit = Annotated[int, Field(ge=0, le=LARGEST)]
Why = Annotated[str, Field(max_length=LONGEST_WHY)]


class OutageIn(BaseModel):
    """An outage; parts of the network go by their codes.

    ``area`` is GeoJSON and read as by ``/areas/affected``: its ``crs`` names a system other than
    WGS-84 degrees. ``sure`` is that an area out of proportion is meant. ``open`` and ``close``
    are switches; feeders, sections and transformers are without power.
    """

    kind: OutageKind
    cause: Annotated[str, Field(max_length=120)] = ""
    place: Annotated[str, Field(max_length=400)] = ""
    began_at: When
    expected_at: When | None = None
    area: dict[str, Any] | None = None
    sure: bool = False
    open: Codes = []
    close: Codes = []
    feeders: Codes = []
    sections: Codes = []
    transformers: Codes = []


class OutageAgainIn(OutageIn):
    """The same as it is to be, by somebody who looked at ``edit``."""

    edit: Edit


class EditIn(BaseModel):
    """As of which edit somebody looked at the outage."""

    edit: Edit


class DecideIn(EditIn):
    """What is decided about customers, by their ids, and why."""

    customers: Annotated[Refs, Field(min_length=1)]
    verdict: Verdict
    why: Why


class ActIn(BaseModel):
    """An act; ``at`` is when it was done, of a postponed outage the new beginning.

    ``edit`` is the one that was looked at: an approval names it, and of an older one is refused.
    """

    act: OutageAct
    why: Why = ""
    at: When | None = None
    edit: Edit | None = None


class RestoreIn(BaseModel):
    """Who has power again: of transformers and closed switches by code, customers by id."""

    transformers: Codes = []
    closed: Codes = []
    customers: Refs = []
    everybody: bool = False
    at: When | None = None


class StillOutIn(BaseModel):
    """Who has no power although it was said, and how that is known."""

    customers: Annotated[Refs, Field(min_length=1)]
    why: Why


class PromiseIn(BaseModel):
    """When power is back; all but the first promise need a reason."""

    expected_at: When
    why: Why = ""


class MilestoneIn(BaseModel):
    """A milestone that was reached, by default now."""

    milestone: Milestone
    at: When | None = None


class EditOut(BaseModel):
    """The edit that the outage has now."""

    edit: int


class RevisedOut(EditOut):
    """The same, and what was wrong with the outline of the area and could be put right."""

    mended: list[str]


class StateOut(BaseModel):
    """The state that the outage has now."""

    state: OutageState


class DeclaredOut(BaseModel):
    """An outage that was declared; ``mended`` is what could be put right of its area's outline."""

    id: int
    number: str
    edit: int
    state: OutageState
    mended: list[str]


class LineOut(BaseModel):
    """An outage in a list; ``revision`` is 0 where no list is confirmed."""

    id: int
    number: str
    kind: OutageKind
    state: OutageState
    cause: str
    place: str
    feeder_id: int | None
    began_at: datetime
    expected_at: datetime | None
    restored_at: datetime | None
    revision: int
    listed: int
    out: int

    @classmethod
    def of(cls, line: OutageLine) -> LineOut:
        """Return a line as it is answered."""
        return cls.model_validate(line, from_attributes=True)


class OutagesOut(BaseModel):
    """Outages; ``out`` counts who is without power by those that run, everybody once."""

    running: int
    out: int
    outages: list[LineOut]


class PromiseOut(BaseModel):
    """A promise as it was made."""

    at: datetime
    actor: str
    expected_at: datetime
    why: str


class MilestoneOut(BaseModel):
    """A milestone that was reached."""

    milestone: Milestone
    at: datetime
    actor: str
    stamped: Stamped


class EventOut(BaseModel):
    """An act in the course of an outage."""

    at: datetime
    actor: str
    act: str
    facts: dict[str, Any]
    why: str


class RevisionOut(BaseModel):
    """A confirmed list; ``counts`` are of whom the asker sees, ``version`` is of the data."""

    number: int
    at: datetime
    actor: str
    edit: int
    version: int
    ground: Ground
    counts: dict[str, Any]
    digest: str

    @classmethod
    def of(cls, revision: Revision) -> RevisionOut:
        """Return a revision as it is answered."""
        return cls.model_validate(revision, from_attributes=True)


class OutageOut(BaseModel):
    """An outage with everything; ``acts`` are what the asker may do next."""

    id: int
    number: str
    kind: OutageKind
    state: OutageState
    edit: int
    cause: str
    place: str
    feeder_id: int | None
    began_at: datetime
    planned_at: datetime | None
    expected_at: datetime | None
    restored_at: datetime | None
    made_by: str
    made_at: datetime | None
    acts: list[OutageAct]
    area: dict[str, Any] | None
    open: list[str]
    close: list[str]
    feeders: list[str]
    sections: list[str]
    transformers: list[str]
    promises: list[PromiseOut]
    milestones: list[MilestoneOut]
    revisions: list[RevisionOut]
    events: list[EventOut]


class RowOut(BaseModel):
    """A customer on the list or in question; ``basis`` is why, ``also`` other outages' numbers.

    ``life_support`` is null for who must not know.
    """

    id: int = Field(validation_alias="customer_id")
    account: str
    name: str
    touched: bool
    decided: bool
    basis: Basis
    why: str
    sensitivity: int
    class_: int = Field(serialization_alias="class")
    urgency: int | None
    life_support: bool | None = Field(validation_alias="life")
    restored_at: datetime | None
    also: list[str]


class AffectedOut(BaseModel):
    """A page of a list; ``revision`` is 0 for what is declared now and not confirmed."""

    revision: int
    count: int
    touched: int
    undecided: int
    customers: list[RowOut]

    @classmethod
    def of(cls, page: StandingPage) -> AffectedOut:
        """Return a page as it is answered."""
        return cls(
            revision=page.revision,
            count=page.count,
            touched=page.touched,
            undecided=page.undecided,
            customers=[RowOut.model_validate(row, from_attributes=True) for row in page.rows],
        )
