"""Vector tiles of the map, with the filters of the screen in their query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Path, Request, Response

from api.problems import NotFound
from api.viewer import Asking
from desk import map as desk_map
from desk.view import Filters
from layers import tiles

if TYPE_CHECKING:
    from desk.desk import Desk

DEEPEST = 24


def router(desk: Desk) -> APIRouter:
    """Return the route of the tiles."""
    routes = APIRouter(tags=["map"])

    @routes.get(
        "/tiles/{z}/{x}/{y}.mvt",
        summary="A vector tile of the map",
        response_class=Response,
        responses={
            200: {"content": {"application/vnd.mapbox-vector-tile": {}}},
            304: {"description": "The tile is as the ETag says"},
        },
    )
    def tile(
        request: Request,
        viewer: Asking,
        z: Annotated[int, Path(ge=0, le=DEEPEST)],
        x: Annotated[int, Path(ge=0)],
        y: Annotated[int, Path(ge=0)],
    ) -> Response:
        if x >= 1 << z or y >= 1 << z:
            raise NotFound(what=f"{z}/{x}/{y}")
        filters = Filters.parse(parse_qs(request.url.query))
        snapshot = desk.seen(viewer)
        headers = {"ETag": f'"{snapshot.stamp}-{viewer.role}"', "Cache-Control": "no-cache"}
        if _is_known(headers["ETag"], request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
        # Made once for all who see the same; another change means another snapshot.
        content = snapshot.tiles.get(
            (viewer.role, z, x, y, filters),
            lambda: tiles.encode(desk_map.tile(snapshot, viewer, z, x, y, filters)),
        )
        return Response(
            content,
            media_type="application/vnd.mapbox-vector-tile",
            headers=headers | {"Content-Encoding": "gzip"},
        )

    return routes


def _is_known(tag: str, known: str) -> bool:
    """Tell whether an ETag is among those of ``If-None-Match`` (RFC 9110, 13.1.2).

    They are compared weakly: a proxy that packs an answer anew marks its tag with ``W/``.
    """
    tags = {one.strip().removeprefix("W/") for one in known.split(",")}
    return tag in tags or tags == {"*"}
