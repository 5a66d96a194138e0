"""A confirmed list as columns: a hundred thousand rows compared without an object for each.

A list never changes once it is confirmed, so whoever reads its columns may keep them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select

from data.snapshot.raw import LANGUAGES
from data.tables import RevisionCustomer
from rules.outages.codes import Basis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from rules.viewer import Viewer

BASES = {str(basis): place for place, basis in enumerate(Basis)}
SPOKEN = {str(language): place for place, language in enumerate(LANGUAGES)}
COMPARED = (
    *("account", "basis", "sensitivity", "class_", "life", "backup_hours"),
    *("language", "cell_id", "feeder_id", "transformer_id"),
)
"""What a row says besides whether somebody is on the list, and why."""
_TYPES: Mapping[str, Any] = {
    "account": object,
    "life": bool,
    "backup_hours": np.float64,
}
_OTHER = -1
"""Instead of an unknown word."""


@dataclass(frozen=True, eq=False)
class ListColumns:
    """The rows of a list by ascending ``ids``; ``values`` by the names of ``COMPARED``.

    ``basis`` and ``language`` are positions in ``Basis`` and ``LANGUAGES``; ids are 0 for none,
    hours -1 for nobody knows. ``why`` has the reasons that are not empty, by customer.
    """

    ids: NDArray[np.int64]
    touched: NDArray[np.bool_]
    values: Mapping[str, NDArray[Any]]
    why: Mapping[int, str]


def columns_of(connection: Connection, _viewer: Viewer, revision_id: int) -> ListColumns:
    """Return a list as it was frozen, everybody with everything: what of it is told says the desk.

    ``said_to`` (``data.outages.revisions``) names what a viewer may read of a row.
    """
    names = ("customer_id", "touched", "why", *COMPARED)
    query = (
        select(*(getattr(RevisionCustomer, name) for name in names))
        .where(RevisionCustomer.revision_id == revision_id)
        .order_by(RevisionCustomer.customer_id)
    )
    rows = connection.execute(query).all()
    ids, touched, why, *others = zip(*rows, strict=True) if rows else ((),) * len(names)
    return ListColumns(
        np.array(ids, np.int64),
        np.array(touched, bool),
        {name: _array(name, column) for name, column in zip(COMPARED, others, strict=True)},
        {ref: words for ref, words in zip(ids, why, strict=True) if words},
    )


def _array(name: str, column: Sequence[Any]) -> NDArray[Any]:
    match name:
        case "basis":
            column = [BASES.get(one, _OTHER) for one in column]
        case "language":
            column = [SPOKEN.get(one, _OTHER) for one in column]
        case "backup_hours":
            column = [-1.0 if one is None else one for one in column]
        case _ if name.endswith("_id"):
            column = [one or 0 for one in column]
    return np.array(column, _TYPES.get(name, np.int64))
