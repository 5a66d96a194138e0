"""Errors over HTTP: RFC 9457 problem details, one table from error to status.

Every word of a problem is in the language of whoever asked, also where a library found the
fault: what it says of it is translated by its code, or left out.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from dash.exceptions import DependencyException
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.expecting import expected
from api.speech import speech
from desk.asking import NotSignedIn
from errors import BattlemapError
from texts import Tongue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request

    from texts import Texts

PROBLEM_TYPE = "application/problem+json"
STATUS = {
    BattlemapError.code: HTTPStatus.INTERNAL_SERVER_ERROR,
    "store.away": HTTPStatus.SERVICE_UNAVAILABLE,
    "store.busy": HTTPStatus.CONFLICT,
    "import.busy": HTTPStatus.CONFLICT,
    "upload.too_big": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "upload.unknown": HTTPStatus.NOT_FOUND,
    "upload.foreign": HTTPStatus.FORBIDDEN,
    "import.too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "import.run_unknown": HTTPStatus.NOT_FOUND,
    "import.nothing_rejected": HTTPStatus.NOT_FOUND,
    "api.not_found": HTTPStatus.NOT_FOUND,
    "api.malformed": HTTPStatus.BAD_REQUEST,
    "show.not_there": HTTPStatus.NOT_FOUND,
    "api.too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "access.not_signed_in": HTTPStatus.UNAUTHORIZED,
    "access.denied": HTTPStatus.FORBIDDEN,
    "access.out_of_scope": HTTPStatus.FORBIDDEN,
    "door.wrong": HTTPStatus.UNAUTHORIZED,
    "door.foreign": HTTPStatus.FORBIDDEN,
    "door.no_password": HTTPStatus.FORBIDDEN,
    "door.no_account": HTTPStatus.FORBIDDEN,
    "door.provider_refused": HTTPStatus.UNAUTHORIZED,
    "door.provider_away": HTTPStatus.SERVICE_UNAVAILABLE,
    "door.name_unknown": HTTPStatus.NOT_FOUND,
    "door.too_many": HTTPStatus.TOO_MANY_REQUESTS,
    "outage.not_there": HTTPStatus.NOT_FOUND,
    "outage.no_revision": HTTPStatus.NOT_FOUND,
    "outage.edited_meanwhile": HTTPStatus.CONFLICT,
    "outage.not_now": HTTPStatus.CONFLICT,
    "outage.not_editable": HTTPStatus.CONFLICT,
    "live.too_many": HTTPStatus.TOO_MANY_REQUESTS,
    "live.full": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""What is not here is the caller's to mend: 422."""
LONGEST_ECHO = 60
"""Characters of a value that a problem repeats."""

UNSAID = frozenset({"body", "password", "old", "new"})
"""What may hold a password is not repeated."""
LOCATING = frozenset({"file", "row", "choices"})
"""Facts that stand in the problem as members of their own."""


class NotFound(BattlemapError):
    """What was asked for does not exist."""

    code = "api.not_found"


class BadQuery(BattlemapError):
    """A parameter of the address cannot be understood. Facts: ``name``, ``value``, ``expected``."""

    code = "api.bad_query"


class BadValue(BattlemapError):
    """The same where nothing is known of what is expected. Facts: ``name``, ``value``."""

    code = "api.bad_value"


class Missing(BattlemapError):
    """Something that must be given is not (fact ``name``)."""

    code = "api.missing"


class Malformed(BattlemapError):
    """A request is not as a page of ours makes it (fact ``what``: the part that is not)."""

    code = "api.malformed"


def problem(request: Request, error: BattlemapError) -> JSONResponse:
    """Return the problem details of an error, in the language of the request."""
    say = speech(request)
    status = STATUS.get(error.code, HTTPStatus.UNPROCESSABLE_ENTITY)
    where = {name: fact for name, fact in error.facts.items() if name in LOCATING}
    if error.code == NotSignedIn.code:
        where |= {"signin": "/signin", "signin_label": say("door.again")}
    answer = _answer(say, status, error.code, say.error(error), where)
    if status is HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="battlemap"'
    if "seconds" in error.facts:
        answer.headers["Retry-After"] = str(error.facts["seconds"])
    return answer


def register(server: FastAPI) -> None:
    """Make every error of the HTTP side a problem."""
    server.add_exception_handler(BattlemapError, _known)
    server.add_exception_handler(RequestValidationError, _invalid)
    server.add_exception_handler(HTTPException, _plain)
    server.add_exception_handler(DependencyException, _no_such_file)
    server.add_exception_handler(HTTPStatus.INTERNAL_SERVER_ERROR, _unforeseen)


async def _known(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, BattlemapError)  # noqa: S101 - what the handler is registered for
    return problem(request, error)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    return problem(request, _offence(error.errors()[0], speech(request)))


def _offence(found: Mapping[str, Any], say: Texts) -> BattlemapError:
    where = found["loc"]
    name = ".".join(str(part) for part in where[1:]) or str(where[0])
    if found["type"] == "missing":
        return Missing(name=name)
    value = "…" if name in UNSAID else str(found.get("input", ""))
    value = value if len(value) <= LONGEST_ECHO else f"{value[:LONGEST_ECHO]}…"
    wanted = expected(found, say)
    if wanted is None:
        return BadValue(name=name, value=value)
    return BadQuery(name=name, value=value, expected=wanted)


async def _plain(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    say, status = speech(request), HTTPStatus(error.status_code)
    key = f"api.http.{status.value}"
    facts = {"path": request.url.path, "method": request.method, "status": status.value}
    answer = _answer(say, status, "http", say(key if say.has(key) else "api.http.other", **facts))
    answer.headers.update(error.headers or {})  # such as Allow, with 405
    return answer


async def _no_such_file(request: Request, _error: Exception) -> JSONResponse:
    """Answer for a file of Dash's that there is not; its own sentence lists all that there are."""
    return problem(request, NotFound(what=request.url.path))


async def _unforeseen(request: Request, _error: Exception) -> JSONResponse:
    """Say that something went wrong; the server logs what, and nobody else is told."""
    return problem(request, BattlemapError())


def _answer(
    say: Texts,
    status: HTTPStatus,
    code: str,
    detail: str,
    where: Mapping[str, object] | None = None,
) -> JSONResponse:
    title = f"api.title.{status.value}"
    body = {
        "type": f"urn:battlemap:{code}",
        "title": say(title) if say.has(title) else status.phrase,
        "status": status.value,
        "detail": _sendable(detail),
        **(where or {}),
    }
    headers = {"Content-Language": "zh-CN" if say.tongue is Tongue.CHINESE else "en"}
    return JSONResponse(body, status.value, headers, media_type=PROBLEM_TYPE)


def _sendable(text: str) -> str:
    """Return a text without halves of characters: JSON can hold them, UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode()
