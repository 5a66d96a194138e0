"""Errors over HTTP: RFC 9457 problem details, one table from error to status."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from errors import BattlemapError
from texts import choose, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request

PROBLEM_TYPE = "application/problem+json"
STATUS = {
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
}
"""What is not here is the caller's to mend: 422."""


LOCATING = frozenset({"file", "row"})
"""Facts that stand in the problem as members of their own."""


class NotFound(BattlemapError):
    """What was asked for does not exist."""

    code = "api.not_found"


class BadQuery(BattlemapError):
    """A parameter of the address cannot be understood. Facts: ``name``, ``value``, ``expected``."""

    code = "api.bad_query"


def problem(request: Request, error: BattlemapError) -> JSONResponse:
    """Return the problem details of an error, in the language of the request."""
    say = texts(choose(request.query_params.get("lang"), request.headers.get("accept-language")))
    status = STATUS.get(error.code, HTTPStatus.UNPROCESSABLE_ENTITY)
    where = {name: fact for name, fact in error.facts.items() if name in LOCATING}
    return _answer(status, error.code, say.error(error), where)


def register(server: FastAPI) -> None:
    """Make every error of the HTTP side a problem."""
    server.add_exception_handler(BattlemapError, _known)
    server.add_exception_handler(RequestValidationError, _invalid)
    server.add_exception_handler(HTTPException, _plain)


async def _known(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, BattlemapError)  # noqa: S101 - what the handler is registered for
    return problem(request, error)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"][1:])
    bad = BadQuery(name=name, value=str(first.get("input", "")), expected=first["msg"])
    return problem(request, bad)


async def _plain(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    answer = _answer(HTTPStatus(error.status_code), "http", str(error.detail))
    answer.headers.update(error.headers or {})  # such as Allow, with 405
    return answer


def _answer(
    status: HTTPStatus, code: str, detail: str, where: Mapping[str, object] | None = None
) -> JSONResponse:
    body = {
        "type": f"urn:battlemap:{code}",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        **(where or {}),
    }
    return JSONResponse(body, status.value, media_type=PROBLEM_TYPE)
