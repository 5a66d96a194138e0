"""How often promised restorations were kept: in all, by cause and by feeder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from data.outages import history
from rules.access import Right, require
from rules.masking import text_for
from rules.outages.promises import Rates, by_cause, by_feeder, rates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from rules.viewer import Viewer

DAYS = 365
"""How far back is looked, unless said otherwise."""


@dataclass(frozen=True, slots=True)
class KeptRates:
    """The rates of all outages that began in the last ``days``, most outages first.

    ``by_cause`` is by the cause as the viewer may read it, ``by_feeder`` by the feeder's name; ""
    is where none is known.
    """

    days: int
    whole: Rates
    by_cause: Mapping[str, Rates]
    by_feeder: Mapping[str, Rates]


def kept_rates(desk: Desk, viewer: Viewer, days: int = DAYS) -> KeptRates:
    """Return how often promises of restoration were kept, as far as the viewer sees outages.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not look at all.
    """
    require(viewer, Right.LOOK)
    now, snapshot = desk.now(), desk.seen(viewer)
    with desk.store.reading() as connection:
        found = history.promised(connection, viewer, now - timedelta(days), now)
    told = [replace(one, cause=text_for(viewer, one.cause)) for one in found]
    names = _names(snapshot)
    feeders = {names.get(ref, ""): rate for ref, rate in by_feeder(told, now).items()}
    return KeptRates(days, rates(told, now), by_cause(told, now), feeders)


def _names(snapshot: Snapshot) -> dict[int, str]:
    """Return what people call each feeder; two of one name are told apart by their codes."""
    return {row.id: " ".join(filter(None, (row.name, row.code))) for row in snapshot.grid.feeders}
