"""The three front doors, each with remedies that can be followed where they are read.

The plain texts speak to who sends a file over HTTP. On the command line a remedy is an option,
on the screen a field of the form: their wordings stand in the catalogs under these prefixes.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from texts import Texts, texts

if TYPE_CHECKING:
    from texts import Tongue

ON_SCREEN = "imports.on_screen."
ON_TERMINAL = "imports.on_terminal."


@cache
def on_screen(tongue: Tongue) -> Texts:
    """Return the texts of a language as the screen words them."""
    return _worded(tongue, ON_SCREEN)


@cache
def on_terminal(tongue: Tongue) -> Texts:
    """Return the texts of a language as the command line words them."""
    return _worded(tongue, ON_TERMINAL)


def _worded(tongue: Tongue, prefix: str) -> Texts:
    plain = texts(tongue).messages
    own = {key.removeprefix(prefix): text for key, text in plain.items() if key.startswith(prefix)}
    return Texts(tongue, MappingProxyType({**plain, **own}))
