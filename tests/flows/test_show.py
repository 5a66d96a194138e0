"""One click shows what is masked, the audit says who looked, and the value is gone afterwards."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from data.store import open_store
from data.tables import Customer, Phone
from rules.viewer import Role
from tests.flows.browsers import another
from tests.flows.bureau import calm, command, file_of, issue_ids, tickets
from tests.servers.product import running_product
from tests.servers.signing import Somebody

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page, Route

    from tests.servers.product import Product

SHOWN = "#map-unmasked"
KEPT = """() => {
  const stores = [];
  const walk = (node) => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (!node?.props) return;
    if (node.type === "Store") stores.push(node.props);
    walk(node.props.children);
  };
  walk(dash_component_api.getLayout([]));
  return JSON.stringify([stores, {...localStorage}, {...sessionStorage}, document.cookie,
    location.href, history.state]);
}"""
"""Everything that a page keeps: its stores, the browser's, its address."""
PAINTED = """() => new Promise((done) =>
  requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => setTimeout(done)))))"""
"""Waits until what has arrived is on the screen."""
TITLE, MASKED = "家有透析病人，停电怎么办", "家有***，停电怎么办"


class Patient(NamedTuple):
    """A customer with a phone, and with a reason of health in the bureau's words."""

    id: int
    account: str
    phone: str
    reason: str


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run a product whose audit the tests of this file fill."""
    demo = {"BATTLEMAP_DEMO_CUSTOMERS": "500"}
    with running_product(tmp_path_factory.mktemp("show"), demo) as running:
        yield running


def patients(product: Product) -> tuple[Patient, ...]:
    """Return who has both a phone and a reason."""
    found = (
        select(
            *(Customer.id, Customer.account),
            *(Phone.number, Customer.sensitivity_reason),
        )
        .join(Phone, Phone.customer_id == Customer.id)
        .where(Phone.position == 0, Customer.sensitivity_reason != "")
        .order_by(Customer.id)
    )
    store = open_store(product.database_url)
    with store.reading() as connection:
        rows = tuple(Patient(*row) for row in connection.execute(found))
    store.close()
    return rows


def open_card(page: Page, product: Product, role: Role, card: str) -> None:
    product.page(page, role).goto(f"{product.url}/?open={card}")
    expect(page.locator(".bm-panel h2")).to_be_visible()


def offer(page: Page, name: str) -> Locator:
    """Return what opens the reasons for which a part may be looked at."""
    return page.locator(".bm-show", has=page.locator("summary", has_text=name))


def ask(page: Page, part: str, why: str) -> None:
    """Say why one looks; that shows it."""
    offer(page, part).locator("summary").click()
    offer(page, part).get_by_role("button", name=why, exact=True).click()


def audit_row(page: Page, row: int, column: str) -> Locator:
    return page.locator(f".ag-row[row-index='{row}'] .ag-cell[col-id='{column}']")


def seek(page: Page, **asked: str) -> None:
    """Fill in the audit's form and ask."""
    for name in ("actor", "ref", "since", "until"):
        page.locator(f"#audit-{name}").fill(asked.get(name, ""))
    page.get_by_role("button", name="查找", exact=True).click()


def test_a_phone_is_shown_by_one_reason_and_gone_with_the_next_card(
    page: Page, bureau: Product
) -> None:
    whom, other = patients(bureau)[:2]
    open_card(page, bureau, Role.DISPATCHER, f"customer.{whom.id}")
    assert whom.phone not in page.content()
    ask(page, "查看电话", "停电通知")
    expect(page.locator(SHOWN)).to_contain_text(whom.phone)
    expect(page.locator(SHOWN)).to_contain_text("已留痕")
    assert whom.phone not in page.evaluate(KEPT)

    page.get_by_label("搜索").fill(other.account)
    page.locator(".bm-hit", has_text=other.account).first.click()
    expect(page.locator(".bm-panel")).to_contain_text(other.account)
    expect(page.locator(SHOWN)).not_to_contain_text(whom.phone)
    assert whom.phone not in page.content() + page.evaluate(KEPT)
    assert whom.phone not in page.evaluate("() => JSON.stringify(dash_component_api.getLayout([]))")
    page.go_back()
    expect(page.locator("body")).not_to_contain_text(whom.phone)


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "another"])
def test_an_answer_that_comes_too_late_is_not_shown_above_something_else(
    page: Page, bureau: Product, *, closed: bool
) -> None:
    whom, other = patients(bureau)[:2]
    open_card(page, bureau, Role.DISPATCHER, f"customer.{whom.id}")
    held: list[Route] = []

    def hold(route: Route) -> None:
        asks = '"output":"map-unmasked.children"' in (route.request.post_data or "")
        if asks and not held:
            held.append(route)
        else:
            route.continue_()

    page.route(re.compile("_dash-update"), hold)
    ask(page, "查看电话", "停电通知")
    if closed:
        page.locator(".bm-card__close").click()
        expect(page.locator(".bm-panel h2")).to_have_text("现在最急")
    else:
        page.get_by_label("搜索").fill(other.account)
        page.locator(".bm-hit", has_text=other.account).first.click()
        expect(page.locator(".bm-panel")).to_contain_text(other.account)
    with page.expect_response(lambda answer: answer.request == held[0].request) as late:
        held[0].continue_()
    assert whom.phone in late.value.text()
    page.evaluate(PAINTED)
    assert whom.phone not in page.content()


