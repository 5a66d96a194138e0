"""What a card says, by noun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

    from data.customers import CustomerRow
    from data.issues import IssueRow
    from data.snapshot.grid import CellRow, FeederRow, RelayRow, SwitchRow, TransformerRow
    from data.snapshot.open_issues import OpenIssue
    from desk.showing import Part
    from desk.supply import Supply
    from rules.access import Share
    from rules.reasons import Reason
    from rules.urgency import Judged


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An open issue in a list: what it is, how urgent now, by when."""

    issue: OpenIssue
    urgency: int
    overdue: bool
    deadline: datetime
    at: str


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """A customer with the reasons of its sensitivity, its open issues and its supply.

    ``row`` and ``reasons`` are as the viewer may read them; ``life_support`` is none for who must
    not know. ``offered`` are the parts that the viewer can have shown by a click.
    """

    row: CustomerRow
    sensitivity: int
    life_support: bool | None
    reasons: tuple[Reason, ...]
    urgency: int
    cell: CellRow | None
    supply: Supply | None
    second: TransformerRow | None
    open_issues: tuple[IssueLine, ...]
    closed_issues: int
    relays: tuple[RelayRow, ...]
    offered: tuple[Part, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class Crowd:
    """Customers counted by sensitivity and by class (position = code).

    ``share`` tells of which part of the bureau: what lies outside is counted nowhere.
    """

    n: int
    by_sensitivity: tuple[int, ...]
    by_class: tuple[int, ...]
    share: Share


@dataclass(frozen=True, slots=True)
class CellCard:
    """A cell with its manager, its customers and its worst issues.

    Of a cell that is not ``mine`` only what stands on the map is told; nothing is counted there.
    """

    row: CellRow
    mine: bool
    urgency: int
    backlog: int
    overdue: int
    crowd: Crowd
    worst: tuple[IssueLine, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class FeederCard:
    """A feeder: its length, transformers, customers, and its outages of two years by kind.

    ``declares`` here and below is whether the viewer may declare an outage of it.
    """

    row: FeederRow
    metres: float
    sections: int
    transformers: int
    crowd: Crowd
    worst: tuple[IssueLine, ...]
    outages: dict[str, int]
    now: datetime
    declares: bool


@dataclass(frozen=True, slots=True)
class TransformerCard:
    """A transformer with its supply and its customers."""

    row: TransformerRow
    supply: Supply
    crowd: Crowd
    worst: tuple[IssueLine, ...]
    outages: dict[str, int]
    now: datetime
    declares: bool


@dataclass(frozen=True, slots=True)
class IssueCard:
    """An issue, judged with reasons. ``nowhere`` if it is open and no map shows it.

    ``offered`` is what a click would show of its text.
    """

    row: IssueRow
    judged: Judged
    customer_name: str
    nowhere: bool
    offered: tuple[Part, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class SwitchCard:
    """A switch and the feeder it stands in."""

    row: SwitchRow
    feeder: FeederRow | None
    declares: bool


@dataclass(frozen=True, slots=True)
class RelayCard:
    """A relay contact."""

    row: RelayRow


Card: TypeAlias = (
    CustomerCard | CellCard | FeederCard | TransformerCard | IssueCard | SwitchCard | RelayCard
)
