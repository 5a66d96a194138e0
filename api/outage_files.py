"""Files of outages over HTTP: an area comes in; a confirmed list and a page to print go out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

import shapely
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.speech import speech
from api.uploads import BODY, LONGEST_NAME, receive
from api.viewer import Asking
from desk.outages import exporting, files
from desk.outages.exporting import OutageForm
from desk.outages.files import AreaOptions
from desk.outages.summary import summary
from desk.view import LARGEST_ID
from screens import outage_print

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.outages.files import AreaFile, Told
    from texts import Texts

TYPES = {
    OutageForm.CSV: "text/csv",
    OutageForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    OutageForm.GPKG: "application/geopackage+sqlite3",
}
Ref = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Number = Annotated[int | None, Query(ge=1, le=LARGEST_ID, description="number of the list")]


class AreaQuery(BaseModel):
    """What is said besides the file; everything may be left to be found out."""

    name: str = Field("", max_length=LONGEST_NAME, description="name of the file")
    crs: str | None = Field(
        None, max_length=40, description="EPSG:n, wgs84, cgcs2000, gcj02 or bd09; beats the file"
    )
    layer: str | None = Field(
        None, max_length=LONGEST_NAME, description="of a GeoPackage or zip with several"
    )
    sure: bool = Field(default=False, description="an area out of proportion is meant")


class FeatureOut(BaseModel):
    """What is to be told of one feature: its number from 1, its name, and what was wrong."""

    number: int
    name: str
    fault: str
    said: str


class AreaOut(BaseModel):
    """An area as a GeoJSON multipolygon, WGS-84; ``left_out`` are features that are no area.

    ``count`` is how many customers are inside.
    """

    file: str
    count: int
    area: dict[str, Any]
    polygons: int
    system: str
    mended: list[FeatureOut]
    left_out: list[FeatureOut]


def router(desk: Desk) -> APIRouter:
    """Return the routes of the files."""
    routes = APIRouter(tags=["outages"])

    @routes.post(
        "/api/v1/areas/file",
        summary="The area of a file: GeoJSON, KML, GeoPackage or zipped shapefile",
        openapi_extra=BODY,
    )
    async def area(
        request: Request, viewer: Asking, query: Annotated[AreaQuery, Query()]
    ) -> AreaOut:
        files.allow(viewer)
        sent = await receive(request, files.arriving(desk), query.name, "area")
        options = AreaOptions(query.crs or None, query.layer or None, query.sure)
        found, count = await run_in_threadpool(files.area_of, desk, viewer, sent, options)
        return _out(found, count, speech(request))

    _add_list(routes, desk)
    _add_print(routes, desk)
    return routes


def _add_list(routes: APIRouter, desk: Desk) -> None:
    @routes.get(
        "/api/v1/outages/{ref}/list.{form}",
        summary="A confirmed list as a file, the newest unless a number is given",
        response_class=Response,
        responses={200: {"content": {kind: {} for kind in TYPES.values()}}},
    )
    def file(
        request: Request, viewer: Asking, ref: Ref, form: OutageForm, number: Number = None
    ) -> StreamingResponse:
        found = exporting.export(desk, viewer, ref, form, speech(request), number)
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return StreamingResponse(found.pieces, media_type=TYPES[form], headers=headers)


def _add_print(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/outages/{ref}/print", include_in_schema=False)
    def printed(request: Request, viewer: Asking, ref: Ref) -> HTMLResponse:
        found = summary(desk, viewer, ref)
        zone = desk.settings.timezone
        page = outage_print.page(speech(request), found, viewer, desk.now(), zone)
        return HTMLResponse(page, headers={"Cache-Control": "no-store"})


def _out(found: AreaFile, count: int, say: Texts) -> AreaOut:
    return AreaOut(
        file=found.file,
        count=count,
        area=json.loads(shapely.to_geojson(found.area)),
        polygons=found.polygons,
        system=found.system,
        mended=[_feature(one, say) for one in found.mended],
        left_out=[_feature(one, say) for one in found.left_out],
    )


def _feature(one: Told, say: Texts) -> FeatureOut:
    said = say(f"error.{one.fault.value}")
    return FeatureOut(number=one.number, name=one.name, fault=one.fault.value, said=said)
