"""A page that a role has no right to: it says so and stays, whoever comes to it by its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rules.viewer import Role
from tests.servers.waiting import happens

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.servers.product import Product


@pytest.mark.parametrize(("path", "role"), [("/import", Role.HEAD), ("/audit", Role.DISPATCHER)])
def test_a_page_without_the_right_says_so_once(
    product: Product, page: Page, path: str, role: Role
) -> None:
    product.page(page, role)
    loads: list[str] = []
    page.on("load", lambda shown: loads.append(shown.url))
    page.goto(product.url + path)
    expect(page.locator(".bm-notice")).to_contain_text("没有此项权限")
    expect(page.locator(".bm-notice a")).to_have_attribute("href", "/")
    # The stream has greeted: what would load the page anew does so at its first word.
    happens(page, "document.getElementById('shell-freshness').textContent.includes('实时')")
    assert len(loads) == 1


def test_who_may_not_set_rules_is_shown_them_without_a_form(product: Product, page: Page) -> None:
    product.page(page, Role.DISPATCHER)
    page.goto(product.url + "/settings")
    expect(page.locator(".bm-setting").first).to_be_visible()
    expect(page.locator(".bm-settings .bm-lead").first).to_contain_text("由系统管理员修改")
    assert page.locator(".bm-setting details, .bm-setting__form").count() == 0
    page.locator(".bm-settings__rules .ag-row .ag-cell").first.click()
    expect(page.locator(".bm-rule h2")).to_be_visible()
    assert page.locator(".bm-rule .bm-setting__form").count() == 0
