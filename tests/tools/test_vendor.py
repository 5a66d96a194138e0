from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.servers.site import site
from tools import vendor
from tools.vendor import FILES, STAMP, VENDOR, copy_files, fingerprint, is_current

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

MAP_PAGE = """<!doctype html><meta charset=utf-8><link rel=icon href=data:,>
<link rel=stylesheet href=vendor/maplibre-gl.css><div id=map style="height:300px"></div>
<script type=module>
  import {Map} from "./vendor/maplibre-gl.mjs";
  const cell = {type: "Polygon", coordinates: [[[0, 0], [9, 0], [9, 9], [0, 0]]]};
  const map = new Map({container: "map", center: [5, 3], zoom: 4, style: {
    version: 8,
    sources: {cells: {type: "geojson", data: {type: "Feature", properties: {}, geometry: cell}}},
    layers: [{id: "cells", type: "fill", source: "cells"}],
  }});
  map.once("idle", () => { window.drawn = map.queryRenderedFeatures({layers: ["cells"]}).length; });
</script>"""


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """Lay out packages as npm does, with files that are not served among them."""
    for source in (*FILES.values(), "maplibre-gl/dist/maplibre-gl-dev.mjs"):
        file = tmp_path / "node_modules" / source
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"text of {source}", encoding="utf-8")
    return tmp_path / "node_modules"


def test_exactly_the_served_files_are_copied(modules: Path, tmp_path: Path) -> None:
    target = tmp_path / "vendor"
    target.mkdir()
    (target / "left-from-before.js").touch()
    copy_files(modules, target)
    assert {path.name for path in target.iterdir()} == {*FILES, STAMP}
    text = (target / "maplibre-gl.css").read_text(encoding="utf-8")
    assert text == "text of maplibre-gl/dist/maplibre-gl.css"


def test_it_is_current_until_a_file_or_the_lock_changes(modules: Path, tmp_path: Path) -> None:
    target = tmp_path / "vendor"
    assert not is_current(target)
    copy_files(modules, target)
    assert is_current(target)
    (target / "swagger-ui.css").unlink()
    assert not is_current(target)
    copy_files(modules, target)
    (target / STAMP).write_text("another lock", encoding="ascii")
    assert not is_current(target)


def test_the_fingerprint_is_that_of_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in vendor.INPUTS:
        (tmp_path / name).write_bytes((vendor.ROOT / name).read_bytes())
    before = fingerprint()
    monkeypatch.setattr(vendor, "ROOT", tmp_path)
    assert fingerprint() == before
    (tmp_path / "package-lock.json").write_text("{}", encoding="utf-8")
    assert fingerprint() != before


def test_a_file_that_a_package_no_longer_holds_is_named(modules: Path, tmp_path: Path) -> None:
    (modules / FILES["maplibre-gl.mjs"]).unlink()
    with pytest.raises(SystemExit, match=r"maplibre-gl/dist/maplibre-gl\.mjs"):
        copy_files(modules, tmp_path / "vendor")
    assert not (tmp_path / "vendor").exists()


def test_served_modules_import_only_served_files() -> None:
    installed()
    for module in VENDOR.glob("*.mjs"):
        text = module.read_text(encoding="utf-8")
        imported = re.findall(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"'\s]+)["']""", text)
        assert [name for name in imported if name.removeprefix("./") not in FILES] == []


def test_a_map_is_drawn_by_the_served_files_alone(page: Page, tmp_path: Path) -> None:
    installed()
    (tmp_path / "index.html").write_text(MAP_PAGE, encoding="utf-8")
    (tmp_path / "vendor").symlink_to(VENDOR)
    with site(tmp_path) as url:
        page.goto(url)
        page.wait_for_function("window.drawn > 0")


def installed() -> None:
    if not is_current(VENDOR):
        pytest.skip("the browser libraries are not installed: make installs them")
