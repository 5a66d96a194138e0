"""Requests of Dash's callbacks that no page of ours makes are refused with a reason.

Dash reads such a request as far as it goes and then breaks, which looks like a fault of ours.
What a page sends is: the output it wants, and of each input and state its id, property and value.
A fault inside a callback is none of its business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from api.problems import Malformed, problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

UPDATE = "/_dash-update-component"


class WellFormed:
    """Lets in what Dash can answer, by the callbacks that ``state.callbacks`` of the app names."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a malformed request, hand on every other."""
        asks = scope["type"] == "http" and (scope["method"], scope["path"]) == ("POST", UPDATE)
        wrong = offence(_body(scope), scope["app"].state.callbacks) if asks else None
        if wrong is None:
            await self.app(scope, receive, send)
        else:
            request = Request(scope, receive)
            await problem(request, Malformed(what=wrong))(scope, receive, send)


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
    if not _parts(outputs if isinstance(outputs, list) else [outputs]):
        return "outputs"
    if not isinstance(changed, list) or not all(isinstance(one, str) for one in changed):
        return "changedPropIds"
    return None


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
