"""In which language an answer over HTTP is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts import Texts, choose, texts

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection


def speech(request: HTTPConnection) -> Texts:
    """Return the texts in the language of the URL, the cookie, or the client, in this order."""
    wanted = request.query_params.get("lang") or request.cookies.get("lang")
    return texts(choose(wanted, request.headers.get("accept-language")))
