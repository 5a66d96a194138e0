"""The import over HTTP: a file in, a report out; templates, and the rows that were rejected."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.import_report import ReportOut, report_out
from api.uploads import BODY, LONGEST_NAME, receive
from api.viewer import Asking
from data.importing import ImportOptions, parse_mapping, parse_systems
from desk.imports import history
from desk.imports.guide import TemplateForm, template
from errors import BattlemapError
from rules.codes import Kind
from texts import Tongue, choose, texts

if TYPE_CHECKING:
    from data.importing import ImportReport
    from desk.desk import Desk
    from desk.imports.uploads import Upload

LARGEST_RUN = 2**31 - 1
"""Both databases number imports below this."""
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {TemplateForm.CSV: CSV, TemplateForm.XLSX: XLSX}
PLAIN = {"X-Content-Type-Options": "nosniff"}


class Imported(StrEnum):
    """What can be sent: a file of one kind, or a whole bureau folder as a zip."""

    CELLS = "cells"
    SOURCES = "sources"
    SECTIONS = "sections"
    SWITCHES = "switches"
    TRANSFORMERS = "transformers"
    CUSTOMERS = "customers"
    RELAYS = "relays"
    ISSUES = "issues"
    LINES = "lines"
    BUREAU = "bureau"


class NotABureau(BattlemapError):
    """A bureau was promised, and a single file came. Facts: ``file``."""

    code = "import.not_a_bureau"


class ImportQuery(BaseModel):
    """What is said besides the file; everything may be left to be found out."""

    name: str = Field("", max_length=LONGEST_NAME, description="name of the file")
    crs: list[str] = Field(
        [],
        description=(
            "EPSG:n, wgs84, cgcs2000, gcj02 or bd09; beats what the file says. Of a bureau it "
            "counts for every file; kind=system, as in customers=gcj02, counts for that kind "
            "(or file) only. Repeatable"
        ),
    )
    encoding: str | None = Field(None, description="utf-8, gb18030 …; else it is detected")
    map: list[str] = Field(
        [], description="column=field, or column=ignore to leave it out; repeatable"
    )
    sheet: str | None = Field(None, description="sheet of a workbook, layer of a GeoPackage")
    dry_run: bool = Field(default=False, description="compare and report, write nothing")
    lang: str | None = Field(None, description="zh or en; else what the client prefers")


Language = Annotated[str | None, Query(description="zh or en; else what the client prefers")]


def router(desk: Desk) -> APIRouter:
    """Return the routes of the import."""
    routes = APIRouter(prefix="/api/v1", tags=["import"])

    @routes.post("/import/{kind}", summary="Import a file", openapi_extra=BODY)
    async def imported(
        request: Request, viewer: Asking, kind: Imported, query: Annotated[ImportQuery, Query()]
    ) -> ReportOut:
        tongue = _tongue(request, query.lang)
        options = _options(kind, query, tongue)
        desk.imports.allow(viewer)
        desk.imports.refuse_if_busy()
        sent = await receive(request, desk.imports.uploads, query.name, kind)
        report = await run_in_threadpool(_run, desk, viewer, sent, options)
        return report_out(report, texts(tongue))

    @routes.get(
        "/import/{kind}/template.{form}",
        summary="An empty file with the columns of a kind",
        response_class=Response,
        responses={200: {"content": {CSV: {}, XLSX: {}}}},
    )
    def empty(request: Request, kind: Kind, form: TemplateForm, lang: Language = None) -> Response:
        content = template(kind, _tongue(request, lang), form)
        attached = {"Content-Disposition": f'attachment; filename="{kind}.{form}"'}
        return Response(content, media_type=_TYPES[form], headers=attached | PLAIN)

    @routes.get(
        "/imports/{run}/rejected/{kind}.csv",
        summary="The rows that an import rejected, with the reasons",
        response_class=Response,
        responses={200: {"content": {CSV: {}}}},
    )
    def rejected(
        viewer: Asking, run: Annotated[int, Path(ge=1, le=LARGEST_RUN)], kind: Kind
    ) -> Response:
        found = history.rejected_rows(desk, viewer, run, kind)
        return _attached(found.text, found.name)

    return routes


def _attached(text: str, name: str) -> Response:
    attached = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=CSV, headers=attached | PLAIN)


def _options(kind: Imported, query: ImportQuery, tongue: Tongue) -> ImportOptions:
    crs, crs_of = parse_systems(query.crs, query.name)
    return ImportOptions(
        kind=None if kind is Imported.BUREAU else Kind(kind),
        crs=crs,
        crs_of=crs_of,
        encoding=query.encoding,
        mapping=parse_mapping(query.map, query.name),
        dry_run=query.dry_run,
        sheet=query.sheet,
        tongue=tongue,
    )


def _run(desk: Desk, viewer: Asking, sent: Upload, options: ImportOptions) -> ImportReport:
    if options.kind is None and not desk.imports.is_bureau(sent):
        desk.imports.uploads.discard(sent.token)
        raise NotABureau(file=sent.name)
    return desk.imports.run(viewer, sent, options, lambda _progress: None)


def _tongue(request: Request, lang: str | None) -> Tongue:
    return choose(lang, request.headers.get("accept-language"))
