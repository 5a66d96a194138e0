"""What trace and area disagree on is decided by a person, with a reason that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.outages import decisions
from data.outages.decisions import DecisionRow
from desk.outages.changing import changing, reason
from errors import BattlemapError
from rules.access import Right, require
from rules.masking import for_the_record
from rules.outages.codes import Noted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.desk import Desk
    from rules.outages.codes import Verdict
    from rules.viewer import Viewer


class CustomerUnknown(BattlemapError):
    """Somebody was to be decided about who is no customer, or nobody was. Facts: ``n``."""

    code = "outage.customer_unknown"


def decide(
    desk: Desk,
    viewer: Viewer,
    outage_id: int,
    edit: int,
    customer_ids: Sequence[int],
    verdict: Verdict,
    why: str,
) -> int:
    """Put customers on the list of an outage or leave them off, and return the new edit.

    Who is neither traced nor inside the area is added by hand that way.

    Raises
    ------
    desk.outages.changing.WhyMissing
        There is no reason, or it is too long.
    CustomerUnknown
        One of them is no customer, or nobody was named.
    desk.outages.changing.EditedMeanwhile, desk.outages.changing.NotEditable
        Somebody was first, or the list stays as it is: nothing was written.
    rules.access.NotAllowed, desk.outages.changing.NoOutage
        It may not be done.
    """
    require(viewer, Right.DECLARE_OUTAGE)
    told = for_the_record(reason(why))
    wanted = sorted(set(customer_ids))
    rows = desk.seen(viewer).customers.rows_of(np.array(wanted, np.int32))
    missing = int((rows < 0).sum())
    if missing or not wanted:
        raise CustomerUnknown(n=missing)
    with changing(desk, viewer, outage_id) as change:
        change.require_edit(edit)
        row = DecisionRow(0, verdict, told, viewer.name, change.now)
        decisions.decide(change.writing, outage_id, wanted, row)
        facts: dict[str, object] = {"verdict": verdict.value, "customers": len(wanted)}
        change.tell(Noted.DECIDE, facts, told)
        return change.next_edit()


def decide_transformer(
    desk: Desk,
    viewer: Viewer,
    outage_id: int,
    edit: int,
    transformer_id: int,
    verdict: Verdict,
    why: str,
) -> int:
    """Decide the same about all customers of a transformer; raises like :func:`decide`."""
    require(viewer, Right.DECLARE_OUTAGE)
    customers = desk.seen(viewer).customers.raw
    served = customers.id[customers.transformer_id == transformer_id].tolist()
    return decide(desk, viewer, outage_id, edit, served, verdict, why)
