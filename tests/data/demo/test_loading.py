from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, insert, select

from data import changes
from data.clearing import OWN
from data.demo.loading import StoreHoldsOwnData, load
from data.demo.progress import silent
from data.importing.errors import ImportRefused
from data.store import open_store
from data.tables import Customer, Fact, Feeder, Outage, OutageTransformer, Transformer
from rules.codes import Kind
from rules.viewer import SYSTEM
from settings import Settings
from tests.builders import Bureau as Rows
from texts import Tongue, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.demo.bureau import Bureau
    from data.store import Store


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Open an empty store, on SQLite and PostgreSQL in turn."""
    opened = open_store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give settings with a data folder of the test's own."""
    return Settings.from_environment({"BATTLEMAP_DATA_DIR": str(tmp_path / "var")})


def count(store: Store, model: type[Customer | Outage | OutageTransformer]) -> int:
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(model)) or 0


def fact(store: Store, key: str) -> str | None:
    with store.reading() as connection:
        return changes.fact(connection, SYSTEM, key)


def test_the_import_takes_every_row(store: Store, settings: Settings, small: Bureau) -> None:
    report = load(store, SYSTEM, small, silent, settings)
    assert {part.kind: part.added for part in report.kinds} == {
        kind: len(small.frame(kind)) for kind in Kind
    }
    assert report.rejected == 0
    assert all(not part.unknown and not part.absent for part in report.kinds)


def test_only_the_deliberate_faults_are_found(
    store: Store, settings: Settings, small: Bureau
) -> None:
    report = load(store, SYSTEM, small, silent, settings)
    found = {finding.code: finding.count for part in report.kinds for finding in part.findings}
    assert found == {"transformer_none": 2, "cell_none": 3}
    assert report.findings == ()


def test_outages_are_stored_and_the_store_says_demo(
    store: Store, settings: Settings, small: Bureau
) -> None:
    load(store, SYSTEM, small, silent, settings)
    assert count(store, Outage) == len(small.outages)
    assert count(store, OutageTransformer) == len(small.outage_transformers)
    assert fact(store, "demo") == "1"


def test_the_store_traces_the_feeders_that_the_bureau_has(
    store: Store, settings: Settings, small: Bureau
) -> None:
    load(store, SYSTEM, small, silent, settings)
    query = select(Transformer.code, Feeder.code).join(Feeder, Transformer.feeder_id == Feeder.id)
    with store.reading() as connection:
        traced = {row[0]: row[1] for row in connection.execute(query)}
    nodes = small.transformers["node"].str[:4]
    assert traced == dict(zip(small.transformers["code"], nodes, strict=True))


def test_loading_again_replaces_the_demo(store: Store, settings: Settings, small: Bureau) -> None:
    load(store, SYSTEM, small, silent, settings)
    load(store, SYSTEM, small, silent, settings)
    assert count(store, Customer) == len(small.customers)
    assert count(store, Outage) == len(small.outages)


def test_a_bureaus_own_data_is_left_alone(store: Store, settings: Settings, small: Bureau) -> None:
    rows = Rows()
    rows.customer(108.0, 26.0)
    rows.write(store)
    with pytest.raises(StoreHoldsOwnData) as caught:
        load(store, SYSTEM, small, silent, settings)
    assert count(store, Customer) == 1
    assert fact(store, "demo") is None
    assert all(texts(tongue).error(caught.value) for tongue in Tongue)


def test_asking_for_the_demo_revokes_the_wish_for_none(
    store: Store, settings: Settings, small: Bureau
) -> None:
    with store.writing(SYSTEM) as writing:
        writing.connection.execute(insert(Fact), {"key": OWN, "value": "1"})
    load(store, SYSTEM, small, silent, settings)
    assert fact(store, OWN) is None


def test_a_failed_import_takes_the_label_off(store: Store, tmp_path: Path, small: Bureau) -> None:
    tiny = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(tmp_path / "var"), "BATTLEMAP_MAX_FILE_MB": "1"}
    )
    object.__setattr__(tiny, "max_file_bytes", 100)
    with pytest.raises(ImportRefused):
        load(store, SYSTEM, small, silent, tiny)
    assert fact(store, "demo") is None
    assert count(store, Customer) == 0
    assert list((tmp_path / "var").iterdir()) == []
