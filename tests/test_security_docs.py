"""What docs/security.md says is what the code does."""

from __future__ import annotations

from pathlib import Path

from api.hygiene import LARGEST, policy
from desk.door import locks, machines, passwords, signing
from rules.access import Right, rights_of
from rules.viewer import PEOPLE
from settings import Settings
from texts import Tongue, texts

DOCS = (Path(__file__).resolve().parents[1] / "docs" / "security.md").read_text(encoding="utf-8")
SENTENCES = " ".join(DOCS.split())


def test_the_table_of_rights_is_the_one_that_the_desk_asks() -> None:
    say = texts(Tongue.ENGLISH)
    for right in Right:
        label = say(f"code.right.{right.value}")
        (row,) = (line for line in DOCS.splitlines() if line.startswith(f"| {label} |"))
        told = [cell.strip() for cell in row.strip("|").split("|")][1:]
        assert [cell != "·" for cell in told] == [right in rights_of(role) for role in PEOPLE]


def test_the_policy_stands_there_as_it_is_sent() -> None:
    assert policy(["<hashes>"]) in SENTENCES


def test_figures_are_those_of_the_code() -> None:
    usual = Settings.from_environment({})
    for told in (
        f"{passwords.SHORTEST} to {passwords.LONGEST} characters",
        f"ends {usual.session_idle_hours} hours after",
        f"{usual.session_days} days after it began",
        f"`read` and {machines.USUAL_DAYS} days",
        f"{machines.MOST_DAYS} days at most",
        f"At most {signing.MOST_SESSIONS} sessions",
        f"| {signing.PAIR_TRIES}, one more every {signing.PAIR_EVERY / 60:g} minutes",
        f"| {signing.ADDRESS_TRIES}, one more every {signing.ADDRESS_EVERY:g} seconds",
        f"| {locks.FREE_FAILURES} wrong in a row",
        f"{LARGEST // 1_000_000} MB, but for uploads",
    ):
        assert told in SENTENCES, told
