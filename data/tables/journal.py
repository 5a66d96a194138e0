"""What the store keeps about itself: changes, audit, imports, parameters, facts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from data.tables.base import BIG, Base
from data.types import Moment


class Parameter(Base):
    """A parameter of the rules that the bureau set itself; what is not here has its default."""

    __tablename__ = "parameter"
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    value: Mapped[str] = mapped_column(String(400))
    reason: Mapped[str] = mapped_column(String(400), default="")
    set_by: Mapped[str] = mapped_column(String(120))
    set_at: Mapped[datetime] = mapped_column(Moment)


class ImportRun(Base):
    """One import: what was read, from which file, what became of it."""

    __tablename__ = "import_run"
    id: Mapped[int] = mapped_column(primary_key=True)
    actor: Mapped[str] = mapped_column(String(120))
    began_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime] = mapped_column(Moment)
    report: Mapped[dict[str, object]] = mapped_column(JSON)


class Change(Base):
    """变更日志: the one source of live updates.

    ``ref`` is the id of the row; none means that so many rows of the noun changed at once that
    they are read anew. ``id`` only grows: the newest is the version of the data.
    """

    __tablename__ = "change"
    id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(120))
    noun: Mapped[str] = mapped_column(String(16))
    ref: Mapped[int | None] = mapped_column(BIG)
    act: Mapped[str] = mapped_column(String(16))
    __table_args__ = (
        Index("ix_change_noun_id", "noun", "id"),
        {"sqlite_autoincrement": True},
    )


class Fact(Base):
    """A single fact about the store itself, such as that it holds the demo bureau."""

    __tablename__ = "fact"
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    value: Mapped[str] = mapped_column(String(400))


class Audit(Base):
    """审计: every act that changed something or unmasked someone, appended and never changed.

    Triggers of the database refuse to change or delete a row. ``before`` and ``after`` hold what
    changed by name, never a phone, a health fact or a secret; ``ref`` names what was touched.
    """

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    actor: Mapped[str] = mapped_column(String(120), index=True)
    role: Mapped[str] = mapped_column(String(16))
    act: Mapped[str] = mapped_column(String(32), index=True)
    noun: Mapped[str] = mapped_column(String(16))
    ref: Mapped[str] = mapped_column(String(120), default="")
    before: Mapped[dict[str, object] | None] = mapped_column(JSON)
    after: Mapped[dict[str, object] | None] = mapped_column(JSON)
    why: Mapped[str] = mapped_column(String(400), default="")
    origin: Mapped[str] = mapped_column(String(120), default="")
    __table_args__ = ({"sqlite_autoincrement": True},)
