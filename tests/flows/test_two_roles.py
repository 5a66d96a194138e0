"""Two people in two roles at two browsers: what one does the other sees, as far as they may.

The manager owns one cell and may read phone numbers, but no word on health; the head of the
repair department sees the issues of the whole bureau's repairs, but no phone number either.
"""

from __future__ import annotations

import re
import signal
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.flows.browsers import AWAY, Sent, another, drawn, seen, through_the_door
from tests.flows.bureau import (
    Whom,
    calm,
    command,
    file_of,
    fullest_cell,
    issue_ids,
    neighbours,
    served_again,
    tickets,
)
from tests.servers.product import running_product

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, FilePayload, Page

    from tests.servers.product import Product

DRAWN = "() => window.battlemap?.idle > 0"
FRESH = "#shell-freshness"
BANNER = "#shell-banner"
LIVE = "实时"
LATE = re.compile("bm-fresh--late")
KEY = "twelve signs"
PHONE, WORD = "13985550123", "呼吸机"
TITLE = f"{WORD}停电，来电{PHONE}"
MASKED = "***停电，来电"


@dataclass(slots=True)
class Room:
    """Who sits where: the dispatcher imports, manager and head look; and what they were sent."""

    product: Product
    mine: tuple[Whom, ...]
    foreign: Whom
    imports: Page
    map: Page
    rows: Page
    head: Page
    sent: list[Sent] = field(default_factory=list)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> dict[str, str]:
    """Give the settings of a product over each kind of database."""
    settings = {"BATTLEMAP_DEMO_CUSTOMERS": "500"}
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_postgresql_database_url")
        settings["BATTLEMAP_DATABASE_URL"] = url
    return settings


@pytest.fixture
def room(
    browser: Browser, request: pytest.FixtureRequest, store: dict[str, str], tmp_path: Path
) -> Iterator[Room]:
    """Let three people in by the door, each at a browser of their own."""
    with running_product(tmp_path, store) as product, ExitStack() as several:
        dispatcher, manager, head = (
            several.enter_context(another(browser, request.node, AWAY)).new_page() for _ in range(3)
        )
        cell = fullest_cell(product)
        mine, foreign = neighbours(calm(product, cell)), calm(product, but=cell)[0]
        post = ("--role", "grid_manager", "--cells", mine[0].cell_code)
        employ(product, "wang", *post)
        employ(product, "long", "--role", "head", "--field", "repair")
        dispatcher.goto(f"{product.url}/import")
        dispatcher.get_by_role("button", name="调度值班员").click()
        expect(dispatcher.locator("[data-upload]")).to_be_visible()
        through_the_door(manager, product, "wang", KEY)
        through_the_door(head, product, "long", KEY)
        yield Room(product, mine, foreign, dispatcher, manager, manager.context.new_page(), head)


def employ(product: Product, name: str, *post: str) -> None:
    command(product, "user", "add", name, *post, "--password-stdin", typed=f"{KEY}\n")


def look(page: Page, address: str) -> Sent:
    """Open a screen, wait until it hears of changes, mark it, and listen to what it is sent."""
    page.goto(address)
    expect(page.locator(FRESH)).to_contain_text(LIVE)
    page.evaluate("() => { window.unbroken = true }")
    return Sent.to(page)


def sit_down(room: Room) -> None:
    """Open what each of them looks at."""
    url, whom = room.product.url, room.mine[0]
    room.sent = [look(room.map, url + whom.href), look(room.rows, f"{url}/list?tab=issues")]
    look(room.head, url + whom.href)
    for page in (room.map, room.head):
        seen(page, DRAWN)
        expect(page.locator(".bm-panel")).to_contain_text("没有未结问题")
    expect(room.rows.locator(".ag-overlay-wrapper, .ag-center-cols-container")).not_to_have_count(0)
    for page in (room.map, room.rows, room.head):
        page.mouse.move(5, 5)


def import_file(page: Page, content: bytes) -> None:
    """Import a file as one does on the screen, from its first step on."""
    again = page.get_by_role("link", name="再导入一个文件")
    if again.count():
        again.click()
    file: FilePayload = {"name": "工单.csv", "mimeType": "", "buffer": content}
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="选择文件").click()
    chooser.value.set_files(file)
    page.get_by_role("button", name="开始导入", exact=True).click()
    expect(page.locator(".bm-done")).to_contain_text("已导入 工单.csv")
    expect(page.locator(".bm-tally--rejected b")).to_have_text("0")


