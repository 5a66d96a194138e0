"""Coming in and going out, in a real browser, under the real security policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from data.store import open_store
from desk.door import people
from desk.door.people import Post
from rules.viewer import SYSTEM, Role
from tests.builders import NOW
from tests.flows.browsers import AWAY
from tests.servers.product import running_product
from tests.servers.signing import COOKIE, Somebody, signed_in
from tests.servers.waiting import happens

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from tests.servers.product import Product
    from tests.servers.watch import Watch

DRAWN = "window.battlemap && window.battlemap.idle > 0"
SCREENS = ("/", "/list", "/import", "/settings", "/audit", "/nowhere", "/api/docs")
VIOLATIONS = """
  window.violations = [];
  addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def out_of_it(page: Page) -> None:
    """Forget the session that the fixture has begun."""
    page.context.clear_cookies()


def test_one_click_enters_the_demo_where_one_was_going(
    page: Page, product: Product, watch: Watch
) -> None:
    watch.allow_error("401")
    out_of_it(page)
    page.goto(f"{product.url}/list?sensitivity=3")
    assert urlsplit(page.url).path == "/signin"
    page.get_by_role("button", name="调度值班员").click()
    expect(page.locator(".bm-who summary")).to_contain_text("demo-dispatcher")
    assert page.url == f"{product.url}/list?sensitivity=3"
    (cookie,) = (one for one in page.context.cookies() if one["name"] == COOKIE)
    assert cookie["httpOnly"]
    assert page.evaluate("document.cookie.includes('session')") is False
    page.locator(".bm-who summary").click()
    page.get_by_role("button", name="退出登录", exact=True).click()
    expect(page.locator(".door__form")).to_be_visible()
    page.goto(product.url)
    assert urlsplit(page.url).path == "/signin"


def test_a_password_enters_with_the_keyboard_and_a_wrong_one_says_so(
    page: Page, tmp_path_factory: pytest.TempPathFactory, watch: Watch
) -> None:
    watch.allow_error("401")
    folder = tmp_path_factory.mktemp("door")
    with running_product(folder, {"BATTLEMAP_DEMO": "0"}) as product:
        page.goto(product.url)
        expect(page.locator(".door__note")).to_contain_text(
            "app.py user add NAME --role administrator"
        )
        store = open_store(product.database_url)
        people.add(store, SYSTEM, "ada", Post(Role.ADMINISTRATOR), "twelve signs", NOW)
        store.close()
        page.reload()
        expect(page.locator(".door__note")).to_have_count(0)
        expect(page.get_by_label("账号")).to_be_focused()
        page.keyboard.type("ada")
        page.keyboard.press("Tab")
        page.keyboard.type("not the password")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("账号或密码不对")
        # Chromium gives the first focus of a page with its next frame, after the text stands.
        expect(page.get_by_label("密码")).to_be_focused()
        page.keyboard.type("twelve signs")
        page.keyboard.press("Enter")
        expect(page.locator(".bm-who summary")).to_contain_text("ada")
        page.goto("about:blank")


