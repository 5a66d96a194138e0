"""Files over HTTP: streamed to the disk as they come, never held in memory, never half kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Protocol

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from api.viewer import Asking
from desk.imports.bureau import judge
from desk.imports.uploads import UploadCutShort
from errors import BattlemapError

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.imports.uploads import Arriving, Upload, Uploads

LONGEST_NAME = 400
FileName = Annotated[str, Query(max_length=LONGEST_NAME, description="name of the file")]
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file itself, or a form with one file.",
        "content": {
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
        },
    }
}
"""How OpenAPI describes a body that is read as it streams in."""


class UploadUnreadable(BattlemapError):
    """A form that breaks the rules of its format, or holds no file."""

    code = "upload.unreadable"


class UploadForeign(BattlemapError):
    """A page of another site makes the browser send a file: nobody at the screen wants that."""

    code = "upload.foreign"


class UploadOut(BaseModel):
    """An upload that waits to be imported; ``size`` is in bytes."""

    token: str
    name: str
    size: int


def router(desk: Desk) -> APIRouter:
    """Return the route of the uploads."""
    routes = APIRouter(prefix="/api/v1", tags=["import"])

    @routes.post(
        "/uploads",
        status_code=201,
        summary="Send a file that is to be looked at before it is imported",
        openapi_extra=BODY,
    )
    async def upload(request: Request, viewer: Asking, name: FileName = "") -> UploadOut:
        desk.imports.allow(viewer)
        uploads = desk.imports.uploads
        await run_in_threadpool(uploads.sweep, desk.now())
        sent = await receive(request, uploads, name)
        try:
            await run_in_threadpool(judge, sent.path, desk.settings)
        except BattlemapError:
            uploads.discard(sent.token)
            raise
        return UploadOut(token=sent.token, name=sent.name, size=sent.size)

    return routes


async def receive(request: Request, uploads: Uploads, name: str, otherwise: str = "") -> Upload:
    """Take the file of a request in: its whole body, or the file of a form.

    It is called ``name``; where that is empty, as the form says, or ``otherwise``.

    Raises
    ------
    UploadForeign
        The page that sends it belongs to another site.
    desk.imports.uploads.UploadTooLarge
        It is more than the limit; the rest of it is not waited for.
    desk.imports.uploads.UploadCutShort
        The sender went away, or sent less than announced.
    UploadUnreadable
        A form without a file, or no form at all.
    """
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise UploadForeign
    announced = request.headers.get("content-length", "")
    expected = int(announced) if announced.isdecimal() else None
    received = 0
    with uploads.arriving(name or otherwise) as arriving:
        reader = _reader(request, arriving, expected, named=bool(name))
        try:
            async for piece in request.stream():
                received += len(piece)
                reader.take(piece)
        except ClientDisconnect as error:
            file = arriving.path.name
            raise UploadCutShort(file=file, received=received, expected=expected) from error
        if expected is not None and received != expected:
            raise UploadCutShort(file=arriving.path.name, received=received, expected=expected)
        reader.end()
    return uploads.find(arriving.token)


class _Reader(Protocol):
    def take(self, piece: bytes) -> None: ...

    def end(self) -> None: ...


class _Plain:
    """A body that is the file."""

    def __init__(self, arriving: Arriving, expected: int | None) -> None:
        self._arriving = arriving
        arriving.expect(expected or 0)

    def take(self, piece: bytes) -> None:
        self._arriving.write(piece)

    def end(self) -> None:
        """Nothing is left to do."""


class _Form:
    """A body that is a form: the first file in it is taken, everything else is passed over."""

    def __init__(self, arriving: Arriving, boundary: bytes, *, named: bool) -> None:
        self._arriving, self._named = arriving, named
        self._found = self._inside = self._complete = False
        self._field, self._value, self._disposition = b"", b"", b""
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._part_end,
                "on_end": self._end,
            },
        )

    def take(self, piece: bytes) -> None:
        try:
            self._parser.write(piece)
        except FormParserError as error:
            raise UploadUnreadable from error

    def end(self) -> None:
        if not self._found or not self._complete:
            raise UploadUnreadable

    def _begin(self) -> None:
        self._disposition = b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._field.lower() == b"content-disposition":
            self._disposition = self._value
        self._field, self._value = b"", b""

    def _headers_finished(self) -> None:
        name = parse_options_header(self._disposition)[1].get(b"filename")
        if name is None or self._found:
            return
        self._found = self._inside = True
        if not self._named:
            self._arriving.call(name.decode("utf-8", "replace"))

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._inside:
            self._arriving.write(data[start:end])

    def _part_end(self) -> None:
        self._inside = False

    def _end(self) -> None:
        self._complete = True


def _reader(request: Request, arriving: Arriving, expected: int | None, *, named: bool) -> _Reader:
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data":
        return _Plain(arriving, expected)
    boundary = options.get(b"boundary")
    if not boundary:
        raise UploadUnreadable
    try:
        return _Form(arriving, boundary, named=named)
    except FormParserError as error:  # a boundary that is longer than any form's
        raise UploadUnreadable from error
