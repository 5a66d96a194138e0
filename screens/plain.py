"""Pages of plain HTML, which work before, and without, any script: head, brand, sentences."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from texts import Tongue

if TYPE_CHECKING:
    from texts import Texts

TITLE = "作战地图 · Battle Map"
AGAIN_SECONDS = 5


def safe(text: str) -> str:
    """Return a text as it may stand in HTML, in a value as well."""
    return escape(text, quote=True)


def head(say: Texts, *, again: bool = False) -> str:
    """Return the beginning of a page up to its body; ``again`` asks for it anew by itself."""
    lang = "en" if say.tongue is Tongue.ENGLISH else "zh-CN"
    retry = f'<meta http-equiv="refresh" content="{AGAIN_SECONDS}">' if again else ""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{retry}'
        f'<meta name="color-scheme" content="light dark"><title>{safe(TITLE)}</title>'
        '<link rel="icon" href="/_favicon.ico">'
        '<link rel="stylesheet" href="/assets/plain/door.css"></head>'
    )


def brand(say: Texts, lead: str) -> str:
    """Return the body's beginning: the product's mark and name, and what the page is for."""
    return (
        '<body class="door"><main class="door__main"><h1 class="door__brand">'
        '<span class="door__mark" aria-hidden="true"></span>'
        f"<span>{safe(say('shell.title'))}</span></h1>"
        f'<p class="door__lead">{safe(lead)}</p>'
    )


def problem(text: str) -> str:
    """Return what went wrong, told at once to who cannot see; nothing where nothing did."""
    return f'<p class="door__problem" role="alert">{safe(text)}</p>' if text else ""


END = "</main></body></html>"
