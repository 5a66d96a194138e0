"""Callbacks run in threads of their own.

Dash's server for ASGI calls a plain function in the event loop itself: while one callback works,
no stream would speak and no health would be told. So each is handed to a thread with all that
Dash does around it, the writing of its JSON included. The threads are its own as well: however
many callbacks wait for a slow database, those that let requests in are not used up by them.
"""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dash import Dash

AT_ONCE = 12
"""Callbacks that work at the same time; others wait for their turn."""


def set_aside(app: Dash) -> None:
    """Let every callback of an application that the server answers run in a thread."""
    limit = CapacityLimiter(AT_ONCE)
    for one in app.callback_map.values():
        if "callback" in one:
            one["callback"] = _aside(one["callback"], limit)


def _aside(callback: Callable[..., str], limit: CapacityLimiter) -> Callable[..., Awaitable[str]]:
    @wraps(callback)
    async def elsewhere(*given: object, **named: object) -> str:
        # The thread gets a copy of the context: who asks, and of which request it is.
        return await run_sync(partial(callback, *given, **named), limiter=limit)

    return elsewhere
