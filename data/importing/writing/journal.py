"""What an import changed, collected for the change log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from data.store import Writing
    from geo.arrays import IntArray

MOST_SINGLE = 5_000
"""Up to so many rows of a noun are logged one by one; of more, readers read the noun anew."""
ADDED, CHANGED, RELOAD = "added", "changed", "reload"


class Journal:
    """Rows that were added or changed, by noun."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._added: dict[str, list[IntArray]] = {}
        self._changed: dict[str, list[IntArray]] = {}

    def added(self, noun: str, ids: IntArray) -> None:
        """Note new rows."""
        self._added.setdefault(noun, []).append(ids)

    def changed(self, noun: str, ids: IntArray) -> None:
        """Note rows that were there before, or that were added in this same import."""
        self._changed.setdefault(noun, []).append(ids)

    def write(self, writing: Writing) -> None:
        """Append to the change log of the store."""
        for noun in dict.fromkeys([*self._added, *self._changed]):
            added = _distinct(self._added.get(noun, []))
            changed = np.setdiff1d(_distinct(self._changed.get(noun, [])), added)
            if len(added) + len(changed) > MOST_SINGLE:
                writing.changed(noun, RELOAD)
                continue
            for act, ids in ((ADDED, added), (CHANGED, changed)):
                if len(ids):
                    writing.changed(noun, act, ids.tolist())


def _distinct(parts: list[IntArray]) -> IntArray:
    return np.unique(np.concatenate(parts)) if parts else np.array([], np.int64)
