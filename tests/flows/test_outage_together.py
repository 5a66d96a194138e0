"""Two coordinators on one outage: who comes second is told, and loses nothing of either."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from rules.viewer import Role
from tests.flows.browsers import another
from tests.flows.workbench import at_rest, declare, draw_a_rectangle, holds, tab
from tests.servers.signing import Somebody

if TYPE_CHECKING:
    import pytest
    from playwright.sync_api import Browser, Page

    from tests.servers.product import Product

SECOND = Somebody(Role.COORDINATOR, named="second")
BOTH_KNOW = (0.25, 0.25), (0.4, 0.6)
# Once it is declared the map shows that one in its middle: there is room on either side of it.
LEFT = (0.08, 0.3), (0.22, 0.6)
RIGHT = (0.76, 0.3), (0.9, 0.6)


def save(page: Page) -> None:
    tab(page, "申报")
    page.get_by_role("button", name="保存").click()


def test_the_second_is_told_keeps_the_drawing_and_takes_the_firsts_into_it(
    bench: Page, browser: Browser, bureau: Product, request: pytest.FixtureRequest
) -> None:
    draw_a_rectangle(bench, *BOTH_KNOW)
    holds(bench, 1)
    declare(bench, "两人同时改")
    with another(browser, request.node) as fresh:
        second = bureau.page(fresh.new_page(), SECOND)
        second.set_viewport_size({"width": 1440, "height": 900})
        second.goto(bench.url)
        at_rest(second)
        holds(second, 1)
        draw_a_rectangle(bench, *LEFT)
        draw_a_rectangle(second, *RIGHT)
        holds(bench, 2)
        holds(second, 2)
        save(bench)
        expect(bench.locator("#outage-do-save")).to_contain_text("已保存")

        # Told as it happens, and again on saving; the own drawing stays as it is.
        expect(second.locator(".bm-problem")).to_contain_text("已被别人改动")
        save(second)
        expect(second.locator("#outage-do-save")).to_contain_text("test-coordinator")
        holds(second, 2)
        second.get_by_role("button", name="把对方的范围加到我的图上").click()
        holds(second, 4)  # the one of both is there twice until it is saved
        second.get_by_role("button", name="按我现在的保存").click()
        expect(second.locator("#outage-do-save")).to_contain_text("已保存")
        expect(second.locator(".bm-problem")).to_have_count(0)
        counted = second.locator(".bm-counted__n b").inner_text()

    expect(bench.locator(".bm-problem")).to_contain_text("已被别人改动")
    bench.goto(bench.url)
    at_rest(bench)
    holds(bench, 3)  # the one of both, the first's and the second's
    expect(bench.locator(".bm-counted__n b")).to_have_text(counted)
    tab(bench, "进程")
    expect(bench.locator(".bm-log")).to_contain_text("second")
    expect(bench.locator(".bm-log li", has_text=re.compile("修改"))).to_have_count(2)
