"""The demo bureau's own people: one of each role, let in without a password.

They exist only beside the demo bureau, and only while nobody but this machine can reach the
product: clearing the demo removes them, and a product that others can reach does not start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import accounts, changes
from data.accounts import NewPerson
from data.demo.loading import DEMO
from data.store import Deed
from desk.demo import wants_demo
from errors import BattlemapError
from rules.codes import Field
from rules.viewer import PEOPLE, SYSTEM, Role

if TYPE_CHECKING:
    from datetime import datetime

    from data.accounts import Person
    from data.store import Store, Writing
    from settings import Settings

CELLS = 2
FIELD = Field.REPAIR


class DemoOnNetwork(BattlemapError):
    """Others could reach a product in which anybody may sign in. Facts: ``host``."""

    code = "door.demo_on_network"


def people(store: Store) -> tuple[Person, ...]:
    """Return the demo bureau's people, in the order of their roles; none without a demo.

    Raises
    ------
    data.store.StoreAway
        The database cannot be reached.
    """
    with store.reading() as connection:
        found = [person for person in accounts.everyone(connection, SYSTEM) if person.demo]
    return tuple(sorted(found, key=lambda person: PEOPLE.index(person.role)))


def settle(store: Store, now: datetime) -> None:
    """Make the people of a demo bureau that has none yet, as one of an earlier version.

    Raises
    ------
    data.store.StoreAway, data.store.StoreBusy
        The database cannot be reached, or somebody else is writing.
    """
    with store.reading() as connection:
        demo = changes.fact(connection, SYSTEM, DEMO) is not None
    if not demo or people(store):
        return
    with store.writing(SYSTEM) as writing:
        for role in PEOPLE:
            _add(writing, role, now)


def refuse_network(store: Store, settings: Settings) -> None:
    """Make sure that a product with a demo bureau is for this machine only.

    Raises
    ------
    DemoOnNetwork
        It has one, or will make one at once, and others could reach it.
    data.store.StoreAway
        The database cannot be reached.
    """
    if settings.on_this_machine:
        return
    if people(store) or (settings.demo and wants_demo(store, SYSTEM)):
        raise DemoOnNetwork(host=settings.host)


def _add(writing: Writing, role: Role, now: datetime) -> None:
    connection, name = writing.connection, f"demo-{role.value}"
    if accounts.by_name(connection, SYSTEM, name) is not None:
        return
    manager = role is Role.GRID_MANAGER
    cells = accounts.busiest_cells(connection, SYSTEM, CELLS) if manager else frozenset[int]()
    field = FIELD if role is Role.HEAD else None
    accounts.add(writing, NewPerson(name, role, now, field=field, demo=True), cells)
    told: dict[str, object] = {"role": role.value, "demo": True}
    writing.noted(Deed("add_account", accounts.NOUN, name, None, told))
