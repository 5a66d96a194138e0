"""Folders to work in while an import runs, all in one place where leftovers are found."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from settings import Settings

FOLDER = "uploads"
"""In the data folder: files on their way in, and what is unpacked of them."""


@contextmanager
def working_folder(settings: Settings) -> Iterator[Path]:
    """Give an empty folder that is gone afterwards.

    It lies among the uploads: what a process that was killed leaves there is swept with them,
    after a day. Where there is no data folder yet none is made; the system's own serves.
    """
    where = settings.data_dir / FOLDER if settings.data_dir.is_dir() else None
    if where is not None:
        where.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="work-", dir=where, ignore_cleanup_errors=True) as folder:
        yield Path(folder)
