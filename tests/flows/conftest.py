"""What the flows of outages share: a bureau of their own, and the workbench of a new outage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rules.viewer import Role
from tests.flows.workbench import NEW, at_rest
from tests.servers.product import running_product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.servers.product import Product


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run a product of our own: what is declared here must not stand in others' lists."""
    demo = {"BATTLEMAP_DEMO_CUSTOMERS": "2000"}
    with running_product(tmp_path_factory.mktemp("outages"), demo) as running:
        yield running


@pytest.fixture
def bench(page: Page, bureau: Product) -> Page:
    """Open the workbench of a new outage as a coordinator."""
    page.set_viewport_size({"width": 1440, "height": 900})
    bureau.page(page, Role.COORDINATOR)
    page.goto(bureau.url + NEW)
    at_rest(page)
    return page
