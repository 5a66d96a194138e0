"""Who somebody is changes while their page is open: the page follows, and says so."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from data.store import open_store
from data.tables import Session
from rules.viewer import SYSTEM, Role
from tests.flows.browsers import Sent, another, through_the_door
from tests.flows.bureau import calm, command, file_of, fullest_cell, tickets
from tests.servers.product import running_product

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.servers.product import Product
    from tests.servers.watch import Watch

KEY = "twelve signs"
LIVE = "实时"
OVER = "登录已结束，请重新登录"
REFUSED = "401|already read"
"""What a page may say that asks just between the end of its session and the word of it."""


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run a product whose accounts the tests of this file change."""
    demo = {"BATTLEMAP_DEMO_CUSTOMERS": "500"}
    with running_product(tmp_path_factory.mktemp("roles"), demo) as running:
        yield running


def employ(product: Product, name: str, role: Role, *more: str) -> None:
    words = ("user", "add", name, "--role", role.value, *more, "--password-stdin")
    command(product, *words, typed=f"{KEY}\n")


def enter(page: Page, product: Product, name: str, path: str) -> None:
    """Come in by the door, open a screen, and wait until it hears of changes."""
    through_the_door(page, product, name, KEY)
    page.goto(product.url + path)
    expect(page.locator("#shell-freshness")).to_contain_text(LIVE)


def led_to_the_door(page: Page, way_back: str) -> None:
    page.wait_for_url(re.compile(re.escape(f"/signin?next={way_back}")))
    expect(page.get_by_role("alert")).to_contain_text(OVER)


def test_a_manager_who_is_given_another_cell_sees_that_one_and_no_more_of_the_old(
    page: Page, bureau: Product, tmp_path: Path
) -> None:
    old = calm(bureau, fullest_cell(bureau))[0]
    new = calm(bureau, but=old.cell)[0]
    employ(bureau, "mo", Role.GRID_MANAGER, "--cells", old.cell_code)
    enter(page, bureau, "mo", old.href)
    expect(page.locator(".bm-panel h2")).to_have_text(old.name)
    command(bureau, "user", "role", "mo", "--role", "grid_manager", "--cells", new.cell_code)
    expect(page.locator(".bm-panel")).not_to_contain_text(old.name)
    expect(page.locator("#shell-freshness")).to_contain_text(LIVE)
    assert page.request.get(f"{bureau.url}/api/v1/customers?q={old.account}").json()["count"] == 0

    sent = Sent.to(page)
    both = (("R-1", old.account, "旧网格"), ("R-2", new.account, "新网格"))
    command(bureau, "import", file_of(tmp_path, tickets(*both)))
    expect(page.locator(".bm-summary")).to_contain_text("未结问题 1 件")
    assert "R-1" not in sent.words()
    assert {row[0] for told in sent.told("map") for row in told["cells"]} == {new.cell}


def test_a_page_that_a_new_role_may_not_open_says_so_and_is_no_longer_offered(
    page: Page, bureau: Product
) -> None:
    employ(bureau, "pan", Role.DISPATCHER)
    enter(page, bureau, "pan", "/import")
    expect(page.locator("[data-upload]")).to_be_visible()
    command(bureau, "user", "role", "pan", "--role", "agent")
    expect(page.locator(".bm-who summary")).to_contain_text("热线坐席")
    expect(page.locator("[data-upload]")).to_have_count(0)
    expect(page.locator(".bm-main")).to_contain_text("权限")
    expect(page.locator(".bm-nav a[href='/import']")).to_have_count(0)


def test_signing_out_everywhere_in_one_browser_ends_the_page_of_the_other(
    page: Page, browser: Browser, bureau: Product, request: pytest.FixtureRequest, watch: Watch
) -> None:
    watch.allow_error(REFUSED)
    employ(bureau, "shi", Role.COORDINATOR)
    enter(page, bureau, "shi", "/list?tab=issues")
    expect(page.locator(".ag-cell").first).to_be_visible()
    with another(browser, request.node) as beside:
        own = beside.new_page()
        enter(own, bureau, "shi", "/")
        own.locator(".bm-who summary").click()
        own.get_by_role("button", name="在所有设备上退出").click()
        expect(own.locator(".door__form")).to_be_visible()
        expect(own.get_by_role("alert")).to_have_count(0)  # they know
    led_to_the_door(page, "%2Flist")
    page.locator("input[name='name']").fill("shi")
    page.locator("input[name='password']").fill(KEY)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page).to_have_url(f"{bureau.url}/list?tab=issues")
    expect(page.locator(".ag-cell").first).to_be_visible()


def test_a_session_that_runs_out_under_an_open_page_ends_it(
    page: Page, bureau: Product, watch: Watch
) -> None:
    watch.allow_error(REFUSED)
    employ(bureau, "tian", Role.AGENT)
    enter(page, bureau, "tian", "/?open=customer.1")
    store = open_store(bureau.database_url)
    with store.writing(SYSTEM) as writing:  # as time does it: nobody is told
        past = datetime.now(UTC) - timedelta(minutes=1)
        writing.connection.execute(update(Session).values(expires_at=past))
    store.close()
    led_to_the_door(page, "%2F%3Fopen%3Dcustomer.1")


def test_an_account_that_is_closed_is_shown_the_door_from_every_screen(
    page: Page, bureau: Product, watch: Watch
) -> None:
    watch.allow_error(REFUSED)
    employ(bureau, "wu", Role.ADMINISTRATOR)
    enter(page, bureau, "wu", "/audit")
    command(bureau, "user", "disable", "wu")
    led_to_the_door(page, "%2Faudit")
    page.goto(f"{bureau.url}/settings")
    led_to_the_door(page, "%2Fsettings")
