"""Outages over HTTP: declared, decided, confirmed, promised, restored. The desk asks for rights."""

from __future__ import annotations

import json
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

import shapely
from fastapi import APIRouter, Path, Query

from api import outage_bodies as bodies
from api.viewer import Asking
from desk.outages import (
    confirming,
    deciding,
    declaring,
    living,
    milestones,
    promising,
    records,
    restoring,
)
from desk.outages.approval import EditMissing
from desk.outages.draft import Draft
from desk.outages.geojson import read_geojson
from desk.outages.named import Named, codes_of, ids_of, parts_named
from desk.outages.standing import standing
from rules.access import Right, require
from rules.outages.codes import OutageAct, Part

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.outages.area import ReadArea
    from rules.viewer import Viewer

PAGE, MOST_ROWS, LAST_PAGE = 200, 1_000, 1_000_000
Ref = Annotated[int, Path(ge=1, le=bodies.LARGEST)]
"""An outage by its id."""


def router(desk: Desk) -> APIRouter:
    """Return the routes of outages."""
    routes = APIRouter(prefix="/api/v1/outages", tags=["outages"])
    _reading(routes, desk)
    _declaring(routes, desk)
    _living(routes, desk)
    return routes


def _reading(routes: APIRouter, desk: Desk) -> None:
    @routes.get("", summary="Outages that are not over, or the newest of those that are")
    def listed(viewer: Asking, over: bool = False) -> bodies.OutagesOut:  # noqa: FBT001, FBT002 - a parameter of the address
        found, totals = records.listing(desk, viewer, over=over), records.totals(desk, viewer)
        lines = [bodies.LineOut.of(line) for line in found]
        return bodies.OutagesOut(running=totals.running, out=totals.out, outages=lines)

    @routes.get("/{ref}", summary="An outage: declared, promised, confirmed, done")
    def one(viewer: Asking, ref: Ref) -> bodies.OutageOut:
        return _whole(desk, viewer, ref)

    @routes.get("/{ref}/affected", summary="Whom an outage touches, and on which basis")
    def affected(
        viewer: Asking,
        ref: Ref,
        page: Annotated[int, Query(ge=0, le=LAST_PAGE)] = 0,
        size: Annotated[int, Query(ge=1, le=MOST_ROWS)] = PAGE,
        revision: Annotated[
            int | None, Query(ge=0, le=bodies.LARGEST, description="0: as declared now")
        ] = None,
    ) -> bodies.AffectedOut:
        start = page * size
        return bodies.AffectedOut.of(standing(desk, viewer, ref, start, start + size, revision))


def _declaring(routes: APIRouter, desk: Desk) -> None:
    @routes.post("", status_code=HTTPStatus.CREATED, summary="Declare an outage")
    def declare(viewer: Asking, given: bodies.OutageIn) -> bodies.DeclaredOut:
        read = _read(viewer, given)
        ref = declaring.declare(desk, viewer, _draft(desk, viewer, given, read))
        found, mended = records.one(desk, viewer, ref), _mended(read)
        return bodies.DeclaredOut(
            id=ref, number=found.number, edit=found.edit, state=found.state, mended=mended
        )

    @routes.put("/{ref}", summary="Change what an outage was declared by")
    def revise(viewer: Asking, ref: Ref, given: bodies.OutageAgainIn) -> bodies.RevisedOut:
        read = _read(viewer, given)
        draft = _draft(desk, viewer, given, read)
        edit = declaring.revise(desk, viewer, ref, given.edit, draft)
        return bodies.RevisedOut(edit=edit, mended=_mended(read))

    @routes.post("/{ref}/decide", summary="Put customers on the list or leave them off")
    def decide(viewer: Asking, ref: Ref, given: bodies.DecideIn) -> bodies.EditOut:
        edit = deciding.decide(
            desk, viewer, ref, given.edit, given.customers, given.verdict, given.why
        )
        return bodies.EditOut(edit=edit)

    @routes.post("/{ref}/confirm", summary="Freeze the list")
    def confirm(viewer: Asking, ref: Ref, given: bodies.EditIn) -> bodies.RevisionOut:
        return bodies.RevisionOut.of(confirming.confirm(desk, viewer, ref, given.edit))


