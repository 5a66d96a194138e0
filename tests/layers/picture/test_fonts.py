"""Fonts of the system that have Chinese."""

from pathlib import Path

import pytest

from layers.picture.fonts import drawable, find_font, sized


def test_the_font_that_is_found_draws_chinese_characters_and_not_one_box_for_all() -> None:
    font = find_font()
    if font is None:
        pytest.skip("this machine has no Chinese font")
    drawn = {bytes(sized(font, 20).getmask(letter)) for letter in "电网停紧急敏感"}
    assert len(drawn) == 7


def test_without_a_font_the_latin_part_of_a_text_is_left() -> None:
    assert drawable("10kV 黄家线", None) == "10kV"
    assert drawable("岩脚网格", None) == ""
    assert drawable("岩脚网格", Path("any.ttf")) == "岩脚网格"
    assert sized(None, 12).getlength("10kV") > 0
