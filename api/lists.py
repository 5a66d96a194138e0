"""The list as a file, sent while it is made: the query is that of the list screen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from api.speech import speech
from api.viewer import Asking
from desk.exports import Taken, take
from desk.listing import FILE, FileForm, Listing
from desk.lists import part, whole
from rules.access import Right, require
from screens import listed

if TYPE_CHECKING:
    from desk.desk import Desk

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {FileForm.CSV: CSV, FileForm.XLSX: XLSX}


def router(desk: Desk) -> APIRouter:
    """Return the route of the files."""
    routes = APIRouter(tags=["list"])

    @routes.get(
        FILE + "{form}",
        summary="The list as a file; takes the query of a link to the list",
        response_class=Response,
        responses={200: {"content": {CSV: {}, XLSX: {}}}},
    )
    def file(request: Request, viewer: Asking, form: FileForm) -> StreamingResponse:
        say, listing = speech(request), Listing.parse(request.url.query)
        snapshot = desk.seen(viewer)
        words = listed.Words(say, listing, desk.now(), desk.settings.timezone)
        rows = listed.file_rows(whole(snapshot, viewer, listing), words)
        count = part(snapshot, viewer, listing, 0, 0).count
        taken = Taken(str(listing.tab), listing.filters.query(), form, count)
        pieces = take(desk, viewer, Right.EXPORT, taken, rows)
        headers = _called(request, listing, form)
        return StreamingResponse(pieces, media_type=TYPES[form], headers=headers)

    # Says what a download would be, and takes nothing away: no row is read, none kept of it.
    @routes.head(FILE + "{form}", include_in_schema=False)
    def head(request: Request, viewer: Asking, form: FileForm) -> Response:
        require(viewer, Right.EXPORT)
        headers = _called(request, Listing.parse(request.url.query), form)
        return Response(media_type=TYPES[form], headers=headers)

    def _called(request: Request, listing: Listing, form: FileForm) -> dict[str, str]:
        day = desk.now().astimezone(desk.settings.timezone).date().isoformat()
        return _attached(f"{speech(request)(f'list.tab.{listing.tab}')}-{day}.{form}")

    return routes


def _attached(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
