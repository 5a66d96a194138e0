"""What the crawl tells the callbacks of the outages' screens.

Nothing of it changes the bureau, which many crawls share: an edit that is long past is refused,
and so is an outage that would end before it begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from screens.outages import ids

if TYPE_CHECKING:
    from tests.leaks.routes import Refs

LONG_PAST = 0
BEGAN, ENDED = "2020-01-02T00:00", "2020-01-01T00:00"
EVERYWHERE = [[100.0, 20.0], [115.0, 20.0], [115.0, 35.0], [100.0, 35.0], [100.0, 20.0]]
FEEDERS = [["feeder", ref, True] for ref in (1, 2, 3)]
BUTTONS = (ids.NOTICE_READ, ids.PROPOSE)
EDITS = (
    ids.SAVE,
    ids.row(ids.SURE, of="area.0"),
    ids.row(ids.DECIDE, basis="inside_only", of=-1, verdict="not_touched"),
)
ACTS = (
    ids.CONFIRM,
    ids.PROMISE,
    ids.row(ids.ACT, act="approve"),
    ids.row(ids.RESTORE, how="still", ref=0),
)
TOLD = (ids.JUDGED, ids.JUDGED_SEEN, ids.LISTED, ids.LISTED_SEEN, ids.COMPARED)
NOTICE = "停电线路：1号线。停电范围：月亮山村。停电时间：2026年12月1日8时至18时。原因：检修。"
PAGES = ("/outages", "/outages/new")


def values(refs: Refs) -> dict[str, list[Any]]:
    """Return by what it is of what a browser would tell."""
    some = [{"id": ref, "edit": LONG_PAST} for ref in refs.outages]
    return {
        f"{ids.PRESSED_EDIT}.data": [{"button": button} for button in EDITS],
        f"{ids.PRESSED_ACT}.data": [{"button": button} for button in ACTS],
        f"{ids.BASE}.data": [None, *some],
        f"{ids.DRAWN}.data": [None, {"areas": [EVERYWHERE], "holes": []}],
        # Three beside the two of the drawing: where not every combination is asked, each still is
        # once, and so is a trace without any drawing.
        f"{ids.PARTS}.data": [FEEDERS, None, FEEDERS],
        f"{ids.CHOSEN}.data": [None, {"sensitivity": "3"}],
        **{f"{name}.data": ["1-1"] for name in TOLD},
        f"{ids.FOUND}.data": [{"id": ref} for ref in refs.customers[:4]],
        f"{ids.FAILED}.data": [{"why": "no"}],
        f"{ids.ACTED}.children": [None],
        f"{ids.GRID}.getRowsRequest": [{"startRow": 0, "endRow": 500}],
        f"{ids.GRID}.selectedRows": [[]],
        **{f"{name}.n_clicks": [1] for name in BUTTONS},
        f"{ids.NOTICE}.value": [NOTICE],
        f"{ids.SEARCH}.value": ["线", "1", "1390000"],
        f"{ids.PERSON}.value": ["组", "王", "1390000", "8223456"],
        f"{ids.WHY}.value": ["试一试"],
        f"{ids.KIND}.value": ["fault"],
        **{f"{name}.value": [""] for name in (ids.PLACE, ids.CAUSE, ids.ACT_AT, ids.PROMISE_AT)},
        f"{ids.BEGAN}.value": [BEGAN],
        f"{ids.EXPECTED}.value": [ENDED],
    }


def pages(refs: Refs) -> list[str]:
    """Return the paths of the screens."""
    return [*PAGES, *(f"/outages/{ref}" for ref in refs.outages[:3])]
