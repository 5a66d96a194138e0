"""How a long task tells how far it has come."""

from __future__ import annotations

from typing import Protocol

STEPS = 4
"""Steps to make a bureau: landscape, network, people, history."""


class Progress(Protocol):
    """Called now and then; ``step`` is a key below ``demo.step.`` in the catalogs."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take note that a step begins and ``done`` of ``total`` are behind."""


def silent(step: str, done: int, total: int) -> None:
    """Take no note of anything."""
