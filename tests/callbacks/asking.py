"""A running callback, so that functions which ask who calls them can be called plainly."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dash._callback_context import context_value
from dash._utils import AttributeDict

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def asked(triggered: str = "", language: str = "zh-CN") -> Iterator[None]:
    """Run as a callback that the property ``triggered`` set off, in a browser's language."""
    inputs: list[dict[str, Any]] = [{"prop_id": triggered, "value": None}] if triggered else []
    headers = {"Accept-Language": language}
    state = AttributeDict(triggered_inputs=inputs, cookies={}, headers=headers)
    token = context_value.set(state)
    try:
        yield
    finally:
        context_value.reset(token)
