"""Who asks, for the time of one request: set at the door, read by whatever answers it.

A callback of Dash is not handed its request's state. A context variable is, by construction, of
one request only; nothing here outlives it.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from errors import BattlemapError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and how to ask anew who that is.

    ``again`` reads the same cookie or token against the store once more: an answer that takes
    long, as a stream of events, sees by it that a role changed or a session ended (none).
    """

    viewer: Viewer
    again: Callable[[], Viewer | None]


_ASKING: ContextVar[Asker] = ContextVar("asking")


class NotSignedIn(BattlemapError):
    """Nobody has signed in, or the session is over."""

    code = "access.not_signed_in"


def asker() -> Asker:
    """Return who asks, with the way to ask again.

    Raises
    ------
    NotSignedIn
        The door let nobody in by that name.
    """
    found = _ASKING.get(None)
    if found is None:
        raise NotSignedIn
    return found


def asking() -> Viewer:
    """Return who asks.

    Raises
    ------
    NotSignedIn
        The door let nobody in by that name.
    """
    return asker().viewer


@contextmanager
def asked_by(viewer: Viewer, again: Callable[[], Viewer | None] | None = None) -> Iterator[None]:
    """Answer on behalf of a viewer; without ``again`` the viewer stays who it is."""
    token = _ASKING.set(Asker(viewer, again or (lambda: viewer)))
    try:
        yield
    finally:
        _ASKING.reset(token)
