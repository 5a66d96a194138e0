"""Requests of Dash's callbacks that no page of ours makes are refused with a reason.

Malformed ones (400), and those of a screen that who asks is not shown (403): whoever forges one is
told so before anything is looked at. The desk refuses on its own account as well.

Dash reads such a request as far as it goes and then breaks, which looks like a fault of ours.
What a page sends is: the output it wants, and of each input and state its id, property and value.
A fault inside a callback is none of its business.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from api.problems import Malformed, problem
from desk.asking import asking
from rules.access import NotAllowed, Right, require
from screens.settings import parameters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

RIGHTS = {
    "imports-": Right.IMPORT,
    "audit-": Right.READ_AUDIT,
    f'"type":"{parameters.ROW}"': Right.SET_RULES,
    "outage-do-save": Right.DECLARE_OUTAGE,
}
"""The right that a screen needs, by what the names of its parts have in them."""
UPDATE = "/_dash-update-component"


class WellFormed:
    """Lets in what Dash can answer, by the callbacks that ``state.callbacks`` of the app names."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a malformed request, hand on every other."""
        asks = scope["type"] == "http" and (scope["method"], scope["path"]) == ("POST", UPDATE)
        try:
            if asks:
                _refuse(_body(scope), scope["app"].state.callbacks)
        except (Malformed, NotAllowed) as error:
            await problem(Request(scope, receive), error)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _refuse(body: object, known: Mapping[str, Mapping[str, Any]]) -> None:
    wrong = offence(body, known)
    if wrong is not None or not isinstance(body, dict):
        raise Malformed(what=wrong)
    right = right_for(body["output"])
    if right is not None:
        require(asking(), right)


def right_for(output: str) -> Right | None:
    """Return the right without which nobody is shown what a callback writes to."""
    parts = output.strip(".").split("...")
    signs = ((sign, right) for part in parts for sign, right in RIGHTS.items() if sign in part)
    return next((right for _, right in signs), None)


def offence(body: object, known: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return the part of a request that is not as it must be, none where all is well.

    ``known`` are Dash's callbacks by output, each with its ``inputs`` and ``state``.
    """
    if not isinstance(body, dict):
        return "JSON"
    output = body.get("output")
    callback = known.get(output) if isinstance(output, str) else None
    if callback is None or "callback" not in callback:  # one that runs in the browser has none
        return "output"
    for name in ("inputs", "state"):
        given = body.get(name, [])
        if not _parts(given) or len(given) != len(callback[name]):
            return name
    return _rest(body)


def _rest(body: Mapping[str, Any]) -> str | None:
    outputs, changed = body.get("outputs"), body.get("changedPropIds", [])
    given = outputs if isinstance(outputs, list) else [outputs]
    if not _parts(given) or not _are_of(body["output"], outputs, given):
        return "outputs"
    if not isinstance(changed, list) or not all(isinstance(one, str) for one in changed):
        return "changedPropIds"
    return None


def _are_of(output: str, outputs: object, given: Sequence[Any]) -> bool:
    """Tell whether these parts of the page are those that an output names, each in its place."""
    if not output.startswith(".."):
        return _is_of(output, outputs)
    names = output[2:-2].split("...")
    both = zip(names, given, strict=False)
    return len(names) == len(given) and all(_is_of(name, one) for name, one in both)


def _is_of(name: str, given: Any) -> bool:  # noqa: ANN401 - a part, or several of a pattern
    ref, _, prop = name.rpartition(".")
    pattern = json.loads(ref) if ref.startswith("{") else None
    if pattern is None:
        return isinstance(given, dict) and (given["id"], given["property"]) == (ref, prop)
    several = given if isinstance(given, list) else [given]
    return all(
        isinstance(one["id"], dict)
        and one["property"] == prop
        and one["id"].keys() == pattern.keys()
        for one in several
    )


def _body(scope: Scope) -> object:
    """Return what Dash's own middleware, which stands before this one, has read."""
    return scope.get("state", {}).get("json_body")


def _parts(given: object) -> bool:
    """Tell whether these are parts of the page, or lists of them where a pattern names several."""
    if not isinstance(given, list):
        return False
    return all(
        all(_is_part(one) for one in part) if isinstance(part, list) else _is_part(part)
        for part in given
    )


def _is_part(one: object) -> bool:
    if not isinstance(one, dict) or not isinstance(one.get("property"), str):
        return False
    return isinstance(one.get("id"), str | dict)
