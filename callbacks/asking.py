"""Who asks, and in which language: read from the request of the running callback."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from dash import ctx

from desk.asking import asking
from texts import Texts, choose, texts

if TYPE_CHECKING:
    from rules.viewer import Viewer


def viewer() -> Viewer:
    """Return who asks.

    Raises
    ------
    desk.asking.NotSignedIn
        Nobody has signed in, or the session is over.
    """
    return asking()


def speech(search: str = "") -> Texts:
    """Return the texts in the language of the URL, the cookie, or the browser, in this order."""
    wanted = parse_qs((search or "").removeprefix("?")).get("lang", [""])[0]
    wanted = wanted or (ctx.cookies or {}).get("lang", "")
    headers = {key.lower(): value for key, value in (ctx.headers or {}).items()}
    return texts(choose(wanted, headers.get("accept-language")))
