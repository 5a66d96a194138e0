"""The HTTP side as one FastAPI application, ready for Dash to be put on."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse
from starlette.middleware.gzip import GZipMiddleware

from api import (
    account,
    areas,
    customers,
    drawing,
    events,
    health,
    imports,
    lists,
    network,
    outage_files,
    outages,
    passwords,
    picture,
    problems,
    session,
    show,
    signin,
    tiles,
    uploads,
)
from api.credentials import COOKIE
from api.guard import Guard
from api.hygiene import Manners, Scales
from api.problems import PROBLEM_TYPE, NotFound
from api.wellformed import WellFormed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desk.desk import Desk

DOCS = "/api/docs"
OPENAPI = "/api/openapi.json"
GZIP_FROM = 1_000
LOOKED_AT = (health, customers, lists, tiles, picture, areas, drawing, network)
"""Modules of routes by which nothing is changed or shown openly."""
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": HTTPStatus(status).phrase, "content": {PROBLEM_TYPE: {}}}
    for status in (401, 403, 404, 405, 409, 413, 422, 429, 503)
}
"""What any route may answer instead: RFC 9457 problem details."""
SCHEMES = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "For machines: `python app.py token add NAME --role ROLE`.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "For people: what POST /api/v1/session answers with.",
    },
}
WITHOUT = (("/api/v1/health", "get"), ("/api/v1/session", "post"))
"""What strangers may ask as well."""
DOCS_PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>API</title><link rel="stylesheet" href="/assets/vendor/swagger-ui.css"></head>
<body><div id="swagger-ui"></div>
<script src="/assets/vendor/swagger-ui-bundle.js"></script>
<script src="/assets/plain/docs.js" data-openapi="{OPENAPI}"></script></body></html>"""


def server(desk: Desk) -> FastAPI:
    """Return the application with every route of the HTTP side."""
    application = FastAPI(
        title="Battle Map",
        version="1",
        openapi_url=OPENAPI,
        docs_url=None,
        redoc_url=None,
    )
    problems.register(application)
    comparing = passwords.PasswordDesk(desk)
    for own in (session, passwords):
        application.include_router(own.router(desk, comparing), responses=PROBLEMS)
    for module in (*LOOKED_AT, outages, events, show, imports, uploads, outage_files):
        application.include_router(module.router(desk), responses=PROBLEMS)
    for page in (signin, account):
        application.include_router(page.router(desk, comparing))
    application.openapi = partial(_described, application)  # type: ignore[method-assign]  # as FastAPI says to
    application.add_api_route(DOCS, _docs, methods=["GET"], include_in_schema=False)
    application.add_api_route("/api/{path:path}", _unknown, include_in_schema=False)
    application.state.callbacks = {}  # until Dash has been put on
    application.add_middleware(WellFormed)
    application.add_middleware(GZipMiddleware, minimum_size=GZIP_FROM, compresslevel=1)
    return application


def closed(application: FastAPI, desk: Desk, scripts: Iterable[str]) -> None:
    """Put the guard before everything else that the application has been given until now.

    Called last, when Dash has put itself on as well: what is added later stands outside.
    ``scripts`` are the hashes of the inline scripts that pages may run.
    """
    application.add_middleware(Scales)
    application.add_middleware(Guard, desk=desk)
    application.add_middleware(Manners, scripts=tuple(scripts))


def _described(application: FastAPI) -> dict[str, Any]:
    """Return the description of the API, with the two ways to say who asks."""
    if application.openapi_schema is None:
        whole = get_openapi(
            title=application.title, version=application.version, routes=application.routes
        )
        whole.setdefault("components", {})["securitySchemes"] = SCHEMES
        whole["security"] = [{name: []} for name in SCHEMES]
        for path, method in WITHOUT:
            whole["paths"][path][method]["security"] = []
        application.openapi_schema = whole
    return application.openapi_schema


async def _unknown(path: str) -> None:
    """Answer for what is not there: a page for people would say nothing to a program."""
    raise NotFound(what=f"/api/{path}")


async def _docs() -> HTMLResponse:
    """Serve the API's page from files of our own: the usual one asks the internet for them."""
    return HTMLResponse(DOCS_PAGE)
