"""The ids of the outages' screens. What begins with ``outage-do`` changes something."""

from __future__ import annotations

LIST_BODY = "outages-body"

CONFIG, BOOTED = "outage-config", "outage-booted"
CANVAS, FAILED, FAILED_NOTE = "outage-canvas", "outage-failed", "outage-failed-note"
DRAWN, PARTS = "outage-drawn", "outage-parts"
BASE = "outage-base"
"""What the page works on: the id (none for a new one) and the edit that its drawing began with."""
LIVE = "outage-live"
COUNTED, CHIPS, SIDES, PROBLEM = (
    "outage-counted",
    "outage-chips",
    "outage-sides",
    "outage-problem",
)
MARKS, MARKED = "outage-marks", "outage-marked"
STRIP, TABS = "outage-strip", "outage-tabs"
SEARCH, FOUND_PARTS = "outage-search", "outage-found-parts"

KIND, CAUSE, PLACE, BEGAN, EXPECTED = (
    "outage-kind",
    "outage-cause",
    "outage-place",
    "outage-began",
    "outage-expected",
)
SAVE, SAVED = "outage-save", "outage-do-save"

WHY, DECIDE, DECIDED = "outage-why", "outage-decide", "outage-do-decide"
GRID, FACETS, CHOSEN, FACET = "outage-grid", "outage-facets", "outage-chosen", "outage-facet"
KNOWN, PICKED_BAR = "outage-known", "outage-picked-bar"
FOUND, POINTED, POINTED_AT = "outage-found", "outage-pointed", "outage-pointed-at"
PERSON, PEOPLE_FOUND = "outage-person", "outage-people-found"

COURSE = "outage-course"
ACT, ACT_WHY, ACTED = "outage-act", "outage-act-why", "outage-do-act"
CONFIRM, CONFIRMED = "outage-confirm", "outage-do-confirm"
PROMISE_AT, PROMISE_WHY, PROMISE, PROMISED = (
    "outage-promise-at",
    "outage-promise-why",
    "outage-promise",
    "outage-do-promise",
)
RESTORE, RESTORED = "outage-restore", "outage-do-restore"
STAMP, STAMPED = "outage-stamp", "outage-do-stamp"
DONE = (SAVED, DECIDED, ACTED, CONFIRMED, PROMISED, RESTORED, STAMPED)
"""What says how an act ended; whatever is shown of the outage is shown anew after one."""


def row(kind: str, **names: object) -> dict[str, object]:
    """Return the id of one of several of a kind."""
    return {"type": kind, **names}
