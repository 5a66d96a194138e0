"""Bring what the tests need beside Python: a browser, Chinese glyphs, PostgreSQL.

``python -m tools.provide`` installs Debian's packages where something is missing and may be
installed. Where it may not, it says what will be skipped, and the tests go on without.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

OLDEST_POSTGRESQL = 15
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
GLYPH = "力"
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-compositing",
)
"""How Chromium is started here: as root, without a screen or a GPU, and asking nobody.

The map is drawn by WebGL in software, the page around it by the processor, as wherever there is no
graphics card; drawn by WebGL as well, every frame of the page would wait for the map.
"""


@dataclass(frozen=True, slots=True)
class Need:
    """Something the tests use, the Debian packages that hold it, and what is lost without."""

    name: str
    packages: tuple[str, ...]
    present: Callable[[], bool]
    without: str


def main() -> int:
    """Install what is missing; return 0 even where that cannot be done."""
    missing = [need for need in NEEDS if not need.present()]
    if not missing:
        return 0
    print(f"Missing for the tests: {', '.join(need.name for need in missing)}.", flush=True)
    apt = apt_command()
    if apt is None:
        print("Not installed: that takes apt-get, and root or sudo without a password.")
    else:
        install(apt, [package for need in missing for package in need.packages])
    for need in missing:
        if not need.present():
            print(f"Going on without {need.name}: {need.without}.")
    return 0


def apt_command() -> list[str] | None:
    """Return how apt-get is called here without asking anybody, or None."""
    apt = shutil.which("apt-get")
    if apt is None:
        return None
    if os.geteuid() == 0:
        return [apt]
    sudo = shutil.which("sudo")
    if (
        sudo is None
        or subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode
    ):
        return None
    return [sudo, "-n", "DEBIAN_FRONTEND=noninteractive", apt]


def install(apt: list[str], packages: list[str]) -> bool:
    """Install Debian packages and tell whether that went well; its log is shown when not."""
    print(f"Installing {' '.join(packages)} (a minute or two).", flush=True)
    steps = (["update"], ["install", "--yes", "--no-install-recommends", *packages])
    for step in steps:
        done = subprocess.run(
            [*apt, "-qq", *step],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            print(f"apt-get {step[0]} failed:\n{done.stdout}{done.stderr}")
            return False
    return True


def browser_path() -> str | None:
    """Return the Chromium that the browser tests drive, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def has_glyphs() -> bool:
    """Tell whether some font can draw Chinese; without one, labels are boxes."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    fonts = subprocess.run(
        [lister, f":charset={ord(GLYPH):x}"], capture_output=True, text=True, check=False
    )
    return bool(fonts.stdout.strip())


def postgresql_bin() -> Path | None:
    """Return the folder with the programs of the newest PostgreSQL that is new enough, or None."""
    homes = [path / "bin" for path in Path("/usr/lib/postgresql").glob("*")]
    on_path = shutil.which("postgres")
    if on_path is not None:
        homes.append(Path(on_path).resolve().parent)
    versions = {home: postgresql_version(home) for home in homes}
    fit = [home for home, version in versions.items() if version >= OLDEST_POSTGRESQL]
    return max(fit, key=lambda home: versions[home], default=None)


def postgresql_version(home: Path) -> int:
    """Return the major version of the server programs in a folder, 0 if there are none."""
    if not all((home / program).exists() for program in ("initdb", "postgres")):
        return 0
    answer = subprocess.run(
        [home / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    number = re.search(r"\d+", answer.stdout)
    return int(number[0]) if number else 0


def found(find: Callable[[], object]) -> bool:
    """Turn a finder into a yes or no."""
    return find() is not None


NEEDS = (
    Need(
        "Chromium",
        ("chromium",),
        partial(found, browser_path),
        "every test in a browser is skipped",
    ),
    Need(
        "a font with Chinese",
        ("fontconfig", "fonts-noto-cjk"),
        has_glyphs,
        "pictures of screens show boxes for Chinese",
    ),
    Need(
        f"PostgreSQL {OLDEST_POSTGRESQL} or newer",
        ("postgresql",),
        partial(found, postgresql_bin),
        "every test of the store on PostgreSQL is skipped",
    ),
)


if __name__ == "__main__":
    sys.exit(main())
