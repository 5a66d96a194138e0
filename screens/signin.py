"""The sign-in page: plain HTML made here, so that it works before, and without, any script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from desk.terminal import first_account
from screens import plain
from screens.plain import safe as _
from texts import Tongue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.viewer import Role
    from texts import Texts


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
        plain.head(say, again=tried.retry),
        plain.brand(say, say("door.lead")),
        plain.problem(tried.problem),
        _form(say, tried),
        _provider(say, tried) if offered.provider else "",
        _demo(say, offered.demo, tried) if offered.demo else "",
        _nobody(say) if offered.nobody else "",
        _language(say, tried),
        plain.END,
    ]
    return "".join(parts)


def _language(say: Texts, tried: Tried) -> str:
    other = "zh" if say.tongue is Tongue.ENGLISH else "en"
    return (
        f'<form method="get" action="/signin" class="door__foot">{_onward(tried)}'
        f'<button name="lang" value="{other}" class="door__quiet" lang="{other}">'
        f"{_(say('shell.other_language'))}</button></form>"
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
