"""How the command line speaks: language of the terminal, a bar for what takes long."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desk.imports.doors import on_terminal
from texts import Tongue, choose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.demo.progress import Progress
    from texts import Texts

WIDTH = 28
FIRST = ("user", "add", "NAME", "--role", "administrator")
"""What makes the first account of a bureau's own."""


def speech(environment: Mapping[str, str], wanted: str | None = None) -> Texts:
    """Return the texts of the language asked for, else of the terminal; without one Chinese."""
    if wanted:
        return on_terminal(choose(wanted, None))
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return on_terminal(Tongue.ENGLISH if locale.lower().startswith("en") else Tongue.CHINESE)


def program() -> tuple[str, str]:
    """Return the words that call this program from here; the Python of a path has no packages."""
    python, here = Path(sys.executable), Path.cwd()
    called = python.relative_to(here) if python.is_relative_to(here) else python
    return str(called), "app.py"


def first_account() -> str:
    """Return the command that makes the first account."""
    return shlex.join([*program(), *FIRST])


def bar(label: str, done: int, total: int) -> None:
    """Draw a bar on standard error over the one before; in a file, a line when it begins."""
    share = min(done / total, 1.0) if total else 1.0
    if not sys.stderr.isatty():
        if not done:
            sys.stderr.write(f"{label}\n")
        return
    filled = round(share * WIDTH)
    end = "\n" if share >= 1.0 else ""
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {share:4.0%}  {label}\x1b[K{end}")
    sys.stderr.flush()


def demo_progress(say: Texts) -> Progress:
    """Return a progress of the demo bureau that draws a bar."""

    def draw(step: str, done: int, total: int) -> None:
        bar(say(f"demo.step.{step}"), done, total)

    return draw
