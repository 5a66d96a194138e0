"""A picture of the map, drawn by the server: for browsers without WebGL, print and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response

from api.viewer import Asking
from desk import map as desk_map
from desk.overview import bounds
from desk.places import position
from desk.view import Place, View
from layers.drawing import scene
from layers.palette import Theme, palette
from layers.picture import Frame, draw, find_font, fitting

if TYPE_CHECKING:
    from desk.desk import Desk
    from rules.viewer import Viewer

MARGIN = 24
"""Pixels around the frame from which marks are drawn, so that none is cut at its edge."""
LARGEST = 8192


def router(desk: Desk) -> APIRouter:
    """Return the route of the picture."""
    routes = APIRouter(tags=["map"])
    font = find_font()

    @routes.get(
        "/map.png",
        summary="A picture of the map; takes the query of a link to the map",
        response_class=Response,
        responses={200: {"content": {"image/png": {}}}},
    )
    def picture(
        request: Request,
        viewer: Asking,
        w: Annotated[int, Query(ge=64, le=LARGEST)] = 1280,
        h: Annotated[int, Query(ge=64, le=LARGEST)] = 720,
        scale: Annotated[float, Query(ge=1, le=4)] = 1.0,
        theme: Theme = Theme.LIGHT,
    ) -> Response:
        view = View.parse(request.url.query)
        place = view.place or _whole(desk, viewer, view, w, h)
        frame = Frame(place.lon, place.lat, place.zoom, w, h, scale)
        snapshot = desk.seen(viewer)
        shown = desk_map.frame(snapshot, viewer, frame.bounds(MARGIN), frame.zoom, view.filters)
        drawn = scene(shown, view.hidden, position(snapshot, view.selection))
        content = draw(drawn, frame, palette(theme), font)
        return Response(content, media_type="image/png", headers={"Cache-Control": "no-store"})

    return routes


def _whole(desk: Desk, viewer: Viewer, view: View, width: int, height: int) -> Place:
    box = bounds(desk.seen(viewer), viewer, view.filters)
    return Place(*fitting(box, width, height)) if box else WORLD


WORLD = Place(104.0, 35.0, 3.2)
"""Where an empty store looks: the whole country."""
