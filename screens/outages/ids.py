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
JUDGED, TAB, COMPARED = "outage-judged", "outage-tab", "outage-compared"
"""Told with the count; what takes longer to tell is asked for after it, and lists that nobody
looks at once their tab is opened."""
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
SAVE, SURE, SAVED = "outage-save", "outage-sure", "outage-do-save"

WHY, DECIDE, DECIDED = "outage-why", "outage-decide", "outage-do-decide"
GRID, FACETS, CHOSEN = "outage-grid", "outage-facets", "outage-chosen"
LISTED, PICKED_BAR = "outage-listed", "outage-picked-bar"
TALLY, TALLIED = "outage-tally", "outage-tallied"
LISTED_SEEN, JUDGED_SEEN = "outage-listed-seen", "outage-judged-seen"
"""Told again once the rows of the list can be seen: what comes after them is asked for by these."""
FOUND, POINTED, POINTED_AT = "outage-found", "outage-pointed", "outage-pointed-at"
PERSON, PEOPLE_FOUND = "outage-person", "outage-people-found"

ACT, RESTORE, STAMP = "outage-act", "outage-restore", "outage-stamp"
CONFIRM, PROMISE, ACTED = "outage-confirm", "outage-promise", "outage-do-act"
ACT_AT, PROMISE_AT = "outage-act-at", "outage-promise-at"
FIRSTS, ACTS, REVISIONS, PROMISES = (
    "outage-firsts",
    "outage-acts",
    "outage-revisions",
    "outage-promises",
)
GUARD = "outage-guard"
TIES, OUT, LOG, PICKED_ACTS = "outage-ties", "outage-out", "outage-log", "outage-picked-acts"


NOTICE, NOTICE_READ, NOTICE_SAID = "outage-notice", "outage-notice-read", "outage-notice-said"

PROPOSE, PROPOSED = "outage-propose", "outage-proposed"
OFFERED, OFFER_SAID = "outage-offered", "outage-offer-said"
"""An area that is to go into the drawing, and what is said where it cannot."""


PRESSED = {
    "outage-pressed-edit": (SAVE, SURE, DECIDE),
    "outage-pressed-act": (CONFIRM, PROMISE, ACT, RESTORE, STAMP),
}
"""Which button was pressed last of those that make an edit, and of those that act; by kind.

Not Dash's own clicks: a panel that is drawn anew while an answer is on its way would count as a
click on its new buttons, and Dash would throw that answer away.
"""
PRESSED_EDIT, PRESSED_ACT = PRESSED


def row(kind: str, **names: object) -> dict[str, object]:
    """Return the id of one of several of a kind."""
    return {"type": kind, **names}
