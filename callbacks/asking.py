"""Who asks, and in which language: read from the request of the running callback."""

from __future__ import annotations

from urllib.parse import parse_qs

from dash import ctx

from rules.viewer import EVERYONE, Viewer
from texts import Texts, choose, texts


def viewer() -> Viewer:
    """Return who asks: everybody, until people sign in."""
    return EVERYONE


def speech(search: str = "") -> Texts:
    """Return the texts in the language of the URL, the cookie, or the browser, in this order."""
    wanted = parse_qs((search or "").removeprefix("?")).get("lang", [""])[0]
    wanted = wanted or (ctx.cookies or {}).get("lang", "")
    headers = {key.lower(): value for key, value in (ctx.headers or {}).items()}
    return texts(choose(wanted, headers.get("accept-language")))