def shown_to_the_manager(room: Room, whom: Whom, open_now: int) -> None:
    """See mark, cell, count and list follow on the manager's open screens."""
    seen(room.map, drawn("customer", whom.id, "urgency", 5))
    seen(room.map, drawn("cell", whom.cell, "backlog", open_now))
    expect(room.map.locator(".bm-summary")).to_contain_text(f"未结问题 {open_now} 件")
    rows = room.rows.locator(".ag-row .ag-cell[col-id='account']")
    expect(rows.filter(has_text=whom.account)).to_have_count(1)


def counted(page: Page) -> int:
    """Return how many open issues the map says there are."""
    found = re.search(r"未结问题 (\d+) 件", page.locator(".bm-summary").inner_text())
    assert found is not None
    return int(found[1])


def nobody_was_thrown_out(room: Room) -> None:
    """See that no page was loaded anew, and everybody is who they were."""
    names = {room.map: "wang", room.rows: "wang", room.head: "long"}
    expect(room.imports.locator(".bm-who summary")).to_contain_text("demo-dispatcher")
    for page, name in names.items():
        expect(page.locator(".bm-who summary")).to_contain_text(name)
        assert page.evaluate("() => window.unbroken === true")


def nothing_foreign(room: Room, *numbers: str) -> None:
    """Read every byte the manager's browser was sent: not a trace of what is not theirs."""
    issues = issue_ids(room.product)
    own = {whom.id for whom in room.mine}
    foreign = {issues[number] for number in numbers}
    for sent in room.sent:
        words = sent.words()
        for trace in (*numbers, room.foreign.account, WORD):
            assert trace not in words
        assert sent.told("issue"), "the stream was read"
        assert not foreign & {ref for told in sent.told("issue") for ref in told["refs"] or ()}
        for told in sent.told("map"):
            assert {row[0] for row in told["customers"] or ()} <= own
            assert {row[0] for row in told["cells"] or ()} <= {room.mine[0].cell}


def masked_for_everyone(room: Room) -> None:
    """See in the open cards that the manager reads the phone, the head none, nobody the word."""
    card, theirs = room.map.locator(".bm-panel"), room.head.locator(".bm-panel")
    expect(card).to_contain_text(f"{MASKED}{PHONE}")
    expect(theirs).to_contain_text(f"{MASKED}139****0123")
    expect(theirs).not_to_contain_text(PHONE)
    expect(room.rows.locator(".ag-cell", has_text=MASKED).first).to_be_visible()
    for page in (room.map, room.rows, room.head):
        assert WORD not in page.content()


def test_two_roles_see_one_change_as_they_may_and_miss_nothing_while_the_server_is_killed(
    room: Room, tmp_path: Path
) -> None:
    sit_down(room)
    first, second, third = room.mine[:3]
    pages = (room.imports, room.map, room.rows, room.head)
    before = counted(room.head)
    both = (("K-1", first.account, TITLE), ("K-2", room.foreign.account, f"K-2{TITLE}"))
    import_file(room.imports, tickets(*both, text=TITLE))
    shown_to_the_manager(room, first, 1)
    masked_for_everyone(room)

    room.product.process.send_signal(signal.SIGKILL)
    room.product.process.wait()
    for page in pages:
        expect(page.locator(FRESH)).to_have_class(LATE)
        expect(page.locator(BANNER)).to_contain_text("中断")
    meanwhile = tickets(("K-3", second.account, TITLE), ("K-4", room.foreign.account, TITLE))
    command(room.product, "import", file_of(tmp_path, meanwhile))

    with served_again(room.product):
        for page in pages:
            expect(page.locator(FRESH)).not_to_have_class(LATE)
            expect(page.locator(FRESH)).to_contain_text(LIVE)
            expect(page.locator(BANNER)).to_be_empty()
        shown_to_the_manager(room, second, 2)
        import_file(room.imports, tickets(("K-5", third.account, TITLE)))
        shown_to_the_manager(room, third, 3)
        expect(room.head.locator(".bm-summary")).to_contain_text(f"未结问题 {before + 5} 件")
        nobody_was_thrown_out(room)
        nothing_foreign(room, "K-2", "K-4")
        for page in pages:
            page.goto("about:blank")
