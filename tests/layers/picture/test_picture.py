"""The server's picture: the right marks in the right colours at the right places."""

import numpy as np
import pytest
import shapely
from PIL import Image

from layers import sizes
from layers.palette import Theme, palette
from layers.picture import Frame, draw
from layers.picture.canvas import blend
from layers.picture.fonts import find_font
from layers.scene import (
    Bins,
    Cells,
    Issues,
    Lines,
    Relays,
    Scene,
    Sections,
    Switches,
    Transformers,
    Villages,
)
from rules.codes import LineKind, Urgency
from tests.layers.picture.opening import (
    FRAME,
    LAT,
    LIGHT,
    LON,
    colour_at,
    customers,
    degrees,
    one_customer,
    opened,
)

EMERGENCY = int(Urgency.EMERGENCY)


def box(left: float, top: float, right: float, bottom: float) -> shapely.Polygon:
    """Return a rectangle of the common frame."""
    return shapely.Polygon(
        [degrees(*at) for at in ((left, top), (right, top), (right, bottom), (left, bottom))]
    )


def cells(*rows: tuple[shapely.Geometry, int, int, bool, str]) -> Cells:
    """Return cells: outline, urgency, shade, shown, name."""
    outlines, urgency, shade, shown, names = zip(*rows, strict=True)
    return Cells(outlines, np.array(urgency), np.array(shade), np.array(shown), names)


@pytest.mark.parametrize("theme", list(Theme))
def test_an_empty_scene_is_ground_and_a_scale_bar(theme: Theme) -> None:
    picture = opened(Scene(), theme=theme)
    assert picture.format == "PNG"
    assert picture.size == (200, 120)
    assert colour_at(picture, 100, 20) == palette(theme).ground
    assert len(picture.crop((0, 80, 140, 120)).getcolors(10_000) or []) > 1


def test_the_same_scene_gives_the_same_file() -> None:
    scene = Scene(customers=customers((50, 50, 5, 3, True)))
    assert draw(scene, FRAME, LIGHT, find_font()) == draw(scene, FRAME, LIGHT, find_font())


def test_a_mark_stands_where_its_degrees_are() -> None:
    picture = opened(Scene(customers=customers((60, 30, 4, 0, False))))
    fill = LIGHT.urgency[4]
    assert colour_at(picture, 60 - 5, 30) == fill
    assert colour_at(picture, 60 + 4, 30) == fill
    assert colour_at(picture, 60, 30 + 10) == LIGHT.ground


def test_a_finer_scale_shows_the_same_part_twice_as_large() -> None:
    scene = Scene(customers=customers((60, 30, 2, 0, False)))
    picture = opened(scene, Frame(LON, LAT, 16.0, 200, 120, 2))
    assert picture.size == (400, 240)
    assert colour_at(picture, 120 - 10, 60) == LIGHT.urgency[2]
    assert picture.info["dpi"] == pytest.approx((192, 192), abs=0.1)


