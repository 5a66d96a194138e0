"""Install the browser libraries into ``assets/vendor/``, so that no page asks a foreign host.

``python -m tools.vendor`` installs what package-lock.json pins, in a folder of its own, and
copies the few files that are served, with their licences. A stamp makes a second run instant.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.node import find_npm

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "assets" / "vendor"
STAMP = ".stamp"
INPUTS = ("package.json", "package-lock.json", ".npmrc")
FILES = {
    "maplibre-gl.mjs": "maplibre-gl/dist/maplibre-gl.mjs",
    "maplibre-gl-worker.mjs": "maplibre-gl/dist/maplibre-gl-worker.mjs",
    "maplibre-gl.css": "maplibre-gl/dist/maplibre-gl.css",
    "maplibre-gl.LICENSE.txt": "maplibre-gl/LICENSE.txt",
    "swagger-ui-bundle.js": "swagger-ui-dist/swagger-ui-bundle.js",
    "swagger-ui.css": "swagger-ui-dist/swagger-ui.css",
    "swagger-ui-bundle.js.LICENSE.txt": "swagger-ui-dist/swagger-ui-bundle.js.LICENSE.txt",
    "swagger-ui.LICENSE.txt": "swagger-ui-dist/LICENSE",
    "swagger-ui.NOTICE.txt": "swagger-ui-dist/NOTICE",
    "terra-draw.js": "terra-draw/dist/terra-draw.umd.js",
    "terra-draw-maplibre.js": (
        "terra-draw-maplibre-gl-adapter/dist/terra-draw-maplibre-gl-adapter.umd.js"
    ),
    # Both packages say whose they are and under which licence (MIT) only here.
    "terra-draw.package.json": "terra-draw/package.json",
    "terra-draw-maplibre.package.json": "terra-draw-maplibre-gl-adapter/package.json",
}
"""Name in assets/vendor/ → file below node_modules/."""


def main() -> int:
    """Bring ``assets/vendor/`` up to date; return the exit status."""
    if is_current(VENDOR):
        (VENDOR / STAMP).touch()  # make compares dates, we compare contents
        return 0
    print("Installing the browser libraries (a few seconds).", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        copy_files(install(Path(folder)), VENDOR)
    return 0


def is_current(vendor: Path) -> bool:
    """Tell whether every file is there and came from the present lock."""
    stamp = vendor / STAMP
    wanted = [vendor / name for name in FILES]
    return (
        stamp.exists()
        and stamp.read_text(encoding="ascii") == fingerprint()
        and all(path.exists() for path in wanted)
    )


def fingerprint() -> str:
    """Return a digest (hexadecimal SHA-256) of all that decides what is in ``assets/vendor/``."""
    parts = [(ROOT / name).read_bytes() for name in INPUTS]
    return hashlib.sha256(b"\0".join([*parts, repr(FILES).encode()])).hexdigest()


def install(folder: Path) -> Path:
    """Install the locked packages below ``folder`` and return their node_modules.

    No script of any package is run.
    """
    for name in INPUTS:
        shutil.copy(ROOT / name, folder)
    command = [*find_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run([*command, "--loglevel=error"], cwd=folder, check=False)
    if done.returncode:
        raise SystemExit(f"npm could not install the browser libraries (exit {done.returncode}).")
    return folder / "node_modules"


def copy_files(modules: Path, vendor: Path) -> None:
    """Replace ``vendor`` by exactly the files served; the stamp comes last.

    Raises
    ------
    SystemExit
        A package no longer holds a file that is served.
    """
    missing = [source for source in FILES.values() if not (modules / source).is_file()]
    if missing:
        raise SystemExit(
            f"Not in the installed packages: {', '.join(missing)}. See tools/vendor.py."
        )
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.mkdir(parents=True)
    for name, source in FILES.items():
        shutil.copyfile(modules / source, vendor / name)
    (vendor / STAMP).write_text(fingerprint(), encoding="ascii")


if __name__ == "__main__":
    sys.exit(main())
