"""Wait for something that happens in another process."""

from __future__ import annotations

from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from playwright.sync_api import Error

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

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


def happens(page: Page, script: str, seconds: float = 90.0) -> None:
    """Ask a page again and again until a script says yes.

    Playwright's own ``wait_for_function`` needs ``eval`` inside the page, which our pages forbid.

    Raises
    ------
    TimeoutError
        It has not said so within the given time.
    """
    until(lambda: _says(page, script), script, seconds)


def _says(page: Page, script: str) -> bool:
    try:
        return bool(page.evaluate(script))
    except Error as error:
        if "context was destroyed" in error.message or "navigation" in error.message:
            return False  # the page is just on its way to another one
        raise
