"""What the map of the workbench says of its own marks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from screens.outages.stage import stage
from texts import Tongue, texts

STYLES = Path(__file__).resolve().parents[2] / "assets" / "7-outages.css"


@pytest.mark.parametrize(
    ("tongue", "words"),
    [
        (Tongue.CHINESE, ("开关（放大后可见", "断开的开关、联络", "台区")),
        (Tongue.ENGLISH, ("Switch (zoom in", "Switch that stands open, tie", "Transformer")),
    ],
)
def test_the_legend_says_what_a_switch_is_and_each_mark_has_a_look(
    tongue: Tongue, words: tuple[str, ...]
) -> None:
    shown = str(stage(texts(tongue), editable=True))
    assert [word in shown for word in words] == [True] * len(words)
    styles = STYLES.read_text(encoding="utf-8")
    marks = set(re.findall(r"bm-basis--(\w+)", shown)) - {"both"}  # the look of all of them
    assert {"switch", "open", "transformer"} <= marks
    assert [mark for mark in marks if re.search(rf"\.bm-basis--{mark}[ ,]", styles) is None] == []
