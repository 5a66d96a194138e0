"""Customer columns as files: memory-mapped, so that processes share them and start at once.

A folder holds one ``.npy`` a column and ``words.arrow``. It is written aside and renamed into
its place, and its name carries the version of the data: a half-written or outdated folder is
never read.
"""

from __future__ import annotations

import shutil
from dataclasses import fields
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np
import pyarrow as pa

from data.snapshot.raw import RawCustomers

if TYPE_CHECKING:
    from pathlib import Path


def save(raw: RawCustomers, folder: Path, name: str) -> None:
    """Write the columns under ``folder / name`` and drop the folders of other versions."""
    aside = folder / f".{name}.{uuid4().hex}"
    aside.mkdir(parents=True)
    for column, array in raw.arrays().items():
        np.save(aside / f"{column}.npy", array)
    with (
        pa.OSFile(str(aside / "words.arrow"), "wb") as sink,
        pa.ipc.new_file(sink, raw.words.schema) as writer,
    ):
        writer.write_table(raw.words)
    if (folder / name).exists():
        shutil.rmtree(aside)
        return
    aside.rename(folder / name)
    for old in folder.iterdir():
        if old.name != name and old.is_dir():
            shutil.rmtree(old, ignore_errors=True)


def load(folder: Path, name: str) -> RawCustomers | None:
    """Map the columns of ``folder / name``; none where that version was never written."""
    place = folder / name
    if not place.is_dir():
        return None
    columns = {
        f.name: np.load(place / f"{f.name}.npy", mmap_mode="r")
        for f in fields(RawCustomers)
        if f.name != "words"
    }
    with pa.memory_map(str(place / "words.arrow")) as source:
        words = pa.ipc.open_file(source).read_all()
    return RawCustomers(**columns, words=words)
