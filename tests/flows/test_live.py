"""A change in the store reaches whoever looks, in a real browser, without a reload."""

from __future__ import annotations

import re
import signal
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select, update

from data.store import open_store
from data.tables import Customer, Issue, Session
from rules.viewer import SYSTEM, Role
from tests.flows.browsers import AWAY
from tests.flows.bureau import served_again
from tests.servers.product import running_product
from tests.servers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.servers.product import Product
    from tests.servers.watch import Watch

DRAWN = "() => window.battlemap?.idle > 0"
LIVE = "实时"
FRESH = "#shell-freshness"
BUREAU = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run a product whose data the tests of this file change."""
    demo = {"BATTLEMAP_DEMO_CUSTOMERS": "500"}
    with running_product(tmp_path_factory.mktemp("live"), demo) as running:
        yield running


def open_live(page: Page, product: Product, path: str, role: Role = Role.DISPATCHER) -> None:
    """Open a page and wait until it hears of changes."""
    product.page(page, role)
    page.goto(product.url + path)
    expect(page.locator(FRESH)).to_contain_text(LIVE)


def calm_customer(product: Product) -> dict[str, Any]:
    """Return a customer without an open issue, and an open issue to be given to it."""
    store = open_store(product.database_url)
    with store.reading() as connection:
        burning = select(Issue.customer_id).where(
            Issue.closed_at.is_(None), Issue.customer_id.is_not(None)
        )
        who = connection.execute(
            select(Customer.id, Customer.x, Customer.y, Customer.name, Customer.account)
            .where(Customer.id.not_in(burning), Customer.cell_id.is_not(None))
            .order_by(Customer.id)
        ).first()
    store.close()
    assert who is not None
    return who._asdict()


def write(product: Product, change: Callable[[Any], None]) -> None:
    """Change the store as another process would: over a connection of its own."""
    store = open_store(product.database_url)
    with store.writing(SYSTEM) as writing:
        change(writing)
    store.close()


def burn(product: Product, customer: int, urgency: int = 5) -> int:
    """Give a customer the newest open issue with an urgency; return the issue."""
    found = []

    def change(writing: Any) -> None:
        newest = select(Issue.id).where(Issue.closed_at.is_(None)).order_by(Issue.id.desc())
        issue = writing.connection.scalars(newest).first()
        values = {"customer_id": customer, "urgency": urgency}
        writing.connection.execute(update(Issue).where(Issue.id == issue).values(**values))
        writing.changed("issue", "change", [issue])
        found.append(issue)

    write(product, change)
    return int(found[0])


def told_urgency(customer: int) -> str:
    """Return the script that says how urgent the open map thinks a customer is."""
    of = f"{{source: 'bureau', sourceLayer: 'customers', id: {customer}}}"
    return f"window.battlemap.map.getFeatureState({of}).urgency"


def until_true(page: Page, script: str, seconds: float = 60.0) -> None:
    """Wait until a script says so; asked from outside, because pages forbid themselves eval."""
    until(lambda: bool(page.evaluate(script)), script, seconds)


def test_a_change_by_another_process_recolours_the_open_map_and_its_figures(
    page: Page, bureau: Product
) -> None:
    who = calm_customer(bureau)
    open_live(page, bureau, f"/?at=17/{who['y']}/{who['x']}&open=customer.{who['id']}")
    until_true(page, DRAWN)
    expect(page.locator(".bm-panel h2")).to_have_text(who["name"])
    page.evaluate("() => { window.marker = 1 }")
    burn(bureau, who["id"])
    until_true(page, f"() => {told_urgency(who['id'])} === 5")
    expect(page.locator(".bm-panel")).to_contain_text("紧急")
    drawn = (
        "() => window.battlemap.map.queryRenderedFeatures({layers: ['customer']})"
        f".some((f) => f.id === {who['id']} && f.properties.urgency === 5)"
    )
    until_true(page, drawn)  # the tile has followed as well
    assert page.evaluate("() => window.marker") == 1  # and nothing was loaded anew


def test_an_open_card_is_renewed_and_stays_where_it_was_scrolled_to(
    page: Page, bureau: Product
) -> None:
    page.set_viewport_size({"width": 1280, "height": 420})
    who = calm_customer(bureau)
    open_live(page, bureau, f"/?open=customer.{who['id']}")
    panel = page.locator(".bm-panel")
    expect(panel.locator("h2")).to_have_text(who["name"])
    scroller = "() => document.querySelector('.bm-panel')"
    page.evaluate(f"() => {{ ({scroller})().scrollTop = 120 }}")
    top = page.evaluate(f"() => ({scroller})().scrollTop")
    assert top > 0
    burn(bureau, who["id"], urgency=4)
    expect(panel).to_contain_text("敏感")
    assert page.evaluate(f"() => ({scroller})().scrollTop") == top


def test_a_list_at_rest_follows_and_one_in_hand_keeps_its_rows(page: Page, bureau: Product) -> None:
    who = calm_customer(bureau)
    open_live(page, bureau, "/list?tab=issues")
    first = page.locator(".ag-row[row-index='0'] .ag-cell[col-id='account']")
    expect(first).not_to_be_empty()
    page.mouse.move(5, 5)
    burn(bureau, who["id"])
    rows = page.locator(".ag-row .ag-cell[col-id='account']")
    expect(rows.filter(has_text=who["account"]).first).to_be_visible()
    expect(page.locator("#list-news")).to_be_hidden()

    page.locator(".ag-row[row-index='3']").hover()
    shown = [row.inner_text() for row in page.locator(".ag-row .ag-cell[col-id='number']").all()]
    other = calm_customer(bureau)
    issue = burn(bureau, other["id"], urgency=1)
    expect(page.locator("#list-news")).to_be_visible()
    assert issue
    now = [row.inner_text() for row in page.locator(".ag-row .ag-cell[col-id='number']").all()]
    assert now == shown
    expect(rows.filter(has_text=other["account"]).first).to_be_visible()  # renewed in its place
    page.locator("#list-news").click()
    expect(page.locator("#list-news")).to_be_hidden()


def test_a_killed_server_comes_back_under_the_open_page_and_nothing_is_missed(
    page: Page, watch: Watch, tmp_path: Path
) -> None:
    watch.allow_error(AWAY)
    with running_product(tmp_path, {"BATTLEMAP_DEMO_CUSTOMERS": "500"}) as product:
        who = calm_customer(product)
        open_live(page, product, f"/?at=17/{who['y']}/{who['x']}")
        until_true(page, DRAWN)
        page.evaluate("() => { window.marker = 1 }")
        product.process.send_signal(signal.SIGKILL)
        product.process.wait()
        expect(page.locator(FRESH)).to_have_class(re.compile("bm-fresh--late"))
        expect(page.locator("#shell-banner")).to_contain_text("中断")
        burn(product, who["id"])  # while nobody serves
    with served_again(product):
        expect(page.locator(FRESH)).to_contain_text(LIVE, timeout=60_000)
        expect(page.locator("#shell-banner")).to_be_empty()
        drawn = (
            "() => window.battlemap.map.queryRenderedFeatures({layers: ['customer']})"
            f".some((f) => f.id === {who['id']} && f.properties.urgency === 5)"
        )
        until_true(page, drawn)
        assert page.evaluate("() => window.marker") == 1


def test_a_clock_that_jumps_does_not_make_the_page_lie(page: Page, bureau: Product) -> None:
    page.add_init_script("const real = Date.now; Date.now = () => real() + (window.jump ?? 0);")
    open_live(page, bureau, "/")
    page.evaluate("() => { window.jump = -3 * 86400e3 }")
    before = page.locator(FRESH).inner_text()
    until(lambda: page.locator(FRESH).inner_text() != before, "the line counts on", 60)
    expect(page.locator(FRESH)).to_contain_text(LIVE)
    expect(page.locator(FRESH)).not_to_have_class(re.compile("late"))


def test_an_ended_session_ends_the_stream_and_leads_to_the_door(
    page: Page, watch: Watch, bureau: Product
) -> None:
    watch.allow_error("401")
    open_live(page, bureau, "/list")

    def end(writing: Any) -> None:
        writing.connection.execute(delete(Session))
        writing.changed("account", "change")

    write(bureau, end)
    page.wait_for_url("**/signin**")


def test_a_callback_after_the_session_has_ended_says_so_and_nothing_breaks(
    page: Page, watch: Watch, bureau: Product
) -> None:
    watch.allow_error("Failed to load resource.*401")
    open_live(page, bureau, "/")
    write(bureau, lambda writing: writing.connection.execute(delete(Session)))
    page.locator("#map-search").fill("上寨")
    expect(page.locator(".bm-over")).to_contain_text("登录")
    watch.verdict()


def test_a_page_without_a_place_says_so_and_comes_back_by_itself(
    page: Page, watch: Watch, tmp_path: Path
) -> None:
    watch.allow_error("503|incomplete|INCOMPLETE")
    settings = {"BATTLEMAP_DEMO_CUSTOMERS": "500", "BATTLEMAP_STREAMS": "1"}
    with running_product(tmp_path, settings) as product, product.client() as other:
        with other.stream("GET", "/api/v1/events") as first:
            lines = first.iter_lines()
            assert next(lines).startswith("retry")
            product.page(page, Role.DISPATCHER)
            page.goto(product.url)
            expect(page.locator("#shell-banner")).to_contain_text("已有 1 个页面", timeout=30_000)
            expect(page.locator(FRESH)).not_to_contain_text(LIVE)
        expect(page.locator(FRESH)).to_contain_text(LIVE, timeout=60_000)
        expect(page.locator("#shell-banner")).to_be_empty()


@pytest.mark.parametrize("hours", [-31, 7])
def test_a_browser_whose_clock_is_wrong_shows_the_time_of_the_server(
    page: Page, bureau: Product, hours: int
) -> None:
    page.add_init_script(
        f"const Real = Date; Date = class extends Real {{"
        f"static now() {{ return Real.now() + {hours} * 3600e3 }}"
        "constructor(...given) { super(...(given.length ? given : [Date.now()])) } };"
    )
    before = datetime.now(BUREAU)
    open_live(page, bureau, "/")
    shown = re.search(r"截至 (\d\d):(\d\d):\d\d", page.locator(FRESH).inner_text())
    after = datetime.now(BUREAU)
    assert shown is not None  # and no date: it is of today, by the server
    minutes = {moment.strftime("%H%M") for moment in (before, after)}
    early = (before - timedelta(minutes=1)).strftime("%H%M")
    assert "".join(shown.groups()) in minutes | {early}
    expect(page.locator(FRESH)).not_to_have_class(re.compile("late"))
