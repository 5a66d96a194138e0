"""The bureau itself: its cells, network, customers, contacts and issues."""

from __future__ import annotations

from datetime import datetime

from shapely.geometry.base import BaseGeometry
from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.tables.base import BIG, Base
from data.types import Geometry, Moment


class Cell(Base):
    """服务网格: a polygon with one manager."""

    __tablename__ = "cell"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    station: Mapped[str] = mapped_column(String(200), default="", index=True)
    manager: Mapped[str] = mapped_column(String(200), default="")
    manager_phone: Mapped[str] = mapped_column(String(120), default="")
    geometry: Mapped[BaseGeometry] = mapped_column(Geometry)
    digest: Mapped[int] = mapped_column(BigInteger)


class Feeder(Base):
    """10 kV 馈线, as the file of sources names it."""

    __tablename__ = "feeder"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    substation: Mapped[str] = mapped_column(String(200), default="")


class Source(Base):
    """A node of the network at which a feeder begins (busbar of a substation)."""

    __tablename__ = "source"
    id: Mapped[int] = mapped_column(primary_key=True)
    node: Mapped[str] = mapped_column(String(120), unique=True)
    feeder_id: Mapped[int] = mapped_column(ForeignKey("feeder.id"))
    digest: Mapped[int] = mapped_column(BigInteger)


class Section(Base):
    """A section or branch between two nodes. ``feeder_id`` is traced, else what the file said."""

    __tablename__ = "section"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(120), unique=True)
    feeder_id: Mapped[int | None] = mapped_column(ForeignKey("feeder.id"))
    feeder_code: Mapped[str] = mapped_column(String(120), default="")
    from_node: Mapped[str] = mapped_column(String(120))
    to_node: Mapped[str] = mapped_column(String(120))
    geometry: Mapped[BaseGeometry | None] = mapped_column(Geometry)
    length_m: Mapped[float | None]
    digest: Mapped[int] = mapped_column(BigInteger)


class Switch(Base):
    """开关; ``kind`` "tie" (联络开关) is normally open between two feeders."""

    __tablename__ = "switch"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(120), default="")
    from_node: Mapped[str] = mapped_column(String(120))
    to_node: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(16))
    feeder_id: Mapped[int | None] = mapped_column(ForeignKey("feeder.id"))
    x: Mapped[float | None]
    y: Mapped[float | None]
    digest: Mapped[int] = mapped_column(BigInteger)


class Transformer(Base):
    """台区. ``feeder_id`` is what the network says when it is traced, never typed in."""

    __tablename__ = "transformer"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    node: Mapped[str] = mapped_column(String(120))
    ownership: Mapped[str] = mapped_column(String(16), default="public")
    feeder_id: Mapped[int | None] = mapped_column(ForeignKey("feeder.id"))
    x: Mapped[float | None]
    y: Mapped[float | None]
    digest: Mapped[int] = mapped_column(BigInteger)


class Customer(Base):
    """客户. Ids are given in Z-order at the first import, so that neighbours lie together."""

    __tablename__ = "customer"
    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    transformer_id: Mapped[int | None] = mapped_column(ForeignKey("transformer.id"))
    second_transformer_id: Mapped[int | None] = mapped_column(ForeignKey("transformer.id"))
    cell_id: Mapped[int | None] = mapped_column(ForeignKey("cell.id"))
    kind: Mapped[str] = mapped_column(String(16), default="other")
    class_: Mapped[int] = mapped_column("class", default=0)
    sensitivity: Mapped[int] = mapped_column(default=0)
    sensitivity_reason: Mapped[str] = mapped_column(String(400), default="")
    language: Mapped[str] = mapped_column(String(16), default="zh")
    village: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(400), default="")
    consent: Mapped[str] = mapped_column(String(16), default="unknown")
    equipment: Mapped[str] = mapped_column(String(200), default="")
    backup_hours: Mapped[float | None]
    x: Mapped[float]
    y: Mapped[float]
    qk: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[int] = mapped_column(BigInteger)
    __table_args__ = (
        Index("ix_customer_qk", "qk"),
        Index("ix_customer_transformer_id", "transformer_id"),
        Index("ix_customer_cell_id", "cell_id"),
    )


class Phone(Base):
    """A phone of a customer; one number may serve several customers."""

    __tablename__ = "phone"
    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(120), index=True)


class Relay(Base):
    """供电信息员 or 客户服务群: passes a message on with some reliability, 0 to 1."""

    __tablename__ = "relay"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(16), default="officer")
    name: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(16), default="zh")
    reliability: Mapped[float | None]
    serves: Mapped[str] = mapped_column(Text, default="")
    x: Mapped[float | None]
    y: Mapped[float | None]
    digest: Mapped[int] = mapped_column(BigInteger)


class RelayServes(Base):
    """What a relay reaches: ``noun`` is customer, cell or transformer, ``ref`` its id."""

    __tablename__ = "relay_serves"
    relay_id: Mapped[int] = mapped_column(
        ForeignKey("relay.id", ondelete="CASCADE"), primary_key=True
    )
    noun: Mapped[str] = mapped_column(String(16), primary_key=True)
    ref: Mapped[int] = mapped_column(BIG, primary_key=True)


class Issue(Base):
    """客户问题/工单. ``urgency`` is the class it was given; how urgent it is now is a rule."""

    __tablename__ = "issue"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(120), unique=True)
    account: Mapped[str] = mapped_column(String(120), default="")
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    cell_id: Mapped[int | None] = mapped_column(ForeignKey("cell.id"), index=True)
    channel: Mapped[str] = mapped_column(String(32), default="internal")
    demand_type: Mapped[str] = mapped_column(String(16), default="enquiry")
    field: Mapped[str] = mapped_column(String(16), default="marketing")
    urgency: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(400), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    x: Mapped[float | None]
    y: Mapped[float | None]
    digest: Mapped[int] = mapped_column(BigInteger)


class Line(Base):
    """A road, river or boundary, for orientation only. Keyed by what it is: it has no code."""

    __tablename__ = "line"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200), default="")
    geometry: Mapped[BaseGeometry] = mapped_column(Geometry)
    digest: Mapped[int] = mapped_column(BigInteger, unique=True)
