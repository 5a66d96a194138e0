"""The list as a file, sent while it is made: the query is that of the list screen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from api.speech import speech
from api.viewer import Asking
from desk.exports import csv_parts, refuse_long, workbook
from desk.listing import FILE, FileForm, Listing
from desk.lists import part, whole
from screens import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.desk import Desk

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PIECE = 1 << 16
"""Bytes of a workbook that are sent at once."""


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
        snapshot = desk.keeper.current()
        words = listed.Words(say, listing, desk.now(), desk.settings.timezone)
        rows = listed.file_rows(whole(snapshot, viewer, listing), words)
        day = desk.now().astimezone(desk.settings.timezone).date().isoformat()
        headers = _attached(f"{say(f'list.tab.{listing.tab}')}-{day}.{form}")
        if form is FileForm.CSV:
            return StreamingResponse(csv_parts(rows), media_type=CSV, headers=headers)
        refuse_long(part(snapshot, viewer, listing, 0, 0).count)
        return StreamingResponse(_pieces(rows), media_type=XLSX, headers=headers)

    return routes


def _attached(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }


def _pieces(rows: Iterator[list[object]]) -> Iterator[bytes]:
    yield b""  # the answer begins at once, so that a browser shows the file as on its way
    with workbook(rows) as file:
        while piece := file.read(PIECE):
            yield piece
