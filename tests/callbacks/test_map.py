"""Callbacks are plain functions: asked as such, without a browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from app import build
from callbacks import map as map_callbacks
from callbacks import pages, shell
from data.store import open_store
from desk.asking import asked_by
from desk.desk import SEARCHES, Desk, open_desk
from desk.view import Filters, View
from screens import map as screen
from tests.viewers import COORDINATOR, DISPATCHER
from texts import Tongue, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

CHINESE, ENGLISH = texts(Tongue.CHINESE), texts(Tongue.ENGLISH)


def words(component: Any) -> str:
    """Return a component tree as the text that is sent to the browser."""
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


@pytest.fixture(autouse=True)
def request_of_a_browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Callbacks ask Dash for the request; outside of one there is none: let it be Chinese."""
    monkeypatch.setattr(map_callbacks, "speech", lambda _search="": CHINESE)
    monkeypatch.setattr(shell, "speech", lambda _search="": CHINESE)
    with asked_by(DISPATCHER):
        yield


def test_the_form_becomes_the_query_and_the_box(desk: Desk) -> None:
    values = [["1所"], [], [], [], [], ["3"], None, []]
    found = map_callbacks.filtered(desk, *values)
    filters = View.parse(found["query"]).filters
    assert filters == Filters(station=("1所",), sensitivity=(3,))
    assert found["bounds"] is not None
    assert map_callbacks.filtered(desk, *[[]] * 8) == {"query": "", "bounds": None}


def test_the_summary_says_how_much_is_shown(desk: Desk) -> None:
    everything = words(map_callbacks.summary(desk, {"query": ""}, None, ""))
    assert "4 户" in everything
    some = words(map_callbacks.summary(desk, {"query": "sensitivity=3"}, None, ""))
    assert "1 / 4 户" in some


def test_the_panel_shows_what_burns_until_something_is_opened(desk: Desk) -> None:
    calm = words(map_callbacks.panel(desk, None, {"query": "cell=2"}, None, ""))
    assert CHINESE("map.overview.calm_filtered") in calm
    burning = words(map_callbacks.panel(desk, None, None, None, ""))
    assert "问题1" in burning
    opened = words(map_callbacks.panel(desk, {"noun": "customer", "id": 1}, None, None, ""))
    assert "&lt;b&gt;" not in opened
    assert "<b>甲</b>" in opened
    gone = words(map_callbacks.panel(desk, {"noun": "cell", "id": 77}, None, None, ""))
    assert CHINESE("card.gone") in gone


@pytest.mark.parametrize("noun", ["customer", "cell", "feeder", "transformer", "issue", "switch"])
def test_every_card_speaks_both_languages(
    desk: Desk, noun: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = {"noun": noun, "id": 1}
    chinese = words(map_callbacks.panel(desk, opened, None, None, ""))
    monkeypatch.setattr(map_callbacks, "speech", lambda _search="": ENGLISH)
    english = words(map_callbacks.panel(desk, opened, None, None, ""))
    assert CHINESE(f"card.noun.{noun}") in chinese
    assert ENGLISH(f"card.noun.{noun}") in english


def test_answers_of_a_search(desk: Desk) -> None:
    assert "上寨" in words(map_callbacks.answers(desk, "上寨", ""))
    assert "没有找到" in words(map_callbacks.answers(desk, "没有这样的", ""))
    assert "没有找到" not in words(map_callbacks.answers(desk, "  ", ""))
    assert "没有找到" not in words(map_callbacks.answers(desk, None, ""))


def test_searching_too_often_is_told_in_words_and_the_rest_goes_on(desk: Desk) -> None:
    for _ in range(SEARCHES):
        assert "上寨" in words(map_callbacks.answers(desk, "上寨", ""))
    told = [words(map_callbacks.answers(desk, "上寨", "")) for _ in range(SEARCHES)]
    assert "尝试次数过多" in told[-1]
    assert "4 户" in words(map_callbacks.summary(desk, None, None, ""))
    with asked_by(COORDINATOR):
        assert "上寨" in words(map_callbacks.answers(desk, "上寨", ""))


def test_clearing_empties_every_field() -> None:
    assert map_callbacks.clear(1) == [[]] * len(screen.FILTER_IDS)


def test_the_side_folds_and_unfolds() -> None:
    assert "open" in map_callbacks.side(1)
    assert "open" not in map_callbacks.side(2)


def test_the_note_only_speaks_when_something_is_wrong() -> None:
    assert map_callbacks.failed(None, "") == ""
    assert "WebGL" in map_callbacks.failed(reason=True, where="")


def test_every_path_has_a_page_and_nonsense_says_so(desk: Desk) -> None:
    for path in ("/", "/list", "/import", "/settings"):
        assert CHINESE("shell.no_page") not in words(pages.framed(desk, CHINESE, path, ""))
    assert CHINESE("shell.no_page") in words(pages.framed(desk, CHINESE, "/dragon", ""))


def test_a_page_that_cannot_be_made_says_why(desk: Desk) -> None:
    nowhere = open_store("postgresql://nobody@127.0.0.1:1/nowhere")
    lost = open_desk(nowhere, desk.settings, desk.now)
    assert "暂时连不上数据库" in words(pages.framed(lost, CHINESE, "/", ""))
    nowhere.close()


def test_two_products_live_in_one_process(desk: Desk) -> None:
    one, other = build(desk), build(desk)
    assert one.callback_map.keys() == other.callback_map.keys()
    assert one.server is not other.server


def test_every_output_has_one_owner(desk: Desk) -> None:
    outputs: list[str] = []
    for key in build(desk).callback_map:
        outputs += key.strip(".").split("...")
    assert len(outputs) == len(set(outputs))
