"""What an import would do: pure reading, so that it can be shown before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.columns import key_of
from data.importing.digests import differ
from data.importing.known import Known
from data.importing.references import resolve
from data.importing.stored import StoredKeys, stored_keys
from data.importing.suspicions import suspicions
from data.importing.values.text import to_mask
from rules.codes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from data.importing.batch import Batch
    from data.importing.sieve import Finding
    from geo.arrays import IntArray
    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class KindPlan:
    """What becomes of the rows of one file.

    ``added`` and ``changed`` are positions in the batch, ``changed_ids`` the rows of the store
    that change and ``changed_digests`` what they say of themselves now. ``removed`` are the keys
    that the store has and the file has not: they are reported, never deleted. ``digest`` has one
    value a row of the batch, ``cells`` the code of each customer's cell.
    """

    batch: Batch
    added: IntArray
    changed: IntArray
    changed_ids: IntArray
    changed_digests: IntArray
    removed: pa.Array
    digest: IntArray
    cells: pa.Array | None
    findings: tuple[Finding, ...]

    @property
    def kind(self) -> Kind:
        """The kind of the file."""
        return self.batch.kind

    @property
    def unchanged(self) -> int:
        """The number of rows that say what the store has already."""
        return len(self.batch) - len(self.added) - len(self.changed)

    @property
    def writes(self) -> bool:
        """Whether anything of this kind is to be written."""
        return bool(len(self.added) or len(self.changed))


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What becomes of a whole import, kind by kind in the order in which they depend."""

    kinds: tuple[KindPlan, ...]

    def of(self, kind: Kind) -> KindPlan | None:
        """Return the plan of a kind, if the import has it."""
        return next((plan for plan in self.kinds if plan.kind is kind), None)

    def writes(self, kinds: Iterable[Kind]) -> bool:
        """Tell whether anything of the kinds is to be written."""
        return any(plan.writes for plan in self.kinds if plan.kind in set(kinds))


def plan_import(connection: Connection, viewer: Viewer, batches: Sequence[Batch]) -> ImportPlan:
    """Compare batches with the store; nothing is written."""
    known = Known(connection, viewer, {batch.kind: batch for batch in batches})
    order = sorted(batches, key=lambda batch: list(Kind).index(batch.kind))
    return ImportPlan(
        tuple(
            _compared(connection, viewer, batch, known, suspicions(batch, known)) for batch in order
        )
    )


def _compared(
    connection: Connection,
    viewer: Viewer,
    batch: Batch,
    known: Known,
    suspected: tuple[Finding, ...],
) -> KindPlan:
    stored = stored_keys(connection, viewer, batch.kind)
    # Lines have no key: they are what they are, and a changed one is another one.
    keys = batch.keys if key_of(batch.kind) else pa.array(batch.digest)
    found = pc.index_in(keys, stored.keys)
    exists = to_mask(pc.is_valid(found))
    resolved = resolve(batch, known, ~exists)
    place = found.filter(pa.array(exists)).to_numpy().astype(np.int64)
    changes = differ(resolved.digest[exists], stored.digests[place])
    return KindPlan(
        batch=batch,
        added=np.flatnonzero(~exists),
        changed=np.flatnonzero(exists)[changes],
        changed_ids=stored.ids[place][changes],
        changed_digests=stored.digests[place][changes],
        removed=_removed(keys, stored),
        digest=resolved.digest,
        cells=resolved.cells,
        findings=(*batch.findings, *resolved.findings, *suspected),
    )


def _removed(keys: pa.Array, stored: StoredKeys) -> pa.Array:
    gone = stored.keys.filter(pc.invert(pc.is_in(stored.keys, keys)))
    return pc.cast(gone, pa.string())
