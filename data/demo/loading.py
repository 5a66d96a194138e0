"""Load the demo bureau: through the import like any bureau, and its outages beside it."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import delete, insert, select

from data import changes
from data.bulk import insert_rows, settle_ids, table_of, take_ids
from data.clearing import OWN, clear, is_empty
from data.demo.folder import write_folder
from data.importing.options import ImportOptions
from data.importing.run import run_import
from data.store import Deed
from data.tables import Fact, Feeder, Outage, OutagePromise, OutageTransformer, Transformer
from errors import BattlemapError
from rules.codes import Kind
from rules.outages.codes import OutageState as State

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from sqlalchemy import Connection

    from data.demo.arrays import Ints
    from data.demo.bureau import Bureau
    from data.demo.progress import Progress
    from data.importing.options import Progress as ImportProgress
    from data.importing.report import ImportReport
    from data.store import Store, Writing
    from rules.viewer import Viewer
    from settings import Settings

DEMO = "demo"
"""Fact: the store holds the demo bureau. Every screen says so."""
FOLDER = "demo"


class StoreHoldsOwnData(BattlemapError):
    """The store holds a bureau's own data, which the demo bureau must not be mixed into."""

    code = "demo.own_data"


def load(
    store: Store, viewer: Viewer, bureau: Bureau, progress: Progress, settings: Settings
) -> ImportReport:
    """Fill an empty store with the demo bureau, or replace the one that it holds.

    The store is labelled before there is anything to be mistaken for real; if the import does
    not come to its end, the label is taken off again.

    Raises
    ------
    StoreHoldsOwnData
        The store is not empty, and what it holds is no demo bureau.
    data.importing.errors.ImportRefused
        The import does not take the bureau's files, which is a defect.
    data.store.StoreBusy, data.store.StoreAway
        Somebody else is writing, or the database cannot be reached.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)

    def relay(step: ImportProgress) -> None:
        progress("importing", step.done, step.total)

    with ExitStack() as undo, TemporaryDirectory(dir=settings.data_dir) as temporary:
        with store.writing(viewer) as writing:
            _make_room(writing)
        undo.callback(_take_label_off, store, viewer)
        progress("writing", 0, 1)
        folder = Path(temporary) / FOLDER
        write_folder(bureau, folder)
        report = run_import(store, viewer, folder, ImportOptions(), relay, settings)
        progress("outages", 0, 1)
        with store.writing(viewer) as writing:
            _write_outages(writing, bureau)
            customers = report.of(Kind.CUSTOMERS).added
            writing.noted(Deed("load_demo", "bureau", after={"customers": customers}))
        undo.pop_all()
    progress("outages", 1, 1)
    return report


def _make_room(writing: Writing) -> None:
    connection, viewer = writing.connection, writing.viewer
    if not is_empty(connection, viewer):
        if changes.fact(connection, viewer, DEMO) is None:
            raise StoreHoldsOwnData
        clear(writing, begin_own=False)
    connection.execute(delete(Fact).where(Fact.key.in_([DEMO, OWN])))
    connection.execute(insert(Fact), {"key": DEMO, "value": "1"})


def _take_label_off(store: Store, viewer: Viewer) -> None:
    with store.writing(viewer) as writing:
        if is_empty(writing.connection, viewer):
            writing.connection.execute(delete(Fact).where(Fact.key == DEMO))


def _write_outages(writing: Writing, bureau: Bureau) -> None:
    connection, outages, taken = writing.connection, bureau.outages, bureau.outage_transformers
    table = table_of(Outage)
    ids = take_ids(connection, table, len(outages))
    feeders = _ids(connection, Feeder)
    transformers = _ids(connection, Transformer)
    columns = {
        "id": ids,
        "number": outages["number"].tolist(),
        "kind": outages["kind"].tolist(),
        "feeder_id": [feeders[code] for code in outages["feeder"].tolist()],
        "cause": outages["cause"].tolist(),
        "began_at": _moments(outages["began_at"]),
        "expected_at": _moments(outages["expected_at"]),
        "restored_at": _moments(outages["restored_at"]),
        "state": [str(State.CLOSED if over else State.REPORTED) for over in outages["restored_at"]],
        "edit": np.zeros(len(outages), np.int64),
        "place": [""] * len(outages),
        "made_by": [""] * len(outages),
    }
    insert_rows(connection, table, columns)
    settle_ids(connection, table)
    pairs = {
        "outage_id": _numbered(outages["number"], ids, taken["outage"]),
        "transformer_id": [transformers[code] for code in taken["transformer"].tolist()],
    }
    insert_rows(connection, table_of(OutageTransformer), pairs)
    _write_promises(writing, columns)
    writing.changed(Outage.__tablename__, "reload")


def _write_promises(writing: Writing, outages: Mapping[str, Any]) -> None:
    """Write what was promised when an outage of the past began; those that run are told apart."""
    names = ("id", "began_at", "expected_at", "restored_at")
    rows = zip(*(outages[name] for name in names), strict=True)
    past = [(int(ref), began, until) for ref, began, until, over in rows if over and until]
    table = table_of(OutagePromise)
    ids = take_ids(writing.connection, table, len(past))
    insert_rows(
        writing.connection,
        table,
        {
            "id": ids,
            "outage_id": [ref for ref, _, _ in past],
            "at": [began for _, began, _ in past],
            "actor": [writing.viewer.name] * len(past),
            "expected_at": [until for _, _, until in past],
            "why": [""] * len(past),
        },
    )
    settle_ids(writing.connection, table)


def _ids(connection: Connection, model: type[Feeder | Transformer]) -> dict[str, int]:
    rows = connection.execute(select(model.code, model.id))
    return {row.code: row.id for row in rows}


def _numbered(known: pd.Series[str], ids: Ints, wanted: pd.Series[str]) -> Ints:
    by_number = dict(zip(known.tolist(), ids.tolist(), strict=True))
    return np.array([by_number[number] for number in wanted.tolist()])


def _moments(texts: pd.Series[str]) -> list[datetime | None]:
    return [datetime.fromisoformat(text) if text else None for text in texts.tolist()]
