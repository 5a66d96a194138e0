"""Write the lock files: every version exact, every file by its hash, no address of any registry.

``python -m tools.lock`` reads the requirements*.in files and package.json. Where to fetch
from is the business of each machine; what is fetched is proven by the hashes.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tools.node import find_npm

ROOT = Path(__file__).resolve().parent.parent
PYTHON_LOCKS = ("requirements", "requirements-dev", "requirements-node")
NPM_INPUTS = ("package.json", "package-lock.json", ".npmrc")
OLDEST_PYTHON = "3.11"


def main() -> int:
    """Lock the Python and the browser packages; return the exit status."""
    for name in PYTHON_LOCKS:
        lock_python(name)
    lock_browser()
    for path in (*(ROOT / f"{name}.txt" for name in PYTHON_LOCKS), ROOT / "package-lock.json"):
        refuse_addresses(path)
        print(f"locked {path.name}")
    return 0


def lock_python(name: str) -> None:
    """Pin ``name``.in with all it needs, for every platform, into ``name``.txt."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-config"]
    command += ["--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes"]
    command += ["--no-build", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--custom-compile-command", "make lock"]
    command += [f"{name}.in", "--output-file", f"{name}.txt"]
    subprocess.run(command, cwd=ROOT, check=True)


def lock_browser() -> None:
    """Pin package.json with all it needs into package-lock.json."""
    with tempfile.TemporaryDirectory() as folder:
        for name in NPM_INPUTS:
            if (ROOT / name).exists():
                shutil.copy(ROOT / name, folder)
        command = [*find_npm(), "install", "--package-lock-only", "--ignore-scripts"]
        subprocess.run(command, cwd=folder, check=True)
        lock = json.loads(Path(folder, "package-lock.json").read_text(encoding="utf-8"))
    text = json.dumps(without_addresses(lock), indent=2, ensure_ascii=False)
    (ROOT / "package-lock.json").write_text(text + "\n", encoding="utf-8")


def without_addresses(lock: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a package lock where files come from and where money may be sent."""
    packages = {
        path: {key: value for key, value in entry.items() if key not in {"resolved", "funding"}}
        for path, entry in lock["packages"].items()
    }
    return {**lock, "packages": packages}


def refuse_addresses(path: Path) -> None:
    """Stop when a lock file names a place instead of a hash.

    Raises
    ------
    SystemExit
        A line holds an address, or an option that would hold one.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if "://" in line or line.startswith(("-i ", "-f ", "--")):
            raise SystemExit(f"{path.name}:{number} names an address: {line.strip()}")


if __name__ == "__main__":
    sys.exit(main())
