"""Every code that a frame of the bureau names stands in another, and every key stands once."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pytest

from rules.codes import Kind

if TYPE_CHECKING:
    import pandas as pd

    from data.demo.bureau import Bureau

KEYS = {
    Kind.CELLS: "code",
    Kind.SOURCES: "node",
    Kind.SECTIONS: "code",
    Kind.SWITCHES: "code",
    Kind.TRANSFORMERS: "code",
    Kind.CUSTOMERS: "account",
    Kind.RELAYS: "code",
    Kind.ISSUES: "number",
}


def named(column: pd.Series[str]) -> set[str]:
    return set(column[column != ""])


@pytest.mark.parametrize(("kind", "key"), KEYS.items())
def test_keys_are_unique(bureau: Bureau, kind: Kind, key: str) -> None:
    keys = bureau.frame(kind)[key]
    assert keys.is_unique
    assert (keys != "").all()


def test_customers_name_cells_and_transformers_that_exist(bureau: Bureau) -> None:
    customers, transformers = bureau.customers, set(bureau.transformers["code"])
    assert named(customers["cell"]) == set(bureau.cells["code"])
    assert named(customers["transformer"]) == transformers
    assert named(customers["second_transformer"]) <= transformers


def test_issues_name_accounts_that_exist(bureau: Bureau) -> None:
    assert named(bureau.issues["account"]) <= set(bureau.customers["account"])


def test_issues_without_account_have_a_place(bureau: Bureau) -> None:
    nameless = bureau.issues[bureau.issues["account"] == ""]
    assert len(nameless) > 0
    assert nameless[["x", "y"]].notna().all(axis=None)


def test_relays_serve_what_exists_and_every_village_has_one(bureau: Bureau) -> None:
    serves = set(chain.from_iterable(codes.split("、") for codes in bureau.relays["serves"]))
    transformers, cells = set(bureau.transformers["code"]), set(bureau.cells["code"])
    assert serves <= transformers | cells | set(bureau.customers["account"])
    assert transformers <= serves
    assert cells <= serves


def test_outages_name_feeders_and_transformers_that_exist(bureau: Bureau) -> None:
    outages, taken = bureau.outages, bureau.outage_transformers
    assert outages["number"].is_unique
    assert set(outages["feeder"]) <= set(bureau.sources["feeder"])
    assert set(taken["outage"]) == set(outages["number"])
    assert set(taken["transformer"]) <= set(bureau.transformers["code"])
    assert not taken.duplicated().any()


def test_sections_and_switches_name_feeders_and_nodes_that_exist(bureau: Bureau) -> None:
    assert set(bureau.sections["feeder"]) == set(bureau.sources["feeder"])
    nodes = set(bureau.sources["node"])
    for frame in (bureau.sections, bureau.switches):
        nodes |= set(frame["from_node"]) | set(frame["to_node"])
    assert set(bureau.transformers["node"]) <= nodes
