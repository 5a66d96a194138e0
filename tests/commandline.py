"""What tests of the command line share: a place of their own, and a look into the store."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from data import tables
from data.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

REJECTED, REFUSED = 3, 1
"""Exit statuses of an import."""


def own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give commands a data folder of their own and a Chinese terminal."""
    for name in [name for name in os.environ if name.startswith("BATTLEMAP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BATTLEMAP_DATA_DIR", str(tmp_path / "data"))
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")


def written(folder: Path, name: str, content: bytes) -> str:
    """Write a file and return its path as a person types it."""
    path = folder / name
    path.write_bytes(content)
    return str(path)


def customers(folder: Path) -> int:
    """Count the customers in the store that commands made below a folder."""
    store = open_store(f"sqlite:///{folder / 'data' / 'battlemap.sqlite'}")
    with store.reading() as connection:
        count = connection.scalar(select(func.count()).select_from(tables.Customer))
    store.close()
    return count or 0
