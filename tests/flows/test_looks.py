"""Every screen by day and night, in both languages, large and small: it fits and can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from rules.viewer import Role
from tests.servers.waiting import happens

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.servers.product import Product

SCREENS = {
    "/": ".bm-row",
    "/list": ".ag-row .ag-cell",
    "/list?tab=issues": ".ag-row .ag-cell",
    "/list?tab=faults&fault=issue_nowhere": ".bm-facet--here",
    "/import": ".bm-steps",
    "/settings": ".bm-setting",
    "/audit": ".bm-audit .ag-row",
    "/account": ".door__form",
    "/outages": ".bm-outage",
    "/outages/new": "#outage-chips .bm-empty",
    "/nowhere": ".bm-notice",
}
"""Each screen, and what is there once it is drawn."""
OUTAGE = {
    "declare": ".bm-pill--part",
    "compare": ".bm-side-list",
    "list": ".ag-row .ag-cell",
    "course": ".bm-first",
}
"""Each tab of an outage, and what is there once it is drawn."""
SIZES = [(1440, 900), (360, 740)]
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
COLOURED = """(document.documentElement.dataset.mantineColorScheme ?? "{scheme}") === "{scheme}"
  && !document.getAnimations().some((one) => one instanceof CSSTransition)"""
"""Day or night has come, which a plain page leaves to its style, and no colour is on its way."""
# What text is written on: the first ground that is not clear, upwards. A faded element (a button
# that is off) is exempt in WCAG 2.2, criterion 1.4.3, and so is what nobody sees.
PALE = """() => {
  // One small canvas in memory: one on the graphics card for every text takes minutes in software.
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const known = new Map();
  const parse = (colour) => {
    if (known.has(colour)) return known.get(colour);
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    known.set(colour, [...canvas.getImageData(0, 0, 1, 1).data]);
    return known.get(colour);
  };
  const over = (top, under) => {
    const share = top[3] / 255;
    return [0, 1, 2].map((n) => top[n] * share + under[n] * (1 - share)).concat(255);
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((n) => n / 255).map((n) =>
      n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage.includes("gradient")) return null;
      layers.unshift(parse(style.backgroundColor));
    }
    return layers.reduce((under, top) => over(top, under), [255, 255, 255, 255]);
  };
  const faded = (element) => {
    for (let at = element; at; at = at.parentElement) {
      if (Number(getComputedStyle(at).opacity) < 1) return true;
    }
    return false;
  };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const words = walk.currentNode.textContent.trim();
    const element = walk.currentNode.parentElement;
    if (!words || !element.checkVisibility({visibilityProperty: true})) continue;
    if (element.closest("script, style, svg, option, .maplibregl-map") || faded(element)) continue;
    const under = ground(element);
    if (!under) continue;
    const ink = over(parse(getComputedStyle(element).color), under);
    const [more, less] = [light(ink), light(under)].sort((a, b) => b - a);
    const contrast = (more + 0.05) / (less + 0.05);
    if (contrast < 4.5) found.push(`${words.slice(0, 30)}: ${contrast.toFixed(2)}`);
  }
  return [...new Set(found)];
}"""


def test_the_measure_of_contrast_finds_what_is_pale(page: Page) -> None:
    page.set_content("<p style='color: #999'>pale</p><p style='color: #666'>plain</p>")
    assert page.evaluate(PALE) == ["pale: 2.85"]


def tabs_of_an_outage(page: Page, product: Product) -> dict[str, str]:
    """Return the tabs of an outage that runs, as ``SCREENS`` names screens."""
    page.goto(f"{product.url}/outages")
    address = page.locator("a.bm-outage").first.get_attribute("href")
    return {f"{address}?tab={tab}": drawn for tab, drawn in OUTAGE.items()}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_every_screen_can_be_read_and_fits(
    page: Page, product: Product, size: tuple[int, int], language: str
) -> None:
    product.page(page, Role.ADMINISTRATOR)  # who is led to every screen
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.context.add_cookies([{"name": "lang", "value": language, "url": product.url}])
    offences: dict[str, object] = {}
    screens = {**SCREENS, **tabs_of_an_outage(page, product)}
    # Half of the screens come by day and see the night fall, the others the other way round.
    for turn, (path, drawn) in enumerate(screens.items()):
        schemes = SCHEMES if turn % 2 else SCHEMES[::-1]
        page.emulate_media(color_scheme=schemes[0])
        page.goto(product.url + path)
        expect(page.locator(drawn).first).to_be_visible()
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            happens(page, COLOURED.format(scheme=scheme))
            pale = page.evaluate(PALE)
            if pale:
                offences[f"{path} {scheme}"] = pale
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path
    assert offences == {}
