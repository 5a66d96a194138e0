"""Outages: what is declared, decided, frozen, promised and restored.

What is only ever appended to says so: triggers of the database refuse to change or delete it.
"""

from __future__ import annotations

from datetime import datetime

from shapely.geometry.base import BaseGeometry
from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.tables.base import BIG, Base
from data.types import Geometry, Moment


class Outage(Base):
    """停电, running, planned or long past.

    ``began_at`` is when it began, or, as long as it has not, when it is to begin; ``planned_at``
    keeps the time that was announced. ``expected_at`` is the newest promise. ``edit`` grows with
    every change of what is declared or decided: who edits an older one is told. ``area`` is a
    multipolygon, none where nothing was drawn.
    """

    __tablename__ = "outage"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    feeder_id: Mapped[int | None] = mapped_column(ForeignKey("feeder.id"), index=True)
    cause: Mapped[str] = mapped_column(String(120), default="")
    began_at: Mapped[datetime] = mapped_column(Moment)
    expected_at: Mapped[datetime | None] = mapped_column(Moment)
    restored_at: Mapped[datetime | None] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(16), index=True, default="closed")
    edit: Mapped[int] = mapped_column(default=0)
    place: Mapped[str] = mapped_column(String(400), default="")
    area: Mapped[BaseGeometry | None] = mapped_column(Geometry)
    planned_at: Mapped[datetime | None] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(120), default="")
    made_at: Mapped[datetime | None] = mapped_column(Moment)


class OutageTransformer(Base):
    """A transformer that an outage took."""

    __tablename__ = "outage_transformer"
    outage_id: Mapped[int] = mapped_column(
        ForeignKey("outage.id", ondelete="CASCADE"), primary_key=True
    )
    transformer_id: Mapped[int] = mapped_column(
        ForeignKey("transformer.id"), primary_key=True, index=True
    )


class OutagePart(Base):
    """A part of the network that an outage is declared by: ``noun`` and the id of its row.

    A switch is ``opened``, or closed where that is part of the plan; all other parts are lost.
    """

    __tablename__ = "outage_part"
    outage_id: Mapped[int] = mapped_column(
        ForeignKey("outage.id", ondelete="CASCADE"), primary_key=True
    )
    noun: Mapped[str] = mapped_column(String(16), primary_key=True)
    ref: Mapped[int] = mapped_column(primary_key=True)
    opened: Mapped[bool] = mapped_column(default=True)


class OutageDecision(Base):
    """What a coordinator decided about one customer, and why. The last word counts.

    ``basis`` is why the customer was in question when it was decided.
    """

    __tablename__ = "outage_decision"
    outage_id: Mapped[int] = mapped_column(
        ForeignKey("outage.id", ondelete="CASCADE"), primary_key=True
    )
    customer_id: Mapped[int] = mapped_column(primary_key=True)
    verdict: Mapped[str] = mapped_column(String(16))
    basis: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(String(400))
    actor: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(Moment)


class OutageEvent(Base):
    """The course of an outage, act by act; only ever appended to."""

    __tablename__ = "outage_event"
    id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    outage_id: Mapped[int] = mapped_column(ForeignKey("outage.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(120))
    act: Mapped[str] = mapped_column(String(32))
    facts: Mapped[dict[str, object]] = mapped_column(JSON)
    why: Mapped[str] = mapped_column(String(400), default="")
    __table_args__ = ({"sqlite_autoincrement": True},)


class OutagePromise(Base):
    """预计复电: every promise that was made, by whom and why; only ever appended to."""

    __tablename__ = "outage_promise"
    id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    outage_id: Mapped[int] = mapped_column(ForeignKey("outage.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(120))
    expected_at: Mapped[datetime] = mapped_column(Moment)
    why: Mapped[str] = mapped_column(String(400), default="")
    __table_args__ = ({"sqlite_autoincrement": True},)


class OutageMilestone(Base):
    """One of the five firsts that was reached: ``stamped`` by an act of the product or by hand."""

    __tablename__ = "outage_milestone"
    outage_id: Mapped[int] = mapped_column(
        ForeignKey("outage.id", ondelete="CASCADE"), primary_key=True
    )
    milestone: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(120))
    stamped: Mapped[str] = mapped_column(String(16))


class OutageRevision(Base):
    """A confirmed list with all that it stood on; only ever appended to.

    ``version`` is that of the data, ``edit`` that of the outage. ``parts`` and ``counts`` are as
    they were; ``digest`` is a SHA-256 over the list, so that a copy elsewhere can be held
    against it.
    """

    __tablename__ = "outage_revision"
    id: Mapped[int] = mapped_column(primary_key=True)
    outage_id: Mapped[int] = mapped_column(ForeignKey("outage.id"))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(120))
    edit: Mapped[int]
    version: Mapped[int] = mapped_column(BIG)
    ground: Mapped[str] = mapped_column(String(16))
    area: Mapped[BaseGeometry | None] = mapped_column(Geometry)
    parts: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    counts: Mapped[dict[str, object]] = mapped_column(JSON)
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    __table_args__ = (UniqueConstraint("outage_id", "number"),)


class RevisionCustomer(Base):
    """A customer on a confirmed list, or left off it by a decision; only ever appended to.

    ``position`` counts from 0, the most important first. What is kept is what the list was made
    of at that time: the customer may have moved, changed or gone since, so its id and account
    stand here without a reference.
    """

    __tablename__ = "revision_customer"
    revision_id: Mapped[int] = mapped_column(ForeignKey("outage_revision.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(index=True)
    account: Mapped[str] = mapped_column(String(120))
    touched: Mapped[bool]
    basis: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(String(400), default="")
    sensitivity: Mapped[int]
    class_: Mapped[int] = mapped_column("class")
    life: Mapped[bool]
    backup_hours: Mapped[float | None]
    urgency: Mapped[int]
    language: Mapped[str] = mapped_column(String(16))
    cell_id: Mapped[int | None]
    feeder_id: Mapped[int | None]
    transformer_id: Mapped[int | None]


class OutageCustomer(Base):
    """A customer of the newest confirmed list: without power until ``restored_at``."""

    __tablename__ = "outage_customer"
    outage_id: Mapped[int] = mapped_column(
        ForeignKey("outage.id", ondelete="CASCADE"), primary_key=True
    )
    customer_id: Mapped[int] = mapped_column(primary_key=True, index=True)
    restored_at: Mapped[datetime | None] = mapped_column(Moment)
