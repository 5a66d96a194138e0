"""What the colours promise, on both grounds and to every kind of sight."""

import re
from dataclasses import fields
from itertools import combinations, pairwise

import numpy as np
import pytest

from layers.palette import Palette, Theme, palette
from rules.codes import LineKind, Sensitivity, Urgency
from tests.layers.colour_vision import Sight, contrast, difference, lab, linear, seen

PALETTES = [palette(theme) for theme in Theme]
LEAST_DIFFERENCE = 12.0
both_grounds = pytest.mark.parametrize("colours", PALETTES, ids=list(Theme))
every_sight = pytest.mark.parametrize("sight", list(Sight))

# Of the 34 pairs in table 1 of Sharma, Wu and Dalal (2005): where programs go wrong.
KNOWN_DIFFERENCES = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, -1, 2), (50, 0, 0), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
    ((90.8027, -2.0831, 1.441), (91.1528, -1.6435, 0.0447), 1.4441),
    ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("p", "q", "expected"), KNOWN_DIFFERENCES)
def test_the_ruler_measures_what_its_authors_printed(
    p: tuple[float, ...], q: tuple[float, ...], expected: float
) -> None:
    assert difference(np.array(p), np.array(q)) == pytest.approx(expected, abs=1e-4)
    assert difference(np.array(q), np.array(p)) == pytest.approx(expected, abs=1e-4)


def test_the_ruler_of_contrast_spans_1_to_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_greys_stay_grey_to_every_sight() -> None:
    grey = linear(["#808080"])
    for sight in Sight:
        assert seen(grey, sight) == pytest.approx(grey, abs=1e-4)


@both_grounds
def test_every_colour_is_written_in_full(colours: Palette) -> None:
    for field in fields(colours):
        value = getattr(colours, field.name)
        for colour in value if isinstance(value, tuple) else (value,):
            if isinstance(colour, str) and field.name != "theme":
                assert re.fullmatch(r"#[0-9a-f]{6}", colour), (field.name, colour)


@both_grounds
def test_every_code_has_its_colour(colours: Palette) -> None:
    assert len(colours.urgency) == len(Urgency)
    assert len(colours.sensitivity) == len(Sensitivity)
    assert {colours.line(kind) for kind in LineKind} == {
        colours.road,
        colours.river,
        colours.boundary,
    }
    assert colours.emergency == colours.urgency[Urgency.EMERGENCY]


@both_grounds
def test_what_is_open_stands_out_from_the_ground(colours: Palette) -> None:
    for urgency in Urgency:
        if urgency is not Urgency.NONE:
            assert contrast(colours.urgency[urgency], colours.ground) >= 3, urgency
    assert contrast(colours.urgency[Urgency.NONE], colours.ground) < 3


@both_grounds
@every_sight
def test_any_two_urgencies_differ(colours: Palette, sight: Sight) -> None:
    shown = lab(seen(linear(colours.urgency), sight))
    for one, other in combinations(Urgency, 2):
        assert difference(shown[one], shown[other]) >= LEAST_DIFFERENCE, (one, other)


@both_grounds
@every_sight
def test_an_emergency_is_the_farthest_from_the_ground(colours: Palette, sight: Sight) -> None:
    far = distances(colours, sight)
    assert far[Urgency.EMERGENCY] == max(far)


@both_grounds
def test_urgency_is_a_scale_that_rises_from_the_ground(colours: Palette) -> None:
    far = distances(colours, Sight.NORMAL)
    assert far == sorted(far)


@both_grounds
def test_words_can_be_read(colours: Palette) -> None:
    for text in (colours.label, colours.label_soft, colours.river_label):
        assert contrast(text, colours.ground) >= 4.5
        assert contrast(text, colours.label_halo) >= 4.5
    for urgency in Urgency:
        if urgency is not Urgency.NONE:
            assert contrast(colours.on_urgency, colours.urgency[urgency]) >= 4.5, urgency


@both_grounds
def test_marks_and_network_stand_out_from_the_ground(colours: Palette) -> None:
    marks = [
        *colours.feeders,
        colours.dead,
        colours.switch_closed,
        colours.switch_open,
        colours.transformer,
        colours.relay,
        colours.selection,
        colours.life_support,
    ]
    for colour in marks:
        assert contrast(colour, colours.ground) >= 3, colour


@both_grounds
@every_sight
def test_a_feeder_is_told_from_its_neighbour_in_number(colours: Palette, sight: Sight) -> None:
    shown = lab(seen(linear(colours.feeders), sight))
    assert (difference(shown, np.roll(shown, -1, axis=0)) >= LEAST_DIFFERENCE).all()


@both_grounds
def test_only_what_burns_is_loud(colours: Palette) -> None:
    quiet = [*colours.feeders, colours.road, colours.river, colours.boundary, colours.transformer]
    loudest = chroma(quiet).max()
    assert loudest < chroma(colours.urgency[Urgency.KEY :]).min()
    assert chroma([ring.colour for ring in colours.sensitivity]).max() < 15


@both_grounds
def test_sensitivity_is_a_ring_that_grows_and_darkens_without_hue(colours: Palette) -> None:
    rings = colours.sensitivity
    for less, more in pairwise(rings):
        assert more.width > less.width
        assert more.radius > less.radius
        assert contrast(more.colour, colours.ground) > contrast(less.colour, colours.ground)
    assert contrast(rings[Sensitivity.KEY_ATTENTION].colour, colours.ground) >= 3


@both_grounds
def test_the_cross_of_life_support_can_be_read(colours: Palette) -> None:
    assert contrast(colours.life_support, "#ffffff") >= 4.5
    shown = lab(linear([colours.life_support, *colours.urgency]))
    assert (difference(shown[:1], shown[1:]) >= LEAST_DIFFERENCE).all()


@both_grounds
def test_darker_shades_of_a_cell_are_told_apart(colours: Palette) -> None:
    assert list(colours.cell_opacity) == sorted(set(colours.cell_opacity))
    assert len(colours.cell_opacity) == 4


def distances(colours: Palette, sight: Sight) -> list[float]:
    """Return how far each urgency is from the ground: the straight way through CIELAB."""
    shown = lab(seen(linear([colours.ground, *colours.urgency]), sight))
    far: list[float] = np.linalg.norm(shown[1:] - shown[0], axis=1).tolist()
    return far


def chroma(colours: list[str] | tuple[str, ...]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return how far colours are from grey."""
    shown = lab(linear(colours))
    return np.hypot(shown[:, 1], shown[:, 2])
