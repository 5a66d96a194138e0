"""The HTTP side as one FastAPI application, ready for Dash to be put on."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from starlette.middleware.gzip import GZipMiddleware

from api import customers, health, imports, lists, picture, problems, tiles, uploads
from api.door import Door
from api.problems import PROBLEM_TYPE, NotFound

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import Response

    from desk.desk import Desk

DOCS = "/api/docs"
OPENAPI = "/api/openapi.json"
GZIP_FROM = 1_000
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": HTTPStatus(status).phrase, "content": {PROBLEM_TYPE: {}}}
    for status in (404, 405, 409, 413, 422, 503)
}
"""What any route may answer instead: RFC 9457 problem details."""
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
    for module in (health, customers, lists, tiles, picture, imports, uploads):
        application.include_router(module.router(desk), responses=PROBLEMS)
    application.add_api_route(DOCS, _docs, methods=["GET"], include_in_schema=False)
    application.add_api_route("/api/{path:path}", _unknown, include_in_schema=False)
    application.state.callbacks = {}  # until Dash has been put on
    application.add_middleware(Door)
    application.add_middleware(GZipMiddleware, minimum_size=GZIP_FROM, compresslevel=1)
    application.middleware("http")(_always_fresh)
    return application


async def _unknown(path: str) -> None:
    """Answer for what is not there: a page for people would say nothing to a program."""
    raise NotFound(what=f"/api/{path}")


async def _docs() -> HTMLResponse:
    """Serve the API's page from files of our own: the usual one asks the internet for them."""
    return HTMLResponse(DOCS_PAGE)


async def _always_fresh(
    request: Request, go_on: Callable[[Request], Awaitable[Response]]
) -> Response:
    # Modules of the map script import each other by plain names: a browser must ask whether
    # they changed, or an upgrade would mix old and new.
    response = await go_on(request)
    if request.url.path.startswith("/assets/"):
        response.headers["Cache-Control"] = "no-cache"
    return response
