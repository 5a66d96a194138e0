"""A running callback, so that functions which ask who calls them can be called plainly."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dash._callback_context import context_value
from dash._utils import AttributeDict

from desk.asking import asked_by
from tests.viewers import DISPATCHER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rules.viewer import Viewer


@contextmanager
def asked(
    triggered: str = "",
    language: str = "zh-CN",
    viewer: Viewer = DISPATCHER,
    *,
    also: Sequence[str] = (),
    value: object = None,
) -> Iterator[None]:
    """Run as a callback of a viewer that the property ``triggered`` set off, in a language.

    ``also`` are properties that changed together with it; ``value`` is what they have now.
    """
    changed = [prop for prop in (triggered, *also) if prop]
    inputs: list[dict[str, Any]] = [{"prop_id": prop, "value": value} for prop in changed]
    headers = {"Accept-Language": language}
    state = AttributeDict(triggered_inputs=inputs, cookies={}, headers=headers, updated_props={})
    token = context_value.set(state)
    try:
        with asked_by(viewer):
            yield
    finally:
        context_value.reset(token)
