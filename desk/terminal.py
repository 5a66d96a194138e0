"""How the command line speaks: language of the terminal, a bar for what takes long."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from desk.imports.doors import on_terminal
from texts import Tongue, choose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.demo.progress import Progress
    from texts import Texts

WIDTH = 28


def speech(environment: Mapping[str, str], wanted: str | None = None) -> Texts:
    """Return the texts of the language asked for, else of the terminal; without one Chinese."""
    if wanted:
        return on_terminal(choose(wanted, None))
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return on_terminal(Tongue.ENGLISH if locale.lower().startswith("en") else Tongue.CHINESE)


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
