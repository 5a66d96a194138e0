"""Which part of the Earth a frame shows."""

import numpy as np
import pytest

from layers.picture.frame import MOST_PIXELS, Frame, PictureTooLarge
from texts import Tongue, texts


def test_one_tile_of_maplibre_at_its_zoom_is_512_pixels() -> None:
    whole = Frame(0, 0, 0, 512, 512)
    assert whole.bounds() == pytest.approx((-180, -85.0511287798, 180, 85.0511287798))
    west, _, east, _ = Frame(108, 26.6, 12.5, 1280, 720).bounds()
    assert east - west == pytest.approx(360 * 1280 / (512 * 2**12.5))


def test_the_centre_is_in_the_middle_whatever_the_scale() -> None:
    for scale in (1, 1.5, 2):
        frame = Frame(108.05, 26.6, 13.2, 1280, 720, scale)
        x, y = frame.window().locate(np.array([108.05]), np.array([26.6]))
        assert x[0] == pytest.approx(640 * scale, abs=1e-3)
        assert y[0] == pytest.approx(360 * scale, abs=1e-3)
        assert frame.bounds() == pytest.approx(Frame(108.05, 26.6, 13.2, 1280, 720).bounds())


def test_a_margin_is_counted_in_css_pixels() -> None:
    narrow = Frame(108, 26.6, 12, 100, 100, 2).bounds(50)
    assert narrow == pytest.approx(Frame(108, 26.6, 12, 200, 200).bounds())


def test_metres_shrink_with_the_latitude_and_the_zoom() -> None:
    assert Frame(0, 0, 0, 9, 9).metres_per_pixel == pytest.approx(78271.517, abs=0.001)
    assert Frame(0, 60, 1, 9, 9).metres_per_pixel == pytest.approx(78271.517 / 4, abs=0.001)


@pytest.mark.parametrize(("width", "height", "scale"), [(0, 9, 1), (9, -1, 1), (20_000, 9_000, 1)])
def test_what_cannot_be_drawn_is_refused_in_both_languages(
    width: int, height: int, scale: float
) -> None:
    with pytest.raises(PictureTooLarge) as refused:
        Frame(108, 26, 12, width, height, scale)
    for tongue in Tongue:
        assert texts(tongue).number(MOST_PIXELS) in texts(tongue).error(refused.value)


def test_a_wall_of_8k_is_not_refused() -> None:
    assert Frame(108, 26, 12, 3840, 2160, 2).pixels == (7680, 4320)
