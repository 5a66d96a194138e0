from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importing.values.moments import moments
from data.importing.values.numbers import numbers, shares
from data.importing.values.phones import joined, phones
from data.importing.values.text import is_rounded, tidy, tidy_codes, tidy_prose
from data.importing.villages import villages

HERE = ZoneInfo("Asia/Shanghai")
ONE = datetime(2024, 5, 1, 0, 30, tzinfo=UTC)


def texts(*values: str) -> pa.Array:
    return pa.array(values, pa.string())


def wide(text: str) -> str:
    """Write text in full width, as Chinese input methods do."""
    return "".join(chr(ord(c) + 0xFEE0) if c > " " else "\u3000" for c in text)


def utc(text: str, zone: ZoneInfo = HERE) -> datetime | None:
    (found,) = moments(texts(text), zone).utc
    return None if np.isnat(found) else found.astype("datetime64[s]").item().replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2024-05-01 08:30",
        "2024-05-01 08:30:00",
        "2024-05-01T08:30:00+08:00",
        "2024-05-01T08:30:00.000+0800",
        "2024-05-01T00:30:00Z",
        "2024/5/1 8:30",
        "2024.5.1 8:30",
        "2024/5/1 上午8:30:00",
        "2024年5月1日 8时30分",
        "2024年05月01日08点30分0秒",
        wide("2024-05-01 08:30"),
        "202405010830",
        "20240501083000",
        "20240501 0830",
        "45413.3541666667",
    ],
)
def test_a_moment_in_every_way_of_writing(written: str) -> None:
    assert utc(written) == ONE


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024-05-01", datetime(2024, 4, 30, 16, tzinfo=UTC)),
        ("20240501", datetime(2024, 4, 30, 16, tzinfo=UTC)),
        ("2024年5月1日", datetime(2024, 4, 30, 16, tzinfo=UTC)),
        ("45413", datetime(2024, 4, 30, 16, tzinfo=UTC)),
        ("2024-05-01 24:00", datetime(2024, 5, 1, 16, tzinfo=UTC)),
        ("2024/5/1 下午3:05", datetime(2024, 5, 1, 7, 5, tzinfo=UTC)),
        ("2024/5/1 下午12:05", datetime(2024, 5, 1, 4, 5, tzinfo=UTC)),
        ("2024/5/1 上午12:05", datetime(2024, 4, 30, 16, 5, tzinfo=UTC)),
        ("2024-05-01T08:00-03:30", datetime(2024, 5, 1, 11, 30, tzinfo=UTC)),
    ],
)
def test_moments_at_the_edges(written: str, meant: datetime) -> None:
    assert utc(written) == meant


@pytest.mark.parametrize("written", ["01/02/2024", "1-2-2024", "25.12.2024", "1/2/24"])
def test_day_and_month_are_never_guessed(written: str) -> None:
    found = moments(texts(written), HERE)
    assert found.unclear.tolist() == [True]
    assert np.isnat(found.utc).all()


@pytest.mark.parametrize(
    "written",
    ["2024-02-30", "2024-13-01", "2024-00-10", "2024-05-01 25:00", "2024-05-01 08:61",
     "2024-05-01 24:01", "1800-01-01", "0000-00-00", "昨天", "20241301", "2024-05-01 08:00 x"],
)  # fmt: skip
def test_what_no_calendar_has_is_unreadable(written: str) -> None:
    found = moments(texts(written, ""), HERE)
    assert found.unreadable.tolist() == [True, False]
    assert np.isnat(found.utc).all()


@given(st.datetimes(datetime(1992, 1, 1), datetime(2099, 1, 1)))  # noqa: DTZ001
def test_a_written_moment_is_read_as_it_was(when: datetime) -> None:
    local = when.replace(microsecond=0, tzinfo=HERE)
    expected = local.astimezone(UTC)
    for form in (
        "%Y-%m-%d %H:%M:%S",
        "%Y/%m/%d %H:%M:%S",
        "%Y年%m月%d日%H时%M分%S秒",
        "%Y%m%d%H%M%S",
    ):
        assert utc(local.strftime(form)) == expected


def test_an_hour_that_summer_time_left_out_or_repeated() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert utc("2024-03-31 02:30", berlin) == datetime(2024, 3, 31, 1, 0, tzinfo=UTC)
    assert utc("2024-10-27 02:30", berlin) == datetime(2024, 10, 27, 1, 30, tzinfo=UTC)
    assert utc("1988-04-17 02:30") == datetime(1988, 4, 16, 18, 0, tzinfo=UTC)


@given(st.integers(18_300, 73_000))
def test_serial_numbers_count_days_as_spreadsheets_do(serial: int) -> None:
    day = datetime(1899, 12, 30, tzinfo=HERE) + timedelta(days=serial)
    assert utc(str(serial)) == datetime(day.year, day.month, day.day, tzinfo=HERE).astimezone(UTC)


