"""What the large number above the workbench says it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from desk.outages.declared import Declared
from desk.outages.records import OutageRecord
from rules.codes import OutageKind
from rules.outages.codes import Ground, OutageState
from screens.outages.counted import Shown, counted
from texts import Tongue, texts

SAY = texts(Tongue.ENGLISH)
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
LEVELS = (4, 1, 1, 1)


def record(state: OutageState) -> OutageRecord:
    planned = state in {OutageState.DRAFT, OutageState.CANCELLED}
    kind = OutageKind.PLANNED if planned else OutageKind.FAULT
    blank: dict[str, None] = dict.fromkeys(
        ("feeder_id", "planned_at", "expected_at", "restored_at", "made_at")
    )
    return OutageRecord(
        id=1, number="TD20261122-0001", kind=kind, state=state, edit=1, cause="", place="",
        began_at=AT, made_by="dora", declared=Declared(), acts=(), **blank,
    )  # fmt: skip


def told(state: OutageState | None, back: int) -> str:
    shown = Shown(7, LEVELS, 1, back)
    found = counted(SAY, shown, record(state) if state else None, Ground.TRACE, 0)
    return json.dumps(found.to_plotly_json(), default=lambda one: one.to_plotly_json())


@pytest.mark.parametrize(
    ("state", "back", "words"),
    [
        (None, 0, "customers out"),
        (OutageState.DRAFT, 0, "will be out"),
        (OutageState.REPAIRING, 0, "customers out"),
        (OutageState.PARTLY_RESTORED, 3, "still out"),
        (OutageState.CLOSED, 7, "customers, all with power again"),
        (OutageState.CANCELLED, 0, "customers; the outage is cancelled"),
    ],
    ids=["new", "draft", "repairing", "partly", "closed", "cancelled"],
)
def test_the_same_people_are_not_out_before_it_begins_nor_after_it_ends(
    state: OutageState | None, back: int, words: str
) -> None:
    found = told(state, back)
    assert f'"{words}"' in found
    # Of all who are counted it need not be said again that they have power.
    assert ("3 have power again" in found) is (back == 3)
    assert "7 have power again" not in found