def test_the_administrator_finds_who_looked_at_whose_phone_when_and_why(
    page: Page, browser: Browser, bureau: Product, request: pytest.FixtureRequest
) -> None:
    whom = patients(bureau)[2]
    open_card(page, bureau, Role.DISPATCHER, f"customer.{whom.id}")
    ask(page, "查看电话", "上门走访")
    expect(page.locator(SHOWN)).to_contain_text(whom.phone)
    who = Somebody(Role.DISPATCHER).name
    today = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()
    with another(browser, request.node) as beside:
        audit = bureau.page(beside.new_page())
        audit.goto(f"{bureau.url}/audit")
        for asked in ({"ref": whom.account}, {"ref": whom.account, "actor": who}):
            seek(audit, **asked)
            expect(audit.locator("#audit-body")).to_contain_text("共 1 条")
            expect(audit_row(audit, 0, "said")).to_have_text(f"查看户号 {whom.account} 的电话")
            for column, told in (("actor", who), ("role", "调度值班员"), ("origin", "127.0.0.1")):
                expect(audit_row(audit, 0, column)).to_have_text(told)
            expect(audit_row(audit, 0, "why")).to_have_text("上门走访")
            expect(audit_row(audit, 0, "at")).to_contain_text(today.isoformat())
        seek(audit, ref=whom.account, since=str(today), until=str(today))
        expect(audit.locator("#audit-body")).to_contain_text("共 1 条")
        seek(audit, ref=whom.account, until=str(today - timedelta(days=1)))
        expect(audit.locator("#audit-body")).to_contain_text("没有符合条件的记录")
        seek(audit, ref=whom.account, actor="somebody-else")
        expect(audit.locator("#audit-body")).to_contain_text("没有符合条件的记录")
        assert whom.phone not in audit.content()


def test_a_file_of_the_audit_is_itself_on_record(page: Page, bureau: Product) -> None:
    whom = patients(bureau)[3]
    open_card(page, bureau, Role.COORDINATOR, f"customer.{whom.id}")
    ask(page, "查看健康原因", "回访来电问题")
    expect(page.locator(SHOWN)).to_contain_text(whom.reason)
    bureau.page(page).goto(f"{bureau.url}/audit?ref={whom.account}")
    expect(audit_row(page, 0, "why")).to_have_text("回访来电问题")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 CSV").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    (line,) = [row for row in csv.reader(io.StringIO(text)) if any(whom.account in v for v in row)]
    assert any(value.startswith(Somebody(Role.COORDINATOR).name) for value in line)
    assert whom.reason not in text
    page.goto(f"{bureau.url}/audit?act=export")
    expect(audit_row(page, 0, "said")).to_contain_text("导出清单")
    expect(audit_row(page, 0, "actor")).to_contain_text(Somebody(Role.ADMINISTRATOR).name)
    expect(audit_row(page, 0, "told")).to_contain_text("行数：1")


@pytest.mark.parametrize(
    ("role", "part", "field"),
    [
        (Role.ADMINISTRATOR, "查看电话", "phone"),
        (Role.ADMINISTRATOR, "查看健康原因", "health"),
        (Role.AGENT, "查看健康原因", "health"),
        (Role.HEAD, "查看健康原因", "health"),
    ],
    ids=["administrator-phone", "administrator-health", "agent-health", "head-health"],
)
def test_who_may_not_look_is_offered_nothing_and_refused_by_the_api(
    page: Page, bureau: Product, role: Role, part: str, field: str
) -> None:
    whom = patients(bureau)[4]
    open_card(page, bureau, role, f"customer.{whom.id}")
    expect(page.locator(".bm-panel")).to_contain_text(whom.account)
    expect(offer(page, part)).to_have_count(0)
    assert whom.reason not in page.content()
    with bureau.client(role) as client:
        address = f"/api/v1/customers/{whom.id}/show"
        answer = client.post(address, json={"field": field, "why": "visit"})
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert whom.phone not in answer.text
    assert whom.reason not in answer.text


def test_an_issue_s_own_words_are_shown_for_a_reason_in_words(
    page: Page, bureau: Product, tmp_path: Path
) -> None:
    (whom, *_) = calm(bureau)
    command(bureau, "import", file_of(tmp_path, tickets(("S-1", whom.account, TITLE))))
    ref = issue_ids(bureau)["S-1"]
    open_card(page, bureau, Role.DISPATCHER, f"issue.{ref}")
    expect(page.locator(".bm-panel h2")).to_have_text(MASKED)
    offer(page, "查看原文").locator("summary").click()
    offer(page, "查看原文").get_by_role("button", name="查看", exact=True).click()
    expect(page.locator(SHOWN)).to_contain_text("请写明原因")
    assert TITLE not in page.content()
    offer(page, "查看原文").get_by_label("其他原因").fill("安排发电车 13985550123")
    offer(page, "查看原文").get_by_role("button", name="查看", exact=True).click()
    expect(page.locator(SHOWN)).to_contain_text(TITLE)
    assert TITLE not in page.evaluate(KEPT)
    page.locator(".bm-card__close").click()
    expect(page.locator("body")).not_to_contain_text(TITLE)

    bureau.page(page).goto(f"{bureau.url}/audit?ref=S-1")
    expect(audit_row(page, 0, "said")).to_have_text("查看工单 S-1 的原文")
    expect(audit_row(page, 0, "why")).to_have_text("安排发电车 139****0123")
