"""Layers of points, read back by an independent decoder."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from layers import mvt
from layers.mvt.tags import ColumnError
from tests.layers.mvt.decoding import decoded, features

COUNTS = st.integers(1, 300)
NONE = np.array([], np.int64)


def whole(count: int, low: int, high: int) -> st.SearchStrategy[np.ndarray]:
    """Return arrays of ``count`` whole numbers."""
    return arrays.arrays(np.int64, count, elements=st.integers(low, high))


@given(st.data(), COUNTS)
def test_points_read_back(data: st.DataObject, count: int) -> None:
    x, y = data.draw(whole(count, -128, 4224)), data.draw(whole(count, -128, 4224))
    ids = data.draw(whole(count, 0, 2**40))
    columns = {"urgency": data.draw(whole(count, 0, 5)), "n": data.draw(whole(count, 0, 10**6))}
    read = features(mvt.tile(mvt.point_layer("customers", x, y, ids, columns)), "customers")
    assert [f["geometry"]["coordinates"] for f in read] == np.stack([x, y], 1).tolist()
    assert [f["id"] for f in read] == ids.tolist()
    for key, column in {**columns, "id": ids}.items():
        assert [f["properties"][key] for f in read] == column.tolist()


def test_points_may_go_without_an_id_property_or_any_property() -> None:
    one = np.array([7])
    read = features(mvt.point_layer("bins", one, one, one, {}, id_property=None), "bins")
    assert read[0]["properties"] == {}
    assert read[0]["id"] == 7


def test_small_types_do_not_overflow() -> None:
    urgency = np.arange(6, dtype=np.uint8)
    place = np.arange(6, dtype=np.int16) * 800
    ids = np.arange(6, dtype=np.uint32) + 2**31
    layer = mvt.point_layer("customers", place, -place, ids, {"urgency": urgency})
    read = features(layer, "customers")
    assert [f["geometry"]["coordinates"][1] for f in read] == (-place).tolist()
    assert [f["id"] for f in read] == ids.tolist()


def test_many_properties_make_records_longer_than_a_byte_can_count() -> None:
    ids = np.arange(3)
    columns = {f"column{number}": ids + number for number in range(60)}
    read = features(mvt.point_layer("wide", ids, ids, ids, columns), "wide")
    assert read[2]["properties"] == {f"column{n}": n + 2 for n in range(60)} | {"id": 2}


@given(
    st.lists(
        st.tuples(
            st.integers(-64, 4160),
            st.integers(0, 2**50),
            st.text(max_size=200),
            st.floats(allow_nan=False),
            st.one_of(st.booleans(), st.integers(-5, 5)),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_labelled_points_read_back(rows: list[tuple[int, int, str, float, int]]) -> None:
    x = np.array([row[0] for row in rows])
    ids = np.array([row[1] for row in rows])
    columns = {key: [row[at] for row in rows] for key, at in (("name", 2), ("load", 3), ("on", 4))}
    read = features(mvt.labelled_points("transformers", x, x, ids, columns), "transformers")
    assert [f["geometry"]["coordinates"] for f in read] == [[row[0], row[0]] for row in rows]
    for key, column in columns.items():
        assert [f["properties"][key] for f in read] == column
        assert [type(f["properties"][key]) for f in read] == [type(value) for value in column]
    assert [f["properties"]["id"] for f in read] == ids.tolist()


def test_chinese_names_read_back() -> None:
    one = np.array([1])
    layer = mvt.labelled_points("transformers", one, one, one, {"name": ["黄家寨 2号公变"]})
    assert features(layer, "transformers")[0]["properties"]["name"] == "黄家寨 2号公变"


def test_no_points_give_no_bytes() -> None:
    assert mvt.point_layer("customers", NONE, NONE, NONE, {"urgency": NONE}) == b""
    assert mvt.labelled_points("switches", NONE, NONE, NONE, {"name": []}) == b""
    assert mvt.tile(b"", b"") == b""


def test_a_column_of_another_length_is_refused() -> None:
    three = np.arange(3)
    with pytest.raises(ColumnError):
        mvt.point_layer("customers", three, three, three, {"urgency": np.arange(2)})


def test_a_tile_holds_its_layers_in_order() -> None:
    one = np.array([1])
    tile = mvt.tile(
        mvt.point_layer("customers", one, one, one, {}),
        b"",
        mvt.point_layer("bins", one, one, one, {}),
    )
    assert list(decoded(tile)) == ["customers", "bins"]
    assert {layer["version"] for layer in decoded(tile).values()} == {2}
    assert {layer["extent"] for layer in decoded(tile).values()} == {4096}
