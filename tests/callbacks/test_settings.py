"""Saving on the settings screen: each outcome is told at its field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from dash import no_update
from dash.exceptions import PreventUpdate

from callbacks import settings as callbacks
from desk import settings as desk_settings
from screens import shell
from screens.settings import parameters
from tests.callbacks.asking import asked
from tests.viewers import ADMINISTRATOR
from texts import Tongue, texts

if TYPE_CHECKING:
    from desk.desk import Desk

COUNT = "sensitivity.complaints.count"
NOTICE = "rule.outage.planned.notice@national"
SAY = texts(Tongue.CHINESE)


def pressed(kind: str, key: str) -> str:
    return json.dumps({"key": key, "type": kind}, separators=(",", ":")) + ".n_clicks"


def test_the_save_button_saves(desk: Desk) -> None:
    with asked(pressed(parameters.SAVE, COUNT), viewer=ADMINISTRATOR):
        row, told = callbacks.clicked(desk, (1, None), ([5], [], []), "局务会", "")
    assert desk_settings.setting(desk, ADMINISTRATOR, COUNT).value == 5
    assert "局务会" in str(row)
    assert "已保存" in str(told)


def test_the_other_button_goes_back(desk: Desk) -> None:
    desk_settings.change(desk, ADMINISTRATOR, COUNT, "5", "局务会")
    with asked(pressed(parameters.RESET, COUNT), viewer=ADMINISTRATOR):
        row, told = callbacks.clicked(desk, (None, 1), ([5], [], []), "", "")
    assert desk_settings.setting(desk, ADMINISTRATOR, COUNT).own is None
    assert "默认值" in str(row)
    assert "恢复" in str(told)


def test_a_form_that_only_appears_saves_nothing(desk: Desk) -> None:
    with asked(viewer=ADMINISTRATOR), pytest.raises(PreventUpdate):
        callbacks.clicked(desk, (None, None), ([5], [], []), "局务会", "")


def test_what_does_not_fit_is_told_with_its_range_and_the_form_stays(desk: Desk) -> None:
    with asked(viewer=ADMINISTRATOR):
        row, told = callbacks.saved(desk, SAY, COUNT, [500], "局务会")
    assert row is no_update
    assert "1 至 100 次" in str(told)


def test_a_missing_reason_is_told(desk: Desk) -> None:
    with asked(viewer=ADMINISTRATOR):
        row, told = callbacks.saved(desk, SAY, COUNT, [5], " ")
    assert row is no_update
    assert "理由" in str(told)


def test_the_reader_s_language_counts(desk: Desk) -> None:
    with asked(pressed(parameters.SAVE, COUNT), language="en", viewer=ADMINISTRATOR):
        _, told = callbacks.clicked(desk, (1, None), ([500], [], []), "", "")
    assert "A whole number: 1 to 100 complaints." in str(told)


def test_a_rule_is_saved_and_its_row_says_so(desk: Desk) -> None:
    with asked(viewer=ADMINISTRATOR):
        body, told = callbacks.saved(desk, SAY, NOTICE, [3], "县局试行")
        assert "已保存" in str(told)
        assert "比原规定宽松" in str(body)
        shown = callbacks.listed(desk, "csg", "", None, "")
        (row,) = [row for row in shown if row["key"] == "outage.planned.notice"]
        assert row["is_own"]
        assert row["laxer"]
        assert "县局试行" in row["own"]
        assert "1" in callbacks.lead(desk, None, "")
        callbacks.undone(desk, SAY, NOTICE)
        shown = callbacks.listed(desk, "csg", "", None, "")
    assert not any(row["is_own"] for row in shown)


def test_a_rule_s_value_that_is_no_number_is_refused(desk: Desk) -> None:
    with asked(viewer=ADMINISTRATOR):
        row, told = callbacks.saved(desk, SAY, NOTICE, [""], "县局试行")
    assert row is no_update
    assert "outage.planned.notice" in str(told)


def test_rules_of_the_other_company_are_left_out_and_a_text_narrows(desk: Desk) -> None:
    with asked(viewer=ADMINISTRATOR):
        csg = {row["company"] for row in callbacks.listed(desk, "csg", "", None, "")}
        everyone = {row["company"] for row in callbacks.listed(desk, "all", "", None, "")}
        found = callbacks.listed(desk, "csg", "28(1)", None, "")
    assert "国家电网" not in csg
    assert "国家电网" in everyone
    assert [row["key"] for row in found] == ["outage.planned.notice"]


def test_a_click_opens_the_rule_of_its_company(desk: Desk) -> None:
    with asked("settings-rules.cellClicked", viewer=ADMINISTRATOR):
        card, is_open = callbacks.opened(desk, {"rowId": "sgcc.restoration.city"}, "", "")
    assert is_open
    assert "国家电网" in str(card)
    with asked(f"{shell.URL}.hash", viewer=ADMINISTRATOR):
        assert callbacks.opened(desk, {"rowId": "sgcc.restoration.city"}, "#x", "") == (
            no_update,
            False,
        )


def test_an_order_stays_an_order() -> None:
    place = {"key": "priority.order", "part": 0, "type": "settings-place"}
    chosen = ["urgency", "sensitivity", "customer_class", "urgency"]
    with asked(json.dumps(place, separators=(",", ":")) + ".value", viewer=ADMINISTRATOR):
        assert callbacks.moved(chosen) == [
            "urgency", "sensitivity", "customer_class", "life_support",
        ]  # fmt: skip
        with pytest.raises(PreventUpdate):
            callbacks.moved(["urgency", "sensitivity", "customer_class", "life_support"])
