"""Write the table of roles down anew: ``python -m tests.leaks.write``."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.leaks.bureau import served
from tests.leaks.table import table

TABLE = Path(__file__).resolve().parents[1] / "roles.txt"

if __name__ == "__main__":
    with TemporaryDirectory() as folder, served(Path(folder)) as running:
        TABLE.write_text(table(running), "utf-8")