def _living(routes: APIRouter, desk: Desk) -> None:
    @routes.post("/{ref}/act", summary="Move an outage on")
    def act(viewer: Asking, ref: Ref, given: bodies.ActIn) -> bodies.StateOut:
        if given.act is OutageAct.APPROVE and given.edit is None:
            raise EditMissing
        state = living.act(desk, viewer, ref, given.act, given.why, given.at, given.edit)
        return bodies.StateOut(state=state)

    @routes.post("/{ref}/restore", summary="Say who has power again")
    def restore(viewer: Asking, ref: Ref, given: bodies.RestoreIn) -> bodies.StateOut:
        seen = desk.seen(viewer)
        state = restoring.restore(
            desk,
            viewer,
            ref,
            transformers=ids_of(seen, viewer, Part.TRANSFORMER, given.transformers),
            closed=ids_of(seen, viewer, Part.SWITCH, given.closed),
            customers=given.customers,
            everybody=given.everybody,
            at=given.at,
        )
        return bodies.StateOut(state=state)

    @routes.post("/{ref}/still-out", summary="Put customers back among those without power")
    def still_out(viewer: Asking, ref: Ref, given: bodies.StillOutIn) -> bodies.StateOut:
        state = restoring.still_out(desk, viewer, ref, given.customers, given.why)
        return bodies.StateOut(state=state)

    @routes.post("/{ref}/promise", summary="Promise when power is back")
    def promise(viewer: Asking, ref: Ref, given: bodies.PromiseIn) -> list[bodies.PromiseOut]:
        promising.promise(desk, viewer, ref, given.expected_at, given.why)
        return _promises(desk, viewer, ref)

    @routes.post("/{ref}/milestone", summary="Say when one of the five firsts was reached")
    def milestone(viewer: Asking, ref: Ref, given: bodies.MilestoneIn) -> list[bodies.MilestoneOut]:
        milestones.stamp(desk, viewer, ref, given.milestone, given.at)
        return _milestones(desk, viewer, ref)


def _whole(desk: Desk, viewer: Viewer, ref: int) -> bodies.OutageOut:
    found, seen = records.one(desk, viewer, ref), desk.seen(viewer)
    own = {
        name: getattr(found, name) for name in bodies.OutageOut.model_fields if hasattr(found, name)
    }
    course = records.course(desk, viewer, ref)
    return bodies.OutageOut(
        **own,
        **asdict(codes_of(seen, viewer, found.declared.parts)),
        area=_geojson(found.declared.area),
        promises=_promises(desk, viewer, ref),
        milestones=_milestones(desk, viewer, ref),
        revisions=[bodies.RevisionOut.of(one) for one in confirming.revisions(desk, viewer, ref)],
        events=[bodies.EventOut.model_validate(one, from_attributes=True) for one in course],
    )


def _promises(desk: Desk, viewer: Viewer, ref: int) -> list[bodies.PromiseOut]:
    found = promising.promises(desk, viewer, ref)
    return [bodies.PromiseOut.model_validate(one, from_attributes=True) for one in found]


def _milestones(desk: Desk, viewer: Viewer, ref: int) -> list[bodies.MilestoneOut]:
    found = milestones.reached(desk, viewer, ref).values()
    return [bodies.MilestoneOut.model_validate(one, from_attributes=True) for one in found]


def _read(viewer: Viewer, given: bodies.OutageIn) -> ReadArea | None:
    require(viewer, Right.DECLARE_OUTAGE)  # before anything is said about what came
    return None if given.area is None else read_geojson(given.area)


def _mended(read: ReadArea | None) -> list[str]:
    return [] if read is None else [str(fault) for fault in read.mended]


def _draft(desk: Desk, viewer: Viewer, given: bodies.OutageIn, read: ReadArea | None) -> Draft:
    names = {name: getattr(given, name) for name in Named.__dataclass_fields__}
    return Draft(
        kind=given.kind,
        cause=given.cause,
        place=given.place,
        began_at=given.began_at,
        expected_at=given.expected_at,
        area=None if read is None else read.area,
        parts=parts_named(desk.seen(viewer), viewer, Named(**names)),
        sure=given.sure,
    )


def _geojson(area: shapely.Geometry | None) -> dict[str, Any] | None:
    return None if area is None else json.loads(shapely.to_geojson(area))
