from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.servers.product import HEALTH, environment, running_product

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.product import Product


def test_the_product_answers_on_loopback(product: Product) -> None:
    assert httpx.get(product.url + HEALTH, trust_env=False).is_success
    assert product.url.startswith("http://127.0.0.1:")


def test_a_product_that_cannot_start_says_why(tmp_path: Path) -> None:
    settings = {"PORT": "none of that"}
    with (
        pytest.raises(RuntimeError, match=r"app\.py serve ended"),
        running_product(tmp_path, settings),
    ):
        pass


def test_the_user_s_own_product_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BATTLEMAP_DATABASE_URL", "postgresql://bureau/battlemap")
    monkeypatch.setenv("PORT", "8050")
    ours = environment(8123, tmp_path, {"BATTLEMAP_DEMO": "0"})
    assert "BATTLEMAP_DATABASE_URL" not in ours
    assert ours["PORT"] == "8123"
    assert ours["BATTLEMAP_DATA_DIR"] == str(tmp_path)
    assert ours["BATTLEMAP_DEMO"] == "0"
