"""What a role must not read of a store, and finding it in whatever was sent."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from data.tables import Cell, Customer, Issue, Phone, Relay
from rules.access import Right, may, reach_of
from rules.masking import HEALTH_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from data.store import Store
    from rules.viewer import Viewer

TOKEN = re.compile(r"[0-9A-Za-z-]{5,}")
NUMBER = re.compile(r"\d(?:[-\s]?\d){6,}")
OF_LIFE_SUPPORT = frozenset({"生命支持设备", "生命支持", "life support"})
"""Words that only say what KNOW_LIFE_SUPPORT lets one know."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """Digits of phones, texts and words on health, and numbers of what is not one's own."""

    phones: frozenset[str]
    texts: frozenset[str]
    words: frozenset[str]
    foreign: frozenset[str]

    def found_in(self, text: str) -> set[str]:
        """Return what of this stands in a text."""
        numbers = {digits(number) for number in NUMBER.findall(text)}
        # Two numbers with a blank between them look like one: every run is looked at as well.
        numbers |= {digits(token) for token in TOKEN.findall(text)}
        low = text.lower()
        return (
            {f"phone {n}" for n in numbers & self.phones}
            | {f"account or ticket {n}" for n in set(TOKEN.findall(text)) & self.foreign}
            | {f"reason {t}" for t in self.texts if t in text}
            | {f"word {w}" for w in self.words if w.lower() in low}
        )


def secrets_of(
    store: Store, viewer: Viewer, planted: Iterable[str], nobodys: Iterable[str] = ()
) -> Secrets:
    """Return what a viewer must not read.

    ``planted`` are phones in texts that all could open, ``nobodys`` such as no role may read.
    """
    with store.reading() as connection:
        here = _customers(connection, viewer)
        own = _phones(connection, here) if may(viewer, Right.SEE_PHONES) else set()
        work = {digits(n) for n in connection.scalars(select(Cell.manager_phone)) if n}
        relays = connection.scalars(select(Relay.phone).where(Relay.phone != ""))
        everybody = _phones(connection, None) | set(map(digits, relays))
        reasons = set(connection.scalars(select(Customer.sensitivity_reason).distinct())) - {""}
        foreign = _foreign(connection, viewer, here)
        names = "\n".join(connection.scalars(select(Customer.name)))
    if not may(viewer, Right.SEE_PHONES):
        everybody |= {digits(number)[-11:] for number in planted}
    words = health_words() - (OF_LIFE_SUPPORT if may(viewer, Right.KNOW_LIFE_SUPPORT) else set())
    everybody |= {digits(number) for number in nobodys}
    return Secrets(
        frozenset(everybody - own - work - {""}),
        # A hatchery may be called what the reason calls it.
        frozenset(reason for reason in reasons if reason not in names),
        frozenset(words),
        frozenset(foreign),
    )


def digits(text: str) -> str:
    """Return the digits of a text."""
    return re.sub(r"\D", "", text)


def health_words() -> set[str]:
    """Return every Chinese word on health: what the demo bureau and the planted texts write."""
    with HEALTH_WORDS.open("rb") as file:
        content = tomllib.load(file)
    return {word for group in content["zh"].values() for word in group}


def _customers(connection: Connection, viewer: Viewer) -> set[int]:
    cells = reach_of(viewer).cells
    query = select(Customer.id)
    if cells is not None:
        query = query.where(Customer.cell_id.in_(cells))
    return set(connection.scalars(query))


def _phones(connection: Connection, whose: set[int] | None) -> set[str]:
    rows = connection.execute(select(Phone.customer_id, Phone.number)).all()
    return {digits(n) for ref, n in rows if whose is None or ref in whose}


def _foreign(connection: Connection, viewer: Viewer, here: set[int]) -> set[str]:
    reach = reach_of(viewer)
    customers = connection.execute(select(Customer.id, Customer.account)).all()
    found = {account for ref, account in customers if ref not in here}
    issues = select(Issue.number, Issue.field, Issue.cell_id, Issue.customer_id)
    for number, field, cell, customer in connection.execute(issues):
        mine = reach.cells is None or (cell in reach.cells if cell else customer in here)
        if not mine or (reach.field is not None and field != reach.field):
            found.add(number)
    return found
