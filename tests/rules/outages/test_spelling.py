"""Names in a notice against the names a bureau keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.outages.spelling import How, Match, Names, is_near, plain

NAMES = Names(
    [("10kV上寨线", 1), ("白水Ⅰ回", 2), ("白水Ⅱ回", 3), ("桐木岭线", 4), ("桐木岭线", 5), ("", 6),
     ("响水湾台区", 7), ("响水湾 公变", 8)]
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("10kV上寨线", (Match(How.EXACT, "10kV上寨线", (1,)),)),
        ("上寨线", (Match(How.NORMALISED, "10kV上寨线", (1,)),)),
        ("PMS_上寨", (Match(How.NORMALISED, "10kV上寨线", (1,)),)),
        ("１０ＫＶ 上寨线路", (Match(How.NORMALISED, "10kV上寨线", (1,)),)),  # noqa: RUF001
        ("下寨线", ()),
        ("白水II回", (Match(How.NORMALISED, "白水Ⅱ回", (3,)),)),
        ("白水Ⅲ回", ()),
        ("桐木岭线", (Match(How.EXACT, "桐木岭线", (4, 5)),)),
        ("桐林岭线", (Match(How.NEAR, "桐木岭线", (4, 5)),)),
        ("桐木领", (Match(How.NEAR, "桐木岭线", (4, 5)),)),
        ("响水湾", (Match(How.NORMALISED, "响水湾台区", (7,)),
                   Match(How.NORMALISED, "响水湾 公变", (8,)))),
        ("", ()),
        ("线", ()),
        ("毫不相干线", ()),
    ],
)  # fmt: skip
def test_what_somebody_wrote_is_found(written: str, found: tuple[Match, ...]) -> None:
    assert NAMES.find(written) == found


def test_names_without_their_last_word() -> None:
    assert plain("110kV 云溪变电站") == "云溪"
    assert plain("上寨1号公变") == "上寨1"
    assert plain("线") == "线"


words = st.text("上下寨桐木岭水湾1", max_size=5)


@given(words, words)
def test_being_near_goes_both_ways_and_never_tells_a_name_near_itself(one: str, other: str) -> None:
    assert is_near(one, other) == is_near(other, one)
    assert not is_near(one, one)


@given(st.lists(st.tuples(words, st.integers(1, 9)), max_size=8))
def test_every_name_is_found_by_itself(named: list[tuple[str, int]]) -> None:
    names = Names(named)
    for name, ref in named:
        if name:
            (match,) = names.find(name)
            assert match.how is How.EXACT
            assert ref in match.refs
