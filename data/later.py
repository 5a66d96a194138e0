"""Modules that are imported when something of them is first used.

What only imports, exports and the demo bureau need is a quarter of all that a server would import,
and everybody who starts one would wait for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """Stands for a module until something of it is used; threads may share it."""

    def __init__(self, module: str) -> None:
        """Import nothing yet."""
        self._module = module

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the module holds
        """Return what the module holds under a name."""
        return getattr(import_module(self._module), name)
