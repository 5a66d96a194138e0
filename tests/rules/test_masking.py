"""Phones and names made unreadable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.masking import (
    mask_name,
    mask_phone,
    number_for_the_record,
    without_health,
    without_phones,
)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138 **** 5678"),
        ("+86 138 1234 5678", "+86 1** **** 5678"),
        ("8223456", "*****56"),
        ("823-4567", "***-**67"),
        ("95598", "*****"),
        ("", ""),
        ("none", "none"),
    ],
)
def test_phones(number: str, masked: str) -> None:
    assert mask_phone(number) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [("王小明", "王**"), ("李", "李"), ("Anna Wu", "A*** **"), (" 张三 ", "张*"), ("", "")],
)
def test_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.from_regex(r"\+?[0-9][0-9 -]{5,20}", fullmatch=True))
def test_a_masked_phone_shows_at_most_seven_digits_and_keeps_its_form(number: str) -> None:
    masked = mask_phone(number)
    assert len(masked) == len(number)
    assert sum(sign.isdigit() for sign in masked) <= 7
    digits = sum(sign.isdigit() for sign in number)
    assert masked.count("*") >= min(digits, 4)


@given(st.text(min_size=1))
def test_a_masked_name_shows_one_sign(name: str) -> None:
    shown = [sign for sign in mask_name(name) if not sign.isspace()]
    assert all(sign == "*" for sign in shown[1:])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("回电13812345678。", "回电138****5678。"),
        ("138-1234 5678 或 0855-8223456", "138-**** 5678 或 085*-***3456"),
        ("(0855)8223456", "(085*)***3456"),
        ("电话：8223456", "电话：*****56"),
        ("１３８１２３４５６７８", "１３８****５６７８"),  # noqa: RUF001 - full width on purpose
        ("1 3 8 1 2 3 4 5 6 7 8", "1 3 8 * * * * 5 6 7 8"),
        ("138 123 45678 或 1381 2345 678", "138 *** *5678 或 138* ***5 678"),
        ("137·1111·3333，138/1234/9999", "137·****·3333，138/****/9999"),
        ("１３９．１１１１．２２２２", "１３９．****．２２２２"),  # noqa: RUF001
        ("138\u200b1234\u200b5678", "138\u200b****\u200b5678"),
        ("138(1234)5678", "138(****)5678"),
        ("电话 6234 5678，Tel 6234-5678", "电话 **** **78，Tel ****-**78"),
        ("户号0600000001234567，20260520", "户号0600000001234567，20260520"),
        ("2026-05-20 13:45:10 到 15:00", "2026-05-20 13:45:10 到 15:00"),
        ("10kV 13号线 5台", "10kV 13号线 5台"),
    ],
)
def test_phones_in_a_text(text: str, masked: str) -> None:
    assert without_phones(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("家中病人呼吸困难，请派人", "家中***，请派人"),
        ("老人用呼吸机", "老人用***"),
        ("Her Ventilator failed, not the ventilation", "Her *** failed, not the ventilation"),
        ("县人民医院停电", "县人民医院停电"),
        ("抑郁症老人投诉电费", "***老人投诉电费"),
        ("老人用呼 吸 机，另有制·氧·机", "老人用***，另有***"),
        ("two ＶＥＮＴＩＬＡＴＯＲＳ, life-support", "two ***, ***"),  # noqa: RUF001
        ("strokes; oxygen_tank; heart\ndisease", "***; ***_tank; ***"),
        ("strokeside and disabledness", "strokeside and disabledness"),
    ],
)
def test_words_on_health_in_a_text(text: str, masked: str) -> None:
    assert without_health(text) == masked


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("003000000112", "003000000112"),
        ("0851-12345678", "0851-12345678"),
        ("13812345678", "138****5678"),
        ("+86 138-1234-5678", "+86 1**-****-5678"),
        ("GD-2026-000017", "GD-2026-000017"),
    ],
)
def test_an_account_number_stays_readable_unless_it_is_a_mobile(number: str, kept: str) -> None:
    assert number_for_the_record(number) == kept