def test_codes_keep_their_zeros() -> None:
    written = ["00123", " 00123 ", "'00123", '="00123"', wide("00123"), "00123.0", "00\u200b123"]
    assert set(tidy_codes(texts(*written)).to_pylist()) == {"00123"}
    assert tidy_codes(texts("V1.0", "1.50", "a  b", "0", "")).to_pylist() == [
        "V1.0", "1.50", "a b", "0", "",
    ]  # fmt: skip


@given(st.text("0123456789", min_size=1, max_size=20))
def test_any_row_of_digits_stays_as_it_is(code: str) -> None:
    assert tidy_codes(texts(code)).to_pylist() == [code]
    assert not is_rounded(texts(code)).any()


def test_rounded_numbers_are_seen() -> None:
    values = texts("1.23E+11", "1E15", "1.5e+20", "E11", "12E45", "1.2", "")
    assert is_rounded(values).tolist() == [True, True, True, False, False, False, False]


def test_text_is_tidied() -> None:
    written = texts("  甲　乙\t丙\n", "'=1+1", "'那个'", "a\x00b\u202ec", "ok ok")
    assert tidy(written).to_pylist() == ["甲 乙 丙", "=1+1", "'那个'", "a bc", "ok ok"]
    assert tidy_prose(texts("一\r\n二\r三\x00")).to_pylist() == ["一\n二\n三"]


@given(st.text())
def test_tidy_text_is_tidy(text: str) -> None:
    clean = tidy(texts(text.encode("utf-8", "replace").decode()))
    assert tidy(clean).equals(clean) or clean[0].as_py().startswith(("'", "="))


def test_numbers() -> None:
    found, bad = numbers(
        texts("1.5", "", wide("12"), "1,234,567.8", "2 小时", "-3", "abc", "inf", "nan")
    )
    assert found[:6].tolist()[0::2] == [1.5, 12.0, 2.0]
    assert found[3] == 1234567.8
    assert found[5] == -3.0
    assert np.isnan(found[[1, 6, 7, 8]]).all()
    assert bad.tolist() == [False] * 6 + [True] * 3


@given(st.floats(-1e9, 1e9))
def test_a_written_number_is_read_as_it_was(number: float) -> None:
    found, _ = numbers(texts(repr(number), "x"))
    assert found[0] == number


def test_shares() -> None:
    found, bad = shares(texts("0.9", "90%", "90", "1", "100%", "", "101", "-1", "viel"))
    assert found[:5].tolist() == [0.9, 0.9, 0.9, 1.0, 1.0]
    assert bad.tolist() == [False] * 6 + [True] * 3


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("19900000001", "19900000001"),
        ("199 0000 0001", "19900000001"),
        ("199-0000-0001；19900000002", "19900000001;19900000002"),
        ("+86 19900000001 / 008619900000002", "19900000001;19900000002"),
        ("19900000001、19900000001", "19900000001"),
        ("000-0086-1234", "000-0086-1234"),
        ("10000086123", "10000086123"),
        ("0855-3330001 19900000001", "0855-3330001;19900000001"),
        ("0855 3330001，(0855)3330002", "0855-3330001;0855-3330002"),
        ("19900000001.0", "19900000001"),
        (wide("19900000011"), "19900000011"),
        ("无", ""),
        ("", ""),
        ("找村长", ""),
    ],
)
def test_phones(written: str, meant: str) -> None:
    assert joined(phones(texts(written)), 1).to_pylist() == [meant]


@given(st.lists(st.lists(st.integers(10**10, 2 * 10**10 - 1), max_size=5), min_size=1))
def test_all_phones_are_found_once_in_their_order(rows: list[list[int]]) -> None:
    found = phones(pa.array([", ".join(map(str, row)) for row in rows], pa.string()))
    expected = [";".join(dict.fromkeys(map(str, row))) for row in rows]
    assert joined(found, len(rows)).to_pylist() == expected
    assert not found.unreadable.any()
    for row in range(len(rows)):
        assert found.position[found.owner == row].tolist() == list(range(len(set(rows[row]))))


@pytest.mark.parametrize(
    ("address", "village"),
    [
        ("贵州省黔东南州云溪县西岭镇控溪村三组12号", "控溪村"),
        ("云溪县西岭镇控溪村委会旁", "控溪村"),
        ("云溪县城关社区3栋", "城关社区"),
        ("西岭镇羊坡村河边寨", "羊坡村"),
        ("云溪县西岭镇河边寨5号", "河边寨"),
        ("云溪县中村镇麻山村", "麻山村"),
        ("云溪市开发区金井街道白水社区二组", "白水社区"),
        ("高坡一组", "高坡一组"),
        ("Station Road 5", ""),
        ("", ""),
    ],
)
def test_the_village_of_an_address(address: str, village: str) -> None:
    assert villages(texts(address)).to_pylist() == [village]
