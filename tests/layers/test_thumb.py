from urllib.parse import unquote

import numpy as np
import pytest
import shapely

from layers.thumb import HEIGHT, WIDTH, thumb

AREA = shapely.multipolygons([shapely.box(108.0, 25.9, 108.4, 26.0)])


def numbers(url: str, tag: str) -> list[float]:
    svg = unquote(url)
    return [float(part.split("'")[0]) for part in svg.split(f"{tag}='")[1:]]


def test_nothing_has_no_shape() -> None:
    assert thumb((), None) == ""


def test_dots_and_outline_lie_in_the_picture_north_up() -> None:
    places = ((108.0, 25.9), (108.4, 26.0))
    url = thumb(places, AREA)
    xs, ys = numbers(url, "cx"), numbers(url, "cy")
    assert all(0 <= x <= WIDTH for x in xs)
    assert all(0 <= y <= HEIGHT for y in ys)
    assert xs[0] < xs[1]
    assert ys[0] > ys[1]
    assert "<path" in unquote(url)


@pytest.mark.parametrize("place", [(108.0, 26.0), (0.0, 89.9)], ids=["bureau", "pole"])
def test_one_place_alone_stands_in_the_middle(place: tuple[float, float]) -> None:
    url = thumb((place,), None)
    assert np.allclose([*numbers(url, "cx"), *numbers(url, "cy")], [WIDTH / 2, HEIGHT / 2])
