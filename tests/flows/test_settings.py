"""The settings screen, in a real browser: a change with its reason, and the map follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.servers.product import running_product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page

    from tests.servers.product import Product

REASON = "<b>局务会</b>纪要"


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run a product of our own, as these tests change its settings."""
    demo = {"BATTLEMAP_DEMO_CUSTOMERS": "500"}
    with running_product(tmp_path_factory.mktemp("settings"), demo) as running:
        yield running


def test_a_change_needs_a_reason_is_told_apart_and_undone_and_the_map_follows(
    page: Page, bureau: Product
) -> None:
    before = specials(bureau)
    open_settings(page, bureau)
    row = parameter(page, "sensitivity-special-kinds")
    row.locator("summary").click()
    row.get_by_label("定为特殊的客户类型").last.click()
    page.get_by_role("option", name="居民").first.click()
    page.keyboard.press("Escape")
    save(row)
    expect(row.get_by_role("alert")).to_contain_text("理由")
    assert specials(bureau) == before
    row.get_by_label("改动理由").fill(REASON)
    save(row)
    expect(row).to_contain_text("本局设定")
    expect(row).to_contain_text(REASON)
    expect(page.locator("#settings-lead")).to_contain_text("1 项")
    assert specials(bureau) > before
    row.locator("summary").click()
    row.get_by_role("button", name="恢复默认").click()
    expect(row).to_contain_text("已恢复默认值")
    expect(row).not_to_contain_text("本局设定")
    assert specials(bureau) == before


def test_a_value_out_of_range_is_told_at_its_field_with_the_range(
    page: Page, bureau: Product
) -> None:
    open_settings(page, bureau)
    row = parameter(page, "sensitivity-complaints-count")
    row.locator("summary").click()
    row.get_by_label("重复投诉次数").fill("500")
    row.get_by_label("改动理由").fill("试")
    save(row)
    expect(row.get_by_role("alert")).to_contain_text("1 至 100 次")
    expect(row.get_by_label("重复投诉次数")).to_have_value("500 次")


def test_places_of_an_order_are_traded(page: Page, bureau: Product) -> None:
    open_settings(page, bureau)
    row = parameter(page, "priority-order")
    row.locator("summary").click()
    row.get_by_role("combobox", name="第 1 位").or_(row.get_by_label("第 1 位")).first.click()
    page.get_by_role("option", name="紧急程度").first.click()
    expect(row.get_by_label("第 4 位").first).to_have_value("生命支持设备")


def test_a_rule_of_the_trade_is_overridden_with_a_reason_and_shown_as_that(
    page: Page, bureau: Product
) -> None:
    open_settings(page, bureau)
    page.get_by_placeholder("在规则中查找").fill("28(1)")
    expect(rules(page)).to_have_count(1)
    expect(rules(page)).to_contain_text("《电力供应与使用条例》")
    expect(rules(page)).to_contain_text("已读原文")
    rules(page).locator("[col-id='name']").click()
    card = page.get_by_role("dialog")
    card.get_by_label("本局的值").fill("3")
    card.get_by_label("改动理由").fill("县局试行")
    save(card)
    expect(card).to_contain_text("比原规定宽松")
    page.keyboard.press("Escape")
    expect(rules(page).locator("[col-id='own']")).to_contain_text("县局试行")
    expect(rules(page).locator("[col-id='value']")).to_have_text("不少于 3 天")
    page.get_by_text("国家电网", exact=True).first.click()
    page.get_by_placeholder("在规则中查找").fill("restoration.city")
    expect(rules(page).locator("[col-id='company']")).to_have_text("国家电网")


def test_on_a_phone_no_rule_is_without_its_source_and_confidence(
    page: Page, bureau: Product
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_settings(page, bureau)
    page.get_by_placeholder("在规则中查找").fill("28(2)")
    shown = rules(page).locator(".ag-cell")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("《电力供应与使用条例》")
    expect(shown).to_contain_text("已读原文")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def open_settings(page: Page, product: Product) -> None:
    """Open the settings by their link."""
    product.page(page).goto(f"{product.url}/settings")


def parameter(page: Page, name: str) -> Locator:
    return page.locator(f"#parameter-{name}")


def rules(page: Page) -> Locator:
    return page.locator("#settings-rules .ag-center-cols-container .ag-row")


def save(form: Locator) -> None:
    form.get_by_role("button", name="保存").click()


def specials(product: Product) -> int:
    """Count the special customers on the first page of the list by priority."""
    with product.client() as client:
        found = client.get("/api/v1/customers", params={"limit": 500}).json()["customers"]
    return sum(row["sensitivity"] == 3 for row in found)
