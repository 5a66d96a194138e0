"""What the sign-in page can offer: the demo bureau's people, or how to make the first account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import accounts
from desk.demo import holds_demo, wants_demo
from desk.door import demo
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from data.accounts import Person
    from data.store import Store
    from settings import Settings


@dataclass(frozen=True, slots=True)
class Welcome:
    """The demo bureau's people as far as they may come in; whether there is any account at all.

    ``filling`` means that the demo bureau is just being loaded, and its people are not there yet.
    """

    demo: tuple[Person, ...]
    nobody: bool
    filling: bool


def welcome(store: Store, settings: Settings) -> Welcome:
    """Return what the sign-in page can offer.

    Raises
    ------
    data.store.StoreAway
        The database cannot be reached, or there is no store yet.
    """
    people = demo.people(store) if settings.on_this_machine else ()
    here = settings.demo and settings.on_this_machine and not people
    filling = here and (holds_demo(store, SYSTEM) or wants_demo(store, SYSTEM))
    return Welcome(people, nobody(store), filling)


def nobody(store: Store) -> bool:
    """Tell whether nobody could sign in at all but the demo bureau's people.

    Raises
    ------
    data.store.StoreAway
        The database cannot be reached, or there is no store yet.
    """
    with store.reading() as connection:
        found = accounts.everyone(connection, SYSTEM)
    return not any(person.active and not person.demo for person in found)
