"""What the confirmed lists say of the difference that confirming again would make."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desk.outages.frozen import Revision
from desk.outages.pending import Pending
from desk.people import Person
from rules.outages.codes import Ground
from screens.outages.revisions import MOST_NAMED, revisions
from texts import Tongue, texts

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
LIST = Revision(1, 1, AT, "dora", 1, 1, Ground.TRACE, {"touched": 7}, "0" * 64)


def person(n: int, name: str) -> Person:
    blank = {"address": "", "sensitivity": 0, "urgency": 0, "life_support": None, "class_": 0}
    return Person(id=n, account=f"A{n}", name=name, x=0.0, y=0.0, cell="", deadline=None, **blank)  # type: ignore[arg-type]


def told(tongue: Tongue, again: Pending | None) -> str:
    found = revisions(texts(tongue), [LIST], {}, 1, ZONE, {}, again)
    return json.dumps(
        found.to_plotly_json(), default=lambda one: one.to_plotly_json(), ensure_ascii=False
    )


def of(*names: str) -> Pending:
    people = tuple(person(n, name) for n, name in enumerate(names))
    return Pending(len(names), 0, len(names), people[:MOST_NAMED], (), people[:MOST_NAMED])


@pytest.mark.parametrize(
    ("tongue", "row", "words"),
    [
        (Tongue.CHINESE, "甲、A1、丙", "再次确认将更新名单上 3 户的记载"),
        (Tongue.ENGLISH, "甲, A1, 丙", "would renew what the list says of 3"),
    ],
)
def test_names_stand_in_a_row_as_the_language_writes_them(
    tongue: Tongue, row: str, words: str
) -> None:
    found = told(tongue, of("甲", "", "丙"))
    assert f'"{row}"' in found
    assert words in found


def test_who_is_not_named_is_counted() -> None:
    found = told(Tongue.ENGLISH, of(*(f"n{n}" for n in range(MOST_NAMED + 1))))
    assert f"would put {MOST_NAMED + 1} on the list" in found
    assert f"n{MOST_NAMED - 1}…" in found
    assert f"n{MOST_NAMED}" not in found


def test_a_list_that_would_say_the_same_asks_for_nothing() -> None:
    found = told(Tongue.ENGLISH, None)
    assert "List 1" in found
    assert "confirm again" not in found.lower()