@pytest.mark.parametrize("size", [(360, 740), (1280, 800), (3840, 2160)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_fits_and_can_be_read(
    page: Page, product: Product, size: tuple[int, int], scheme: str
) -> None:
    out_of_it(page)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{product.url}/signin?lang=en")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 21, 28)"
    assert dark is (scheme == "dark")


def test_the_sign_in_page_works_without_any_script(
    page: Page, product: Product, context: BrowserContext
) -> None:
    out_of_it(page)
    bare = context.browser
    assert bare is not None
    plain = bare.new_context(java_script_enabled=False, locale="zh-CN")
    opened = plain.new_page()
    opened.goto(f"{product.url}/signin?next=/api/v1/session")
    opened.get_by_role("button", name="热线坐席").click()
    expect(opened.locator("body")).to_contain_text('"role":"agent"')
    plain.close()


def test_no_screen_breaks_the_policy_or_asks_another_site(
    page: Page, product: Product, watch: Watch
) -> None:
    signed_in(page, product, Role.ADMINISTRATOR)
    page.context.add_init_script(VIOLATIONS)
    for path in SCREENS:
        answer = page.goto(product.url + path)
        assert answer is not None
        policy = answer.headers["content-security-policy"]
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert "unsafe" not in scripts
        page.wait_for_load_state("load")
        happens(page, "document.querySelector('.bm-main > *, .swagger-ui .info') !== null")
        if path == "/":
            happens(page, DRAWN)
        assert page.evaluate("window.violations") == [], path
    assert watch.complaints() == []


def test_a_script_that_somebody_smuggles_in_is_not_run(
    page: Page, product: Product, watch: Watch
) -> None:
    watch.allow_error("Content Security Policy|404")
    page.goto(f"{product.url}/signin?lang=en")
    page.goto(f"{product.url}/list")
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend',"
        " '<img src=/assets/none.png onerror=\"window.smuggled = 1\">')"
    )
    page.evaluate(
        "document.head.append(Object.assign(document.createElement('script'),"
        " {textContent: 'window.smuggled = 1'}))"
    )
    expect(page.locator("img[src='/assets/none.png']")).to_have_count(1)
    assert page.evaluate("window.smuggled") is None
    assert any("Content Security Policy" in error for error in watch.errors)


def test_what_a_role_may_not_open_is_not_offered(page: Page, product: Product) -> None:
    offered = {
        Role.DISPATCHER: {"/", "/list", "/outages", "/import", "/settings"},
        Role.AGENT: {"/", "/list", "/outages", "/settings"},
        Role.ADMINISTRATOR: {"/", "/list", "/outages", "/import", "/settings", "/audit"},
    }
    for role, pages in offered.items():
        signed_in(page, product, role).goto(f"{product.url}/list")
        expect(page.locator(".bm-who summary")).to_contain_text(Somebody(role).name)
        links = page.locator(".bm-nav a").evaluate_all("all => all.map((a) => a.pathname)")
        assert set(links) == pages


@pytest.mark.parametrize("live", [True, False])
def test_a_session_that_ends_under_an_open_page_leads_to_sign_in_and_back(
    page: Page, tmp_path_factory: pytest.TempPathFactory, watch: Watch, *, live: bool
) -> None:
    watch.allow_error("401|ERR_|Failed to fetch|already read")  # Dash reads a 401 twice
    if not live:
        page.route("**/api/v1/events*", lambda route: route.abort())
    demo = {"BATTLEMAP_DEMO_CUSTOMERS": "500"}
    with running_product(tmp_path_factory.mktemp("over"), demo) as product:
        signed_in(page, product, Role.DISPATCHER).goto(f"{product.url}/list")
        expect(page.locator(".ag-cell").first).to_be_visible()
        store = open_store(product.database_url)
        people.set_active(store, SYSTEM, Somebody(Role.DISPATCHER).name, active=False)
        store.close()
        if not live:
            page.locator(".bm-facet", has_text="一般").click()
            expect(page.locator(".bm-over")).to_contain_text("请重新登录")
            page.locator(".bm-over a").click()
        page.wait_for_url(re.compile(r"/signin\?next=%2Flist"))
        expect(page.locator(".door__form")).to_be_visible()


def test_a_restart_signs_nobody_out(
    page: Page, tmp_path_factory: pytest.TempPathFactory, watch: Watch
) -> None:
    watch.allow_error(AWAY)
    folder = tmp_path_factory.mktemp("again")
    demo = {"BATTLEMAP_DEMO_CUSTOMERS": "500"}
    with running_product(folder, demo) as product:
        signed_in(page, product, Role.AGENT).goto(f"{product.url}/list")
        expect(page.locator(".bm-who summary")).to_be_visible()
    with running_product(folder, demo) as product:
        page.goto(f"{product.url}/list")
        expect(page.locator(".bm-who summary")).to_contain_text(Somebody(Role.AGENT).name)
        page.goto("about:blank")
