"""What trace and area disagree on is decided by a person, with a reason that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.outages import decisions
from data.outages.decisions import Told
from data.outages.events import IDS
from desk.outages.affected import BASES
from desk.outages.approval import CUSTOMERS, ask_again
from desk.outages.changing import changing, reason
from desk.outages.listed import listed
from errors import BattlemapError
from rules.access import Right, require
from rules.masking import for_the_record
from rules.outages.codes import Basis, Noted, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.desk import Desk
    from desk.outages.listed import Listed
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

    Who is neither traced nor inside the area is added by hand that way. On which basis somebody
    was in question is kept with the decision: by it, it holds or holds no longer. A plan that was
    approved and to which somebody is added is a draft again. The course names whom it was about.

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
    wanted = _known(desk, viewer, customer_ids)
    desk.keeper.renewed()  # read before others have to wait for us
    with changing(desk, viewer, outage_id) as change:
        change.require_edit(edit)
        now = listed(desk, change)
        said, bases = Told(verdict, told, viewer.name, change.now), _bases(now, wanted)
        decisions.decide(change.writing, outage_id, bases, said)
        facts: dict[str, object] = {"verdict": verdict.value, "customers": len(wanted), IDS: wanted}
        change.tell(Noted.DECIDE, facts, told)
        if verdict is Verdict.TOUCHED and _adds(now, wanted):
            ask_again(change, (CUSTOMERS,))
        return change.next_edit()


def _known(desk: Desk, viewer: Viewer, customer_ids: Sequence[int]) -> list[int]:
    wanted = sorted(set(customer_ids))
    rows = desk.seen(viewer).customers.rows_of(np.array(wanted, np.int32))
    missing = int((rows < 0).sum())
    if missing or not wanted:
        raise CustomerUnknown(n=missing)
    return wanted


def _adds(now: Listed, wanted: Sequence[int]) -> bool:
    on = now.snapshot.customers.raw.id[now.whom.rows[now.whom.touched]]
    return not np.isin(wanted, on).all()


def _bases(now: Listed, wanted: Sequence[int]) -> dict[int, Basis]:
    """Return why each is in question; who is not yet is added by hand."""
    ids = now.snapshot.customers.raw.id[now.whom.rows].tolist()
    known = dict(zip(ids, now.whom.basis.tolist(), strict=True))
    return {ref: BASES[known[ref]] if ref in known else Basis.BY_HAND for ref in wanted}
