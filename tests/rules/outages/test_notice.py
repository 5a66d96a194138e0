"""Outage notices taken apart: those of the 95598 site, and others in the forms companies use."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.codes import OutageKind
from rules.outages.notice import NotANotice, Notice, NoticePart, parse
from rules.outages.notice_lines import LineName, Station
from rules.outages.notice_times import Assumed
from texts import Tongue, texts

if TYPE_CHECKING:
    from pathlib import Path

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 5, 20)


def read(text: str) -> Notice:
    (found,) = parse(text, TODAY, ZONE)
    return found


def when(notice: Notice) -> list[tuple[str, str]]:
    return [(f"{s.begin:%m-%d %H:%M}", f"{s.until:%m-%d %H:%M}" if s.until else "")
            for s in notice.spans]  # fmt: skip


def names(notice: Notice) -> list[str]:
    return [place.name for place in notice.places]


@pytest.fixture(scope="module")
def shenyang(shared_data: Path) -> tuple[Notice, ...]:
    """Return the notices of the 95598 page as they are read."""
    path = shared_data / "outages" / "95598_shenyang_2015-08_part1.json"
    return parse(path.read_text(encoding="utf-8"), TODAY, ZONE)


def test_the_five_notices_name_line_and_substation(shenyang: tuple[Notice, ...]) -> None:
    assert [one.lines for one in shenyang] == [
        (LineName("北尚甲线", "178", "劳动"),),
        (LineName("新塔线", "125", "陶屯"),),
        (LineName("新安线", "603", "法哈牛"),),
        (LineName("满堂线", "300", "中马"),),
        (LineName("疗养线", "304", "中马"),),
    ]
    stations = ["劳动", "陶屯", "法哈牛", "中马", "中马"]
    assert [one.substations for one in shenyang] == [(Station(name, "66"),) for name in stations]


def test_the_five_notices_name_their_reasons(shenyang: tuple[Notice, ...]) -> None:
    assert [one.reason for one in shenyang] == [
        "劳动变北尚甲线至北尚甲开闭站之间电缆被挖坏",
        "陶屯变新塔线新塔干18#引流线断",
        "法哈牛变新安线新安干12#引线烧断",
        "10KV满堂线所带满堂干3#杆开关跳闸",
        "10KV疗养线所带疗养干42#杆开关跳闸",
    ]
    assert {one.kind for one in shenyang} == {OutageKind.FAULT}
    assert shenyang[1].extent == "陶屯变新塔线新塔干1#-206#及左右分支"


def test_the_five_notices_name_their_places(shenyang: tuple[Notice, ...]) -> None:
    assert [names(one) for one in shenyang] == [
        ["金山路", "鸭绿江北街城建北尚小区"],
        ["盛东饲料", "正益板厂", "大同采石场", "亿方采石场", "兴隆采石场", "太平村", "史窑村",
         "前窑村", "大黄沟村", "小塔子村", "大同村", "袁家窝铺村", "未荒地村", "他拉铺子村"],
        ["荣胜堡村", "赖花堡村", "前沙河村", "后沙河村", "小三家村", "兴胜堡村", "新安村"],
        ["下马村", "奥林匹克花园", "唯美十方", "万科兰乔", "兆隆"],
        ["下马村", "七间房村", "烟台村", "琥珀湾", "中旅国际小镇", "方迪山庄", "桑提亚娜"],
    ]  # fmt: skip
    assert [place.partly for place in shenyang[0].places] == [False, True]
    assert shenyang[0].places[0].within == ("沈阳市", "皇姑区")
    assert shenyang[1].places[0].within == ("沈阳市", "新民市", "陶屯镇")
    assert shenyang[3].places[0].within == ("沈阳市", "东陵区", "满堂乡")


def test_the_five_notices_tell_begin_promise_and_end(shenyang: tuple[Notice, ...]) -> None:
    assert [when(one) for one in shenyang] == [
        [("08-05 13:19", "08-05 22:00")],
        [("08-05 11:01", "08-06 09:00")],
        [("08-05 08:54", "08-05 12:00")],
        [("08-05 08:50", "08-05 22:52")],
        [("08-05 08:50", "08-05 22:54")],
    ]
    assert shenyang[0].restored_at == datetime(2015, 8, 5, 18, 29, tzinfo=ZONE)
    assert all(one.restored_at for one in shenyang)


def test_nothing_of_the_five_notices_is_left_unread(shenyang: tuple[Notice, ...]) -> None:
    for one in shenyang:
        assert (one.unread, one.missing, one.assumed) == ((), (), ())


FORM = """停电公告
停电编号：JH2026-0528-01
停电类型：计划停电
停电线路：10kV上寨线012开关后段、10kV白水线
所属变电站：110kV云溪变电站
停电时间：2026年5月28日08:00至18:00
停电原因：10kV上寨线更换老旧导线。
停电范围：云溪县上寨镇上寨村、下寨村1组，
白水村部分用户
停电台区：上寨1号公变、下寨公变
联系电话：0855-8223456"""


def test_a_form_with_labels() -> None:
    found = read(FORM)
    assert found.lines == (LineName("上寨线", "", "", "012开关后段"), LineName("白水线"))
    assert found.substations == (Station("云溪", "110"),)
    assert when(found) == [("05-28 08:00", "05-28 18:00")]
    assert found.reason == "10kV上寨线更换老旧导线"
    assert names(found) == ["上寨村", "下寨村1组", "白水村"]
    assert found.places[0].within == ("云溪县", "上寨镇")
    assert found.places[2].partly
    assert found.devices == ("上寨1号公变", "下寨公变")
    assert (found.kind, found.missing, found.unread) == (OutageKind.PLANNED, (), ())


def test_plain_sentences() -> None:
    found = read(
        "尊敬的客户：因10kV配电线路改造，定于5月28日8时30分至次日6时对110kV云溪变10kV上寨线、"
        "10kV白水线停电，影响范围：上寨村、下寨村等。请提前做好准备，敬请谅解。"
    )
    assert found.lines == (LineName("上寨线", "", "云溪"), LineName("白水线"))
    assert found.substations == (Station("云溪", "110"),)
    assert found.reason == "10kV配电线路改造"
    assert when(found) == [("05-28 08:30", "05-29 06:00")]
    assert found.assumed == (Assumed.YEAR,)
    assert names(found) == ["上寨村", "下寨村"]
    assert found.places[1].loosely
    assert (found.kind, found.unread) == (OutageKind.PLANNED, ())


def test_a_table_pasted_from_a_page_is_several_notices() -> None:
    first, second = parse(
        "停电开始时间\t停电结束时间\t停电线路\t停电区域\t停电原因\n"
        "2026-05-28 08:00\t2026-05-28 18:00\t10kV上寨线\t上寨村、下寨村\t线路检修\n"
        "2026/5/29 08:00\t2026/5/29 12:00\t10kV白水Ⅱ回\t白水村\t\n",
        TODAY,
        ZONE,
    )
    assert (when(first), names(first)) == ([("05-28 08:00", "05-28 18:00")], ["上寨村", "下寨村"])
    assert second.lines[0].name.startswith("白水")
    assert second.missing == (NoticePart.SUBSTATION, NoticePart.REASON)


def test_labels_in_brackets_and_several_notices_one_below_the_other() -> None:
    one, two = parse(
        "【停电线路】10kV上寨线\n【停电时间】5月28日8:00-12:00，14:00-18:00\n"
        "【停电线路】10kV白水线\n【停电时间】5月29日下午2:00至6:00\n",
        TODAY,
        ZONE,
    )
    assert when(one) == [("05-28 08:00", "05-28 12:00"), ("05-28 14:00", "05-28 18:00")]
    assert (when(two), two.assumed) == (
        [("05-29 14:00", "05-29 18:00")],
        (Assumed.YEAR, Assumed.AFTERNOON),
    )


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("您所在的上寨1号台区将于2026年5月28日08:30-17:30停电。", ["上寨1号台区"]),
        (
            "因雷击导致10kV朗德线跳闸，朗德镇朗德上寨、朗德下寨停电，正在抢修",
            ["朗德上寨", "朗德下寨"],
        ),
        ("2026年5月28日8:00至18:00，涉及用户：上寨村、下寨村及周边", ["上寨村", "下寨村"]),
    ],
)
def test_places_in_sentences(text: str, places: list[str]) -> None:
    found = read(text)
    assert names(found) == places
    assert not {place for place in places if place in found.unread}


def test_a_day_and_hours_under_labels_of_their_own_are_one_notice() -> None:
    found = read("停电日期：2026年5月28日\n停电时间：08:00-18:00\n停电线路：上寨线")
    assert when(found) == [("05-28 08:00", "05-28 18:00")]
    assert [line.name for line in found.lines] == ["上寨线"]


def test_a_whole_line_has_no_extent() -> None:
    assert read("停电线路：10kV上寨线全线").lines == (LineName("上寨线"),)


def test_a_time_of_day_without_a_day_is_listed() -> None:
    found = read("抢修人员已赶赴现场，预计15:30恢复供电")
    assert (found.spans, found.unread) == ((), ("15:30", "抢修人员已赶赴现场"))


@pytest.mark.parametrize(
    ("text", "spans", "assumed"),
    [
        ("2026年5月28日8:00-18:00", [("05-28 08:00", "05-28 18:00")], ()),
        ("2026-05-28 08:00:00至2026-05-29 18:00:00", [("05-28 08:00", "05-29 18:00")], ()),
        ("2026年5月28日8时至29日18时", [("05-28 08:00", "05-29 18:00")], ()),
        ("2026年5月28日22:00～6:00", [("05-28 22:00", "05-29 06:00")], (Assumed.NEXT_DAY,)),  # noqa: RUF001
        ("2026年5月28日18:00至24:00", [("05-28 18:00", "05-29 00:00")], ()),
        ("2026年12月31日22:00至1月1日6:00", [("12-31 22:00", "01-01 06:00")], (Assumed.YEAR,)),
        ("2026年5月28日上午8点半起", [("05-28 08:30", "")], ()),
        ("2026.5.28 晚上8点", [("05-28 20:00", "")], ()),
    ],
)
def test_times_as_people_write_them(
    text: str, spans: list[tuple[str, str]], assumed: tuple[Assumed, ...]
) -> None:
    found = read(f"停电时间：{text}")
    assert (when(found), found.assumed, found.unread) == (spans, assumed, ())


def test_a_year_that_is_not_written_is_the_nearest_and_said_to_be_assumed() -> None:
    (found,) = parse("停电时间：1月3日8:00", date(2026, 12, 20), ZONE)
    assert (found.spans[0].begin.year, found.assumed) == (2027, (Assumed.YEAR,))


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("停电时间：待定", "待定"),
        ("停电时间：2026年2月30日8:00", "2026年2月30日"),
        ("停电时间：8:00至18:00", "8:00"),
        ("停电时间：2026年5月28日至5月30日每天8:00至18:00", "2026-05-28"),
        ("停电时间：2026年5月28日18:00至2026年5月28日8:00", "2026-05-28 18:00 – 2026-05-28 08:00"),
        ("停电开始时间：2026-05-28 08:00\n停电结束时间：另行通知", "另行通知"),
        ("停电线路：待核实", "待核实"),
        ("停电范围：☆☆☆、上寨村", "☆☆☆"),
        ("停电线路：10kV上寨线\n本次作业与邻近施工单位有关联", "本次作业与邻近施工单位有关联"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_listed(text: str, unread: str) -> None:
    found = read(text)
    assert unread in found.unread


def test_a_range_of_days_is_not_taken_for_its_last() -> None:
    assert read("停电时间：2026年5月28日至5月30日每天8:00至18:00").spans == ()


def test_a_text_that_says_nothing_says_that_all_is_missing() -> None:
    found = read("明天天气不错大家出去走走")
    assert found.missing == tuple(NoticePart)
    assert found.unread == ("明天天气不错大家出去走走",)
    assert found.kind is None


@pytest.mark.parametrize("text", ["", "  \n ", "停" * 20_001])
def test_no_text_and_too_much_of_it_are_refused(text: str) -> None:
    with pytest.raises(NotANotice) as refusal:
        parse(text, TODAY, ZONE)
    for tongue in Tongue:
        assert texts(tongue).error(refusal.value)


@pytest.mark.parametrize("blank", [" ", "\t", " \t", "\u3000"])
def test_a_long_gap_is_read_like_a_short_one(blank: str) -> None:
    said = "10kV城东线5月28日8:00至18:00检修停电。{}影响范围:城东村、{}西街。"
    assert read(said.format(*[blank * 4_500] * 2)) == read(said.format(" ", " "))
    record = {"lineName": "10kV城东线", "startTime": f"2015-08-01{blank * 1_000}08:00:00"}
    assert when(read(json.dumps([record]))) == [("08-01 08:00", "")]


def test_broken_json_is_read_as_text() -> None:
    assert parse('{"lineName": ', TODAY, ZONE)[0].missing == tuple(NoticePart)
    assert parse("[]", TODAY, ZONE)[0].missing == tuple(NoticePart)


pieces = st.sampled_from(
    ["停电时间:", "停电线路:", "停电范围:", "\n", "2026年5月28日", "8:00", "至", "25:61", "31日",
     "10kV上寨线", "上寨村", "、", "次日", "99月99日", "{", "\t", "因", "变电站", "0", "【"]
)  # fmt: skip


@given(st.lists(st.one_of(pieces, st.text(max_size=4)), min_size=1, max_size=30).map("".join))
def test_no_text_makes_it_stumble(text: str) -> None:
    if not text.strip():
        return
    for found in parse(text, TODAY, ZONE):
        assert all(span.until is None or span.until > span.begin for span in found.spans)
        assert all(line.name for line in found.lines)
        assert all(place.name for place in found.places)
