"""docs/rules.md tells the truth: every rule, parameter and default stands in it as it counts."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rules.codes import Urgency
from rules.naming import text_key
from rules.pack import RulePack
from rules.parameter_specs import specs
from rules.parameters import Parameters
from rules.urgency import IssueFacts, urgency_of
from texts import Tongue, texts

DOCS = Path(__file__).resolve().parents[2] / "docs" / "rules.md"


@pytest.fixture(scope="module")
def lines() -> list[list[str]]:
    """Return the cells of every line of a table whose first cell is a key."""
    rows = [line for line in DOCS.read_text("utf-8").splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_every_parameter_with_its_default(lines: list[list[str]]) -> None:
    told = {cells[0].strip("`"): cells[1] for cells in lines if len(cells) == 4}
    assert set(told) == set(specs())
    for key, spec in specs().items():
        assert re.findall("`(.+)`", told[key]) == ([spec.default] if spec.default else []), key


def test_every_rule_with_its_value_and_confidence(lines: list[list[str]]) -> None:
    say = texts(Tongue.ENGLISH)
    told = [(cells[0], cells[1], *cells[3:5], cells[6]) for cells in lines if len(cells) == 7]
    rules = []
    for row in RulePack.load().rows:
        value = f"{say(text_key(row.bound))} {row.value:g} {say(text_key(row.unit))}"
        window = f" in {row.window_d} d" if row.window_d else ""
        rules.append((f"`{row.key}`", value + window, row.kind, row.company, row.confidence))
    assert told == rules


def test_the_day_on_which_the_rules_were_read() -> None:
    assert f"read on {RulePack.load().read_on}" in DOCS.read_text("utf-8")


@pytest.mark.parametrize(
    ("day", "hour", "urgency"),
    [(2, 9, Urgency.KEY), (7, 15, Urgency.SPECIAL), (9, 9, Urgency.SPECIAL)],
)
def test_the_example(day: int, hour: int, urgency: Urgency) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    issue = IssueFacts(Urgency.KEY, datetime(2026, 11, 2, 9, tzinfo=zone))
    now = datetime(2026, 11, day, hour, tzinfo=zone)
    defaults = Parameters.defaults()
    assert urgency_of(issue, now, defaults, zone).urgency is urgency
    assert urgency_of(issue, now - timedelta(hours=1), defaults, zone).urgency <= urgency
    late = urgency_of(issue, datetime(2026, 11, 9, 9, 1, tzinfo=zone), defaults, zone)
    assert (late.urgency, late.overdue) == (Urgency.SENSITIVE, True)
