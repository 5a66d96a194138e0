"""The one model of the store, for SQLite and PostgreSQL alike.

There are no geometry columns of a spatial extension: points carry ``x, y`` (WGS-84 degrees)
and ``qk``, the Z-order key of ``geo.zorder``; shapes are WKB. Every imported row carries
``digest``, a hash of what the file said, so that the same file changes nothing and a later
edit by hand is not undone by it.
"""

from data.tables.access import Account, AccountCell, Session, Token, TokenCell
from data.tables.base import BIG, Base
from data.tables.bureau import (
    Cell,
    Customer,
    Feeder,
    Issue,
    Line,
    Phone,
    Relay,
    RelayServes,
    Section,
    Source,
    Switch,
    Transformer,
)
from data.tables.journal import Audit, Change, Fact, ImportRun, Parameter
from data.tables.outages import (
    Outage,
    OutageCustomer,
    OutageDecision,
    OutageEvent,
    OutageMilestone,
    OutagePart,
    OutagePromise,
    OutageRevision,
    OutageTransformer,
    RevisionCustomer,
)

__all__ = [
    "BIG",
    "Account",
    "AccountCell",
    "Audit",
    "Base",
    "Cell",
    "Change",
    "Customer",
    "Fact",
    "Feeder",
    "ImportRun",
    "Issue",
    "Line",
    "Outage",
    "OutageCustomer",
    "OutageDecision",
    "OutageEvent",
    "OutageMilestone",
    "OutagePart",
    "OutagePromise",
    "OutageRevision",
    "OutageTransformer",
    "Parameter",
    "Phone",
    "Relay",
    "RelayServes",
    "RevisionCustomer",
    "Section",
    "Session",
    "Source",
    "Switch",
    "Token",
    "TokenCell",
    "Transformer",
]
