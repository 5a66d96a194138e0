"""Charts by day and by night, with axes that count in whole numbers."""

from __future__ import annotations

import pytest

from desk.overview import StationStock
from layers.charts import by_class, by_sensitivity, stations, whole_step
from layers.palette import Theme, palette
from rules.codes import Sensitivity, Urgency
from tests.layers.colour_vision import contrast
from texts import Tongue, texts

SAY = texts(Tongue.CHINESE)
STOCK = [StationStock("甲所", (0, 3, 0, 1, 0, 1)), StationStock("", (0, 1, 0, 0, 0, 0))]
both_themes = pytest.mark.parametrize("theme", list(Theme))


@both_themes
def test_urgencies_have_the_colours_of_their_theme(theme: Theme) -> None:
    figure = stations(SAY, STOCK)[theme]
    worst_first = [code for code in sorted(Urgency, reverse=True) if code]
    colours = [bar.marker.color for bar in figure.data]
    assert colours == [palette(theme).urgency[code] for code in worst_first]
    assert figure.layout.font.color == palette(theme).label_soft


@both_themes
def test_sensitivities_have_the_colours_of_their_theme(theme: Theme) -> None:
    (bar,) = by_sensitivity(SAY, (9, 4, 0, 1))[theme].data
    rings = palette(theme).sensitivity
    shown = (Sensitivity.KEY_ATTENTION, Sensitivity.SPECIAL)
    assert list(bar.marker.color) == [rings[code].colour for code in shown]


@both_themes
def test_bars_and_words_stand_out_from_the_ground(theme: Theme) -> None:
    own = palette(theme)
    (bar,) = by_class(SAY, (9, 1, 2, 0, 0))[theme].data
    assert contrast(bar.marker.color, own.ground) >= 3
    assert contrast(own.label, own.label_halo) >= 4.5


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (1, 1), (3, 1), (5, 1), (6, 2), (11, 5), (40, 10), (4321, 1000)]
)
def test_an_axis_of_counts_has_whole_steps(most: int, step: int) -> None:
    assert whole_step(most) == step


def test_a_chart_of_few_issues_has_no_halves() -> None:
    axis = stations(SAY, [StationStock("甲所", (0, 1, 0, 0, 0, 0))])["light"].layout.xaxis
    assert (axis.dtick, axis.tick0, axis.tickformat) == (1, 0, ",d")
