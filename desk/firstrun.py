"""What must be true before anybody looks: the store is up to date, and an empty one is filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.later import Later
from data.migrate import migrate
from desk.demo import wants_demo
from desk.door import demo as demo_people
from desk.outages.demo import liven
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from data.demo import bureau, loading
    from data.demo.progress import Progress
    from data.importing.report import ImportReport
    from desk.desk import Desk
else:
    bureau, loading = Later("data.demo.bureau"), Later("data.demo.loading")

SEED = 1


def prepare(desk: Desk, progress: Progress) -> None:
    """Bring the store up to date, fill an empty one with the demo bureau, and read it once.

    Raises
    ------
    data.store.StoreAway, data.store.StoreBusy
        The database cannot be reached, or somebody else is writing.
    data.migrate.StoreTooNew
        A newer version of the product has used the store.
    desk.door.demo.DemoOnNetwork
        Others could reach a product that holds, or would hold, the demo bureau.
    """
    migrate(desk.store)
    demo_people.refuse_network(desk.store, desk.settings)
    if desk.settings.demo and wants_demo(desk.store, SYSTEM):
        fill_with_demo(desk, desk.settings.demo_customers, SEED, progress)
    demo_people.settle(desk.store, desk.now())
    desk.keeper.current()


def fill_with_demo(desk: Desk, customers: int, seed: int, progress: Progress) -> ImportReport:
    """Make the demo bureau of a seed and load it, in place of an earlier one; it is at work.

    Raises
    ------
    data.demo.loading.StoreHoldsOwnData
        The store holds a bureau's own data.
    """
    made = bureau.generate(customers, seed, desk.now(), progress)
    report = loading.load(desk.store, SYSTEM, made, progress, desk.settings)
    demo_people.settle(desk.store, desk.now())
    liven(desk)
    return report
