"""The audit in words: what a token may is told by name, not by code."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from desk.audit import Asked, trail
from desk.door import machines
from desk.door.people import Post
from rules.viewer import SYSTEM, Role, Scope
from screens.audit import row
from tests.builders import NOW
from tests.viewers import ADMINISTRATOR
from texts import Tongue, texts

if TYPE_CHECKING:
    from desk.desk import Desk


@pytest.mark.parametrize(
    ("tongue", "told"),
    [
        (Tongue.ENGLISH, "role: dispatcher; scope: import only; valid for days: 90"),
        (Tongue.CHINESE, "角色：调度值班员; 权限范围：仅导入; 有效天数：90"),
    ],
)
def test_what_a_token_may_and_for_how_long_is_told_in_words(
    desk: Desk, tongue: Tongue, told: str
) -> None:
    post = Post(Role.DISPATCHER)
    machines.add(desk.store, SYSTEM, "meters", post, Scope.IMPORT, 90, NOW)
    say, acts = texts(tongue), trail(desk, ADMINISTRATOR, Asked()).entries
    words = {row(say, act, ZoneInfo("Asia/Shanghai"))["told"] for act in acts}
    assert told in words
