"""Customer columns as files: memory-mapped, so that processes share them and start at once.

A folder holds one ``.npy`` a column and ``words.arrow``. It is written aside, forced to the disk
and renamed into its place, and its name says of which store and of which change it is: what is
half-written, cut short, outdated or of another store is never read. One process at a time writes;
readers keep what they have mapped, even where its folder is dropped.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, fields
from fcntl import LOCK_EX, flock
from hashlib import blake2b
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np
import pyarrow as pa

from data.snapshot.raw import KINDS, LANGUAGES, WORDS, RawCustomers
from rules.codes import Equipment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WORDS = "words.arrow"
_LOCK = ".lock"
_NUMBERS = tuple(f.name for f in fields(RawCustomers) if f.name != "words")
_MEANING = (_NUMBERS, WORDS, [*map(str, (*KINDS, *LANGUAGES, *Equipment))])
_FORM = blake2b(repr(_MEANING).encode(), digest_size=4).hexdigest()
"""What the numbers stand for: files of a release that counted otherwise are not taken."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a folder holds: the customers of a store after a change of them.

    ``moment`` is when that change was logged, in microseconds: a store that was put back from a
    copy counts its changes once more from there, and the numbers alone would name two things.
    """

    store: str
    change: int
    moment: int

    @property
    def name(self) -> str:
        """Return the name of its folder."""
        return f"{self.store}-{self.change}-{self.moment}-{_FORM}"


def save(raw: RawCustomers, folder: Path, edition: Edition) -> None:
    """Write the columns of an edition, and drop what it replaces.

    Raises
    ------
    OSError
        The disk is full, or the folder may not be written; nothing is left behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        _sweep(folder)
        if load(folder, edition) is not None:
            return  # somebody else was quicker
        shutil.rmtree(folder / edition.name, ignore_errors=True)
        aside = folder / f".{edition.name}.{uuid4().hex}"
        try:
            _write(raw, aside)
            aside.rename(folder / edition.name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        _force(folder)
        for other in folder.iterdir():
            if other.is_dir() and not _outlives(_edition(other), edition):
                shutil.rmtree(other, ignore_errors=True)


def load(folder: Path, edition: Edition) -> RawCustomers | None:
    """Map the columns of an edition; none where it was never written, or is not whole."""
    place = folder / edition.name
    try:
        columns = {name: np.load(place / f"{name}.npy", mmap_mode="r") for name in _NUMBERS}
        with pa.memory_map(str(place / _WORDS)) as source:
            words = pa.ipc.open_file(source).read_all()
    except (OSError, ValueError, EOFError):  # missing, cut short, or dropped this very moment
        return None
    whole = {len(column) for column in columns.values()} == {words.num_rows}
    return RawCustomers(**columns, words=words) if whole else None


def editions(folder: Path, store: str) -> list[Edition]:
    """Return what is kept of a store, the newest first."""
    found = (_edition(place) for place in folder.glob(f"{store}-*"))
    return sorted((e for e in found if e is not None), key=lambda e: e.change, reverse=True)


def _edition(place: Path) -> Edition | None:
    match place.name.split("-"):
        case [store, change, moment, form] if form == _FORM and (change + moment).isdecimal():
            return Edition(store, int(change), int(moment))
    return None


def _outlives(other: Edition | None, edition: Edition) -> bool:
    """Tell whether a folder stays: this one does, and one that a quicker process wrote later."""
    if other is None or other.store != edition.store:
        return False
    return other == edition or (other.change > edition.change and other.moment > edition.moment)


def _write(raw: RawCustomers, aside: Path) -> None:
    aside.mkdir()
    for column, array in raw.arrays().items():
        np.save(aside / f"{column}.npy", array)
    with (
        pa.OSFile(str(aside / _WORDS), "wb") as sink,
        pa.ipc.new_file(sink, raw.words.schema) as writer,
    ):
        writer.write_table(raw.words)
    # A renamed folder may outlive a loss of power although what is in it does not.
    for file in aside.iterdir():
        _force(file)
    _force(aside)


def _force(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process writes; the lock of a process that was killed is free."""
    with (folder / _LOCK).open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def _sweep(folder: Path) -> None:
    """Drop what a killed process left aside: whoever is alone knows that nobody writes there."""
    for left in folder.glob(".*.*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
