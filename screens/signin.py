"""The sign-in page: plain HTML made here, so that it works before, and without, any script."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from desk.terminal import first_account
from texts import Tongue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.viewer import Role
    from texts import Texts

TITLE = "作战地图 · Battle Map"


@dataclass(frozen=True, slots=True)
class Offered:
    """What the page offers: demo accounts by name and role, a provider, nobody at all yet."""

    demo: Sequence[tuple[str, Role]] = ()
    provider: bool = False
    nobody: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried before: where it leads, the name typed, and what went wrong."""

    onward: str = "/"
    name: str = ""
    problem: str = ""
    retry: bool = False


def page(say: Texts, offered: Offered, tried: Tried) -> str:
    """Return the page as HTML. Nothing in it is unescaped but what is written here."""
    parts = [
        _head(say, tried),
        _lead(say),
        f'<p class="door__problem" role="alert">{_(tried.problem)}</p>' if tried.problem else "",
        _form(say, tried),
        _provider(say, tried) if offered.provider else "",
        _demo(say, offered.demo, tried) if offered.demo else "",
        _nobody(say) if offered.nobody else "",
        _language(say, tried),
        "</main></body></html>",
    ]
    return "".join(parts)


def _lead(say: Texts) -> str:
    return (
        f'<body class="door"><main class="door__main"><h1 class="door__brand">{_mark()}'
        f"<span>{_(say('shell.title'))}</span></h1>"
        f'<p class="door__lead">{_(say("door.lead"))}</p>'
    )


def _language(say: Texts, tried: Tried) -> str:
    other = "zh" if say.tongue is Tongue.ENGLISH else "en"
    return (
        f'<form method="get" action="/signin" class="door__foot">{_onward(tried)}'
        f'<button name="lang" value="{other}" class="door__quiet" lang="{other}">'
        f"{_(say('shell.other_language'))}</button></form>"
    )


def _head(say: Texts, tried: Tried) -> str:
    lang = "en" if say.tongue is Tongue.ENGLISH else "zh-CN"
    again = '<meta http-equiv="refresh" content="5">' if tried.retry else ""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{again}'
        f'<meta name="color-scheme" content="light dark"><title>{_(TITLE)}</title>'
        '<link rel="icon" href="/_favicon.ico">'
        '<link rel="stylesheet" href="/assets/plain/door.css"></head>'
    )


def _form(say: Texts, tried: Tried) -> str:
    return (
        f'<form method="post" action="/signin" class="door__form">{_onward(tried)}'
        f'<label>{_(say("door.name"))}<input name="name" autocomplete="username" required'
        f' maxlength="120" autocapitalize="none" spellcheck="false"'
        f' value="{_(tried.name)}"{"" if tried.name else " autofocus"}></label>'
        f'<label>{_(say("door.password"))}<input name="password" type="password"'
        f' autocomplete="current-password" required maxlength="400"'
        f"{' autofocus' if tried.name else ''}></label>"
        f'<button class="door__go">{_(say("door.sign_in"))}</button></form>'
    )


def _nobody(say: Texts) -> str:
    return (
        f'<section class="door__note"><h2>{_(say("door.nobody"))}</h2>'
        f"<p>{_(say('door.nobody_help'))}</p><pre><code>{_(first_account())}</code></pre></section>"
    )


def _provider(say: Texts, tried: Tried) -> str:
    # A link, not a form: a form may not lead to another site, which the provider is.
    way = f"/signin/provider?next={quote(tried.onward, safe='')}"
    return f'<a class="door__other" href="{_(way)}">{_(say("door.provider"))}</a>'


def _demo(say: Texts, people: Sequence[tuple[str, Role]], tried: Tried) -> str:
    rows = "".join(
        f'<li><button name="name" value="{_(name)}"><b>{_(say(f"code.role.{role.value}"))}</b>'
        f"<span>{_(say(f'door.sees.{role.value}'))}</span></button></li>"
        for name, role in people
    )
    return (
        f'<section class="door__demo"><h2>{_(say("door.demo"))}</h2>'
        f"<p>{_(say('door.demo_help'))}</p>"
        f'<form method="post" action="/signin/demo">{_onward(tried)}<ul>{rows}</ul></form>'
        "</section>"
    )


def _onward(tried: Tried) -> str:
    return f'<input type="hidden" name="next" value="{_(tried.onward)}">'


def _mark() -> str:
    return '<span class="door__mark" aria-hidden="true"></span>'


def _(text: str) -> str:
    return escape(text, quote=True)
