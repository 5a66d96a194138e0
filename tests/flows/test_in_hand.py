"""What somebody reads or types stays where it is while changes arrive; all else follows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rules.viewer import Role
from tests.flows.browsers import drawn, seen
from tests.flows.bureau import calm, fullest_cell, tickets
from tests.servers.product import running_product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.flows.bureau import Whom
    from tests.servers.product import Product

LIVE = "实时"
VIEW = "() => document.querySelector('.ag-body-viewport').scrollTop"
TAKEN = """() => {
  document.querySelector(".ag-row[row-index='204'] .ag-cell[col-id='name']")?.focus();
  return Boolean(document.activeElement.closest(".ag-row[row-index='204']")?.innerText);
}"""
HELD = "() => document.activeElement.closest('.ag-cell')?.innerText ?? ''"
ROWS = """() => Array.from({length: 10}, (_, n) => document.querySelector(
  `.ag-row[row-index='${200 + n}'] .ag-cell[col-id='account']`)?.innerText)"""
CHARTED = """() => [...document.querySelectorAll('.bm-panel .js-plotly-plot')].flatMap(
  (chart) => chart.data.flatMap((trace) => trace.x)).reduce((sum, n) => sum + n, 0)"""
"""How many issues the open charts show in all."""


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run a product whose issues the tests of this file change."""
    demo = {"BATTLEMAP_DEMO_CUSTOMERS": "500"}
    with running_product(tmp_path_factory.mktemp("in_hand"), demo) as running:
        yield running


def look(page: Page, product: Product, path: str, role: Role = Role.DISPATCHER) -> None:
    product.page(page, role).goto(product.url + path)
    expect(page.locator("#shell-freshness")).to_contain_text(LIVE)
    page.evaluate("() => { window.unbroken = true }")


def another_reports(product: Product, number: str, *people: Whom) -> None:
    """Let somebody else import an emergency of each of some people."""
    rows = [(f"{number}-{place}", whom.account, "停电") for place, whom in enumerate(people)]
    with product.client(Role.DISPATCHER) as client:
        answer = client.post("/api/v1/import/issues?name=a.csv", content=tickets(*rows))
    assert answer.is_success, answer.text


def number(text: str) -> int:
    found = re.search(r"\d+", text.replace(",", ""))
    assert found is not None
    return int(found[0])


def test_a_list_that_is_scrolled_stays_under_the_eye_and_keeps_the_focus(
    page: Page, bureau: Product
) -> None:
    look(page, bureau, "/list")
    rows = page.locator(".ag-row .ag-cell[col-id='account']")
    expect(rows.first).to_have_text(re.compile(r"\d+"))
    page.locator(".ag-body-viewport").evaluate("view => { view.scrollTop = 40 * 200 }")
    held = page.locator(".ag-row[row-index='204'] .ag-cell[col-id='account']")
    expect(held).to_have_text(re.compile(r"\d+"))
    page.mouse.move(5, 5)
    seen(page, TAKEN)
    top, name, shown = page.evaluate(VIEW), page.evaluate(HELD), page.evaluate(ROWS)
    assert top > 0
    assert name

    another_reports(bureau, "H-1", *calm(bureau)[::40])
    news = page.locator("#list-news")
    expect(news).to_be_visible()
    expect(news).to_contain_text("处变化")
    assert page.evaluate(VIEW) == top
    assert page.evaluate(HELD) == name
    assert page.evaluate(ROWS) == shown
    news.click()
    expect(news).to_be_hidden()
    assert page.evaluate(VIEW) == top
    assert page.evaluate("() => window.unbroken")


def test_figures_charts_counts_and_cells_follow_together(page: Page, bureau: Product) -> None:
    whom, one, two = calm(bureau, fullest_cell(bureau))[:3]
    look(page, bureau, f"/?at=14/{whom.y}/{whom.x}")
    seen(page, "() => window.battlemap?.idle > 0")
    seen(page, "() => document.querySelectorAll('.bm-panel .js-plotly-plot').length > 0")
    summary = page.locator(".bm-summary")
    before = number(summary.locator("div").inner_text())
    assert page.evaluate(CHARTED) >= before
    charted = page.evaluate(CHARTED)
    another_reports(bureau, "F-1", one, two)
    expect(summary).to_contain_text(f"未结问题 {before + 2} 件")
    seen(page, f"() => ({CHARTED})() > {charted}")
    seen(page, drawn("cell", whom.cell, "urgency", 5))
    expect(page.locator(".bm-panel")).to_contain_text("停电")
    assert page.evaluate("() => window.unbroken")


def test_a_field_that_is_hidden_for_a_moment_is_given_the_focus_back(
    page: Page, bureau: Product
) -> None:
    look(page, bureau, f"/?open=customer.{calm(bureau)[0].id}")
    offer = page.locator(".bm-show", has=page.locator("summary", has_text="查看电话"))
    offer.locator("summary").click()
    words = offer.get_by_label("其他原因")
    words.focus()
    # As on a busy machine: it is shown again before anybody but the page's own listener has heard
    # that it was hidden, and refuses the focus once, as Chromium does to what is not drawn yet.
    offer.evaluate(
        "offer => new Promise((done) => { const field = offer.querySelector('input');"
        " document.addEventListener('focusout', () => { offer.style.display = '';"
        " field.focus = () => { delete field.focus }; done() },"
        " {once: true}); offer.style.display = 'none' })"
    )
    expect(words).to_be_focused()
    words.press("Shift+Tab")
    expect(words).not_to_be_focused()
    offer.evaluate("offer => { offer.style.order = 1 }")  # whoever went is not called back
    expect(words).not_to_be_focused()


def test_a_reason_half_typed_is_not_lost_when_the_card_is_renewed(
    page: Page, bureau: Product
) -> None:
    whom, *others = calm(bureau)
    look(page, bureau, f"/?open=customer.{whom.id}")
    offer = page.locator(".bm-show", has=page.locator("summary", has_text="查看电话"))
    offer.locator("summary").click()
    words = offer.get_by_label("其他原因")
    words.press_sequentially("通知复")
    another_reports(bureau, "W-1", whom, others[0])
    expect(page.locator(".bm-panel")).to_contain_text("紧急")  # the card has been renewed
    expect(words).to_have_value("通知复")  # given back: what is typed until then is not promised
    # The focus comes back as well, but for one time in about seventy on a machine with a load of
    # ten; why is not known yet. The test before this one holds what is known.
    words.press("End")
    words.press_sequentially("电时间")
    expect(words).to_have_value("通知复电时间")
    another_reports(bureau, "W-2", whom)
    expect(page.locator(".bm-panel .bm-row")).to_have_count(2)
    expect(words).to_have_value("通知复电时间")
    offer.get_by_role("button", name="查看", exact=True).click()
    expect(page.locator("#map-unmasked")).to_contain_text("已留痕")
    another_reports(bureau, "W-3", whom)
    expect(page.locator(".bm-panel .bm-row")).to_have_count(3)
    expect(page.locator("#map-unmasked")).to_contain_text("已留痕")  # shown until another opens
