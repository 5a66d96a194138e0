"""Outages as a coordinator works on them: on the map, in the lists, to the end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.flows.workbench import (
    at_rest,
    confirm,
    declare,
    draw_a_rectangle,
    marked,
    number,
    state,
    tab,
    trip_a_feeder,
)
from tests.servers.waiting import happens

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.servers.product import Product


def refused_where_it_is_read(bench: Page) -> None:
    """Confirm too early: the button stands far down, and what it says is seen from there."""
    tab(bench, "进程")
    bench.get_by_role("button", name="确认名单").click()
    expect(bench.locator("#outage-do-act")).to_contain_text("尚未决定")
    expect(bench.locator("#outage-do-act")).to_be_in_viewport(ratio=1)
    expect(bench.get_by_label("决定的理由")).to_be_in_viewport(ratio=1)
    expect(bench.locator(".bm-revs__one")).to_have_count(0)


def test_drawn_on_the_map_differences_decided_and_confirmed(bench: Page) -> None:
    trip_a_feeder(bench)
    traced = number(bench.locator(".bm-counted__n b").inner_text())
    assert traced > 0
    draw_a_rectangle(bench)
    happens(bench, "window.battlemap.drawing.drawn().areas.length === 1")
    expect(bench.locator("#outage-live b").first).to_have_text(re.compile(r"[1-9]"))
    tab(bench, "比对")
    expect(bench.locator(".bm-side-list")).to_have_count(3)
    expect(bench.locator(".bm-counted__open")).to_be_visible()
    declare(bench, "月亮山村")

    refused_where_it_is_read(bench)

    tab(bench, "比对")
    inside, outside = (
        bench.locator(".bm-side-list--inside_only > header"),
        bench.locator(".bm-side-list--traced_only > header"),
    )
    alone = number(inside.locator(".bm-side-list__n").inner_text())
    beyond = number(outside.locator(".bm-side-list__n").inner_text())
    both = number(bench.locator(".bm-side-list--both .bm-side-list__n").inner_text())
    assert alone > 0
    assert beyond > 0
    inside.get_by_role("button", name="不列入").click()
    expect(bench.locator("#outage-do-decide")).to_contain_text("原因")
    bench.get_by_label("决定的理由").fill("现场核实由另一条馈线供电")
    inside.get_by_role("button", name="不列入").click()
    expect(inside).to_contain_text("已决定")
    bench.get_by_label("决定的理由").fill("末端用户，范围画小了")
    outside.get_by_role("button", name="列入", exact=True).click()
    expect(outside).to_contain_text("已决定")
    expect(bench.locator(".bm-counted__open")).to_have_count(0)
    expect(bench.locator(".bm-counted__n b")).to_have_text(f"{both + beyond:,}")

    tab(bench, "进程")
    bench.get_by_role("button", name="确认名单").dblclick()
    expect(bench.locator(".bm-revs__one")).to_have_count(1)
    expect(bench.locator(".bm-revs__one")).to_contain_text(f"{both + beyond:,} 户")


def test_a_feeder_trips_part_is_restored_somebody_is_still_out_and_it_closes(
    bench: Page,
) -> None:
    trip_a_feeder(bench)
    declare(bench, "主干线跳闸")
    expect(state(bench)).to_have_text("已报修")
    confirm(bench)
    ties = bench.locator(".bm-ties li")
    expect(ties.first).to_contain_text("可恢复")
    bench.locator(".bm-served li").first.get_by_role("button", name="复电").click()
    expect(state(bench)).to_have_text("部分复电")

    tab(bench, "名单")
    bench.locator(".ag-row .ag-checkbox-input").first.check()
    expect(bench.locator("#outage-picked-bar")).to_have_text("已勾选 1 户")
    bench.get_by_label("决定的理由").fill("来电说家里还没电")
    bench.get_by_role("button", name="勾选的仍未来电").click()
    expect(bench.locator("#outage-do-act")).to_contain_text("仍未来电")

    tab(bench, "进程")
    ties.first.get_by_role("button", name="由此转供").click()
    expect(state(bench)).to_have_text("已复电")
    bench.get_by_role("button", name="归档", exact=True).click()
    expect(state(bench)).to_have_text("已归档")
    # Nobody has loaded the page anew, yet nothing offers to change what is closed.
    for gone in (".bm-tools", "#outage-save", "#outage-promise-at", "#outage-confirm"):
        expect(bench.locator(gone)).to_be_hidden()
    tab(bench, "申报")
    expect(bench.locator("#outage-save")).to_be_hidden()
    expect(bench.locator("#outage-chips .bm-pill--part")).to_be_visible()
    bench.get_by_role("link", name="全部停电").click()
    expect(bench.locator(".bm-outage-row--past").first).to_contain_text("主干线跳闸")


def test_from_a_feeder_on_the_map_to_a_confirmed_list_without_naming_it_twice(
    bench: Page, bureau: Product
) -> None:
    bench.goto(bureau.url)
    bench.get_by_placeholder("户号").fill("F001")
    expect(bench.locator(".bm-found [data-asked='F001']")).to_be_visible()
    bench.keyboard.press("Enter")
    bench.get_by_role("link", name="申报这条线路停电").click()
    at_rest(bench)
    expect(bench.locator(".bm-pill--part")).to_contain_text("线路")
    marked(bench)
    out = bench.locator(".bm-counted__n b").inner_text()
    assert number(out) > 0
    declare(bench, "F001 跳闸")
    confirm(bench)
    expect(bench.locator(".bm-revs__one")).to_contain_text(f"{out} 户")


def test_a_switch_that_is_named_is_brought_into_view_and_does_not_hide_the_form(
    bench: Page,
) -> None:
    bench.evaluate("window.battlemap.map.jumpTo({center: [100, 20], zoom: 14})")
    bench.get_by_placeholder("名称或编号").fill("F001")
    expect(bench.locator("#outage-found-parts [data-asked='F001']")).to_be_visible()
    assert bench.locator("#outage-found-parts .bm-hit").count() > 5
    expect(bench.get_by_role("button", name="申报停电")).to_be_in_viewport()
    bench.get_by_placeholder("名称或编号").press("Enter")
    expect(bench.locator(".bm-pill--part")).to_have_count(1)
    expect(bench.get_by_placeholder("名称或编号")).to_have_value("")
    expect(bench.locator("#outage-found-parts")).to_be_hidden()
    marked(bench)
    happens(
        bench,
        "!window.battlemap.map.isMoving()"
        " && window.battlemap.map.queryRenderedFeatures({layers: ['section']}).length > 0",
    )
