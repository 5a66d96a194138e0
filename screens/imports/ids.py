"""Ids of the import screen. The stores hold tokens, ids and what a form says, never data."""

from __future__ import annotations

STEP = "imports-step"
HISTORY = "imports-history"

UPLOADED = "imports-uploaded"
"""Store: what the uploader tells once a file has arrived (``token``)."""
BEGUN = "imports-begun"
TRIED = "imports-tried"
ANYWAY = "imports-anyway"
RECAST = "imports-recast"
BACK = "imports-back"
ENDED = "imports-ended"
SIGNALS = (BEGUN, TRIED, ANYWAY, RECAST, BACK, ENDED)
"""Stores, one for each act, that only say: look again at what the desk knows of the upload."""
GO_CHECK = "imports-go-check"
GO_RUN = "imports-go-run"
GO_CLEARED = "imports-go-cleared"

KIND = "imports-kind"
CRS = "imports-crs"
CRS_OF = "imports-crs-of"
"""Type of the pattern-matching ids of the coordinates of single kinds; their index is the kind."""
EPSG = "imports-epsg"
EPSG_BOX = "imports-epsg-box"
ENCODING = "imports-encoding"
SHEET = "imports-sheet"
CHECKED = "imports-checked"
SHOWN = "imports-shown"
"""Store: the headers of the file and the fields shown for them."""
MAPPING = "imports-mapping"
"""Store: the field of each header that a person changed."""
COLUMN = "imports-column"
"""Type of the pattern-matching ids of the columns; their index is the column's place."""

BEGIN_BUTTON = "imports-begin-button"
TRY_BUTTON = "imports-try-button"
ANYWAY_BUTTON = "imports-anyway-button"
RECAST_BUTTON = "imports-recast-button"
BACK_BUTTON = "imports-back-button"

PROGRESS = "imports-progress"
CLOCK = "imports-clock"

CLEAR_BUTTON = "imports-clear-button"
CLEAR_MODAL = "imports-clear-modal"
CLEAR_CANCEL = "imports-clear-cancel"
CLEAR_CONFIRM = "imports-clear-confirm"


def note(button: str) -> str:
    """Return the id of the line beside a button that says why it did nothing."""
    return f"{button}-note"


def crs_of(kind: str) -> dict[str, str]:
    """Return the id of the coordinates of a kind."""
    return {"type": CRS_OF, "index": kind}


def column(place: int) -> dict[str, str | int]:
    """Return the id of the field of a column."""
    return {"type": COLUMN, "index": place}
