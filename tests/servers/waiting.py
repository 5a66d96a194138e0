"""Wait for something that happens in another process."""

from __future__ import annotations

from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

POLL_SECONDS = 0.05


def until(happened: Callable[[], bool], what: str, seconds: float) -> None:
    """Ask again and again until something has happened.

    Raises
    ------
    TimeoutError
        It has not happened within the given time; ``what`` names it.
    """
    pause = Event()
    end = monotonic() + seconds
    while not happened():
        if monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        pause.wait(POLL_SECONDS)
