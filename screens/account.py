"""One's own account as plain HTML: who one is, another password, and the way out everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.door.passwords import SHORTEST
from screens import plain
from screens.plain import safe as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.viewer import Viewer
    from texts import Texts

FIELDS = (("old", "current-password"), ("new", "new-password"), ("again", "new-password"))
"""The fields of the form, and what a browser's keeper of passwords puts there."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose page it is, with the codes of own cells; what became of what was sent."""

    viewer: Viewer
    cells: Sequence[str] = ()
    problem: str = ""
    done: bool = False


def page(say: Texts, standing: Standing) -> str:
    """Return the page as HTML."""
    viewer = standing.viewer
    role = say(f"code.role.{viewer.role.value}")
    done = f'<p class="door__done" role="status">{_(say("account.changed"))}</p>'
    return "".join(
        [
            plain.head(say),
            plain.brand(say, say("account.lead", name=viewer.name, role=role)),
            f"<p>{_(_share(say, standing))}</p>" if _share(say, standing) else "",
            plain.problem(standing.problem),
            done if standing.done else "",
            _form(say),
            _everywhere(say),
            f'<p class="door__foot"><a href="/">{_(say("shell.to_map"))}</a></p>',
            plain.END,
        ]
    )


def _share(say: Texts, standing: Standing) -> str:
    if standing.cells:
        return say("account.cells", cells=say("account.and").join(standing.cells))
    field = standing.viewer.field
    return say("account.field", field=say(f"code.field.{field.value}")) if field else ""


def _form(say: Texts) -> str:
    fields = "".join(
        f'<label>{_(say(f"account.{name}"))}<input name="{name}" type="password"'
        f' autocomplete="{keeper}" required maxlength="400"></label>'
        for name, keeper in FIELDS
    )
    return (
        f"<h2>{_(say('account.password'))}</h2><p>{_(say('account.password_help', n=SHORTEST))}</p>"
        f'<form method="post" action="/account" class="door__form">{fields}'
        f'<button class="door__go">{_(say("account.change"))}</button></form>'
    )


def _everywhere(say: Texts) -> str:
    return (
        f"<h2>{_(say('door.sign_out_everywhere'))}</h2><p>{_(say('account.everywhere_help'))}</p>"
        '<form method="post" action="/signin/out-everywhere">'
        f'<button class="door__other">{_(say("door.sign_out_everywhere"))}</button></form>'
    )