@pytest.mark.parametrize("urgency", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("sensitivity", [1, 2, 3])
def test_urgency_fills_and_sensitivity_rings(urgency: int, sensitivity: int) -> None:
    frame = Frame(LON, LAT, 18.0, 200, 120)
    lon, lat = degrees(100, 60, frame)
    scene = Scene(customers=one_customer(lon, lat, urgency, sensitivity))
    picture = opened(scene, frame)
    ring, grown = LIGHT.sensitivity[sensitivity], sizes.CUSTOMER.at(18.0)
    radius = max(ring.radius, sizes.LEAST_RADIUS[urgency]) * grown
    assert colour_at(picture, 100 - radius + 1.5, 60) == LIGHT.urgency[urgency]
    assert colour_at(picture, 100 - radius - ring.width * grown / 2, 60) == ring.colour
    assert colour_at(picture, 100 - radius - ring.width * grown - 2, 60) == LIGHT.ground


def test_an_emergency_glows_and_lies_on_top_whatever_the_order() -> None:
    rows = [
        (60.0, 30.0, 5, 0, False),
        *((60.0 + n % 3, 30.0 - n % 2, n % 5, 3, False) for n in range(9)),
    ]
    for order in (rows, rows[::-1]):
        picture = opened(Scene(customers=customers(*order)))
        assert colour_at(picture, 60 - 6, 30) == LIGHT.emergency
        assert colour_at(picture, 60 - 10, 30) == LIGHT.emergency_edge


def test_an_emergency_lies_above_gathered_customers_issues_and_relays() -> None:
    lon, lat = (np.array([degrees(60, 30)[axis]]) for axis in (0, 1))
    one = np.ones(1, int)
    scene = Scene(
        customers=customers((60, 30, 5, 0, False)),
        bins=Bins(lon, lat, one * 5000, one, one),
        issues=Issues(lon, lat, one),
        relays=Relays(lon, lat, np.array([False])),
    )
    assert colour_at(opened(scene), 60 - 6, 30) == LIGHT.emergency


def test_life_support_has_a_white_cross_on_green() -> None:
    picture = opened(Scene(customers=customers((60, 60, 0, 3, True))))
    size = sizes.LIFE.at(16.0)
    x, y = 60 + 8 * size, 60 - 8 * size
    assert colour_at(picture, x, y) == "#ffffff"
    assert colour_at(picture, x + 3.6 * size, y - 3.6 * size) == LIGHT.life_support
    calm = opened(Scene(customers=customers((60, 60, 0, 3, False))))
    assert colour_at(calm, x, y) != "#ffffff"


def test_gathered_customers_show_the_worst_and_grow_with_their_number() -> None:
    lon, lat = np.array([degrees(x, 60) for x in (40, 80, 120)]).T
    bins = Bins(lon, lat, np.array([1, 50, 9000]), np.array([5, 5, 5]), np.array([0, 0, 3]))
    picture = opened(Scene(bins=bins))
    assert [colour_at(picture, x, 60) for x in (40, 80, 120)] == [LIGHT.emergency] * 3
    assert colour_at(picture, 40, 60 - 4) == LIGHT.ground
    assert colour_at(picture, 80, 60 - 4) == LIGHT.emergency
    assert colour_at(picture, 120, 60 - 7) == LIGHT.emergency


def test_cells_are_shaded_by_urgency_and_backlog() -> None:
    scene = Scene(
        cells=cells(
            (box(0, 0, 60, 60), 5, 3, True, ""),
            (box(60, 0, 120, 60), 2, 1, True, ""),
            (box(120, 0, 180, 60), 5, 3, False, ""),
        )
    )
    frame = Frame(LON, LAT, 16.0, 200, 120)
    picture = opened(scene, frame)
    near = sizes.CELL_OPACITY.at(16.0)
    strong = blend(LIGHT.urgency[5], LIGHT.ground, LIGHT.cell_opacity[3] * near)
    faint = blend(LIGHT.urgency[2], LIGHT.ground, LIGHT.cell_opacity[1] * near)
    assert colour_at(picture, 30, 30) == strong
    assert colour_at(picture, 90, 30) == faint
    assert colour_at(picture, 150, 30) == LIGHT.ground
    assert colour_at(picture, 30, 60) == LIGHT.emergency


def test_a_cell_inside_the_hole_of_another_keeps_its_own_colour() -> None:
    ring = box(20, 0, 180, 100).difference(box(70, 30, 130, 70))
    scene = Scene(cells=cells((ring, 5, 3, True, ""), (box(70, 30, 130, 70), 1, 1, True, "")))
    picture = opened(scene)
    near = sizes.CELL_OPACITY.at(16.0)
    inner = blend(LIGHT.urgency[1], LIGHT.ground, LIGHT.cell_opacity[1] * near)
    outer = blend(LIGHT.urgency[5], LIGHT.ground, LIGHT.cell_opacity[3] * near)
    assert colour_at(picture, 100, 50) == inner
    assert colour_at(picture, 40, 50) == outer


def test_lines_and_sections_are_drawn_in_their_colours() -> None:
    def level(y: float) -> shapely.LineString:
        return shapely.LineString([degrees(-50, y), degrees(250, y)])

    scene = Scene(
        lines=Lines([level(10), level(40)], [LineKind.RIVER, LineKind.ROAD], ["", ""]),
        sections=Sections([level(60), level(75), None], np.array([3, 0, 4]), ["", "", ""]),
    )
    picture = opened(scene)
    opacity = sizes.SECTION_OPACITY.at(16.0)
    assert colour_at(picture, 150, 10) == LIGHT.river
    assert colour_at(picture, 150, 40) == LIGHT.road
    assert colour_at(picture, 150, 60) == blend(LIGHT.feeders[3], LIGHT.ground, opacity)
    assert colour_at(picture, 150, 75) == blend(LIGHT.dead, LIGHT.ground, opacity)


def test_a_boundary_is_dashed() -> None:
    course = shapely.LineString([degrees(10, 50), degrees(190, 50)])
    row = (
        opened(Scene(lines=Lines([course], [LineKind.BOUNDARY], [""])))
        .convert("L")
        .crop((10, 50, 190, 51))
    )
    dark = np.asarray(row)[0] < 180
    assert 10 < np.count_nonzero(dark[1:] != dark[:-1]) < 60


def test_switches_tell_open_from_closed_and_transformers_whose_they_are() -> None:
    lon, lat = np.array([degrees(x, 40) for x in (40, 80)]).T
    kinds = np.array([False, True])
    switches = opened(Scene(switches=Switches(lon, lat, kinds)))
    size = sizes.SWITCH.at(16.0)
    assert colour_at(switches, 40 - 2 * size, 40 - 2 * size) == LIGHT.switch_closed
    assert colour_at(switches, 80 - 2 * size, 40 - 2 * size) == LIGHT.label_halo
    towers = opened(Scene(transformers=Transformers(lon, lat, kinds, ["", ""])))
    assert colour_at(towers, 40, 40) == LIGHT.transformer
    assert colour_at(towers, 80, 40) == LIGHT.label_halo


def test_far_out_there_are_no_switches() -> None:
    lon, lat = np.array([[LON], [LAT]])
    frame = Frame(LON, LAT, 11.0, 200, 120)
    assert (
        colour_at(opened(Scene(switches=Switches(lon, lat, np.array([False]))), frame), 100, 60)
        == LIGHT.ground
    )


def test_what_is_chosen_is_ringed_or_outlined() -> None:
    ringed = opened(Scene(customers=customers((60, 60, 0, 0, False)), chosen=degrees(60, 60)))
    assert colour_at(ringed, 60 - sizes.CHOSEN.at(16.0) - 1.5, 60) == LIGHT.selection
    outlined = opened(Scene(chosen_shape=box(50, 20, 150, 80)))
    assert colour_at(outlined, 50, 50) == LIGHT.selection


def test_names_avoid_each_other_and_emergencies() -> None:
    frame = Frame(LON, LAT, 14.0, 200, 120)
    lon, lat = np.array([degrees(100, 50, frame)] * 2).T
    both = Villages(lon, lat, ["黄家寨", "岩脚寨"], np.array([10, 900]))
    two = ink(opened(Scene(villages=both), frame))
    one = ink(opened(Scene(villages=Villages(lon[:1], lat[:1], ["黄家寨"], np.array([10]))), frame))
    assert two > 1.6 * one
    burning = Scene(villages=both, customers=one_customer(float(lon[0]), float(lat[0]), 5, 0))
    assert colour_at(opened(burning, frame), 100 - 4, 50) == LIGHT.emergency


def test_without_a_font_latin_is_written_and_nothing_turns_into_boxes() -> None:
    frame = Frame(LON, LAT, 12.0, 200, 120)
    square = shapely.box(LON - 0.01, LAT - 0.01, LON + 0.01, LAT + 0.01)
    latin, chinese = (
        opened(Scene(cells=cells((square, 0, 0, True, name))), frame, font=None)
        for name in ("Cell 7", "岩脚网格")
    )
    assert ink(latin) > 20
    assert ink(chinese) == 0


def ink(picture: Image.Image) -> int:
    """Count the pixels of letters in the upper part of a picture, above the scale bar."""
    dark = np.asarray(picture.convert("L").crop((0, 0, 200, 85))) < 170
    return int(np.count_nonzero(dark))
