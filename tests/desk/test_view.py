"""The URL is the state of the map: written and read back, and forgiving to what was cut."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from desk.view import HIDDEN_AT_FIRST, LAYERS, NOUNS, Filters, Place, Selection, View
from rules.codes import Channel, CustomerClass, Sensitivity, Urgency

ids = st.integers(0, 10**9 - 1)
names = st.text(min_size=1, max_size=12)


def some(values: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(values, max_size=3, unique=True).map(tuple)


filters = st.builds(
    Filters,
    station=some(names),
    cell=some(ids),
    manager=some(names),
    feeder=some(ids),
    class_=some(st.sampled_from([code.value for code in CustomerClass])),
    sensitivity=some(st.sampled_from([code.value for code in Sensitivity])),
    urgency=some(st.sampled_from([code.value for code in Urgency])),
    channel=some(st.sampled_from([code.value for code in Channel])),
)
places = st.builds(
    Place,
    lon=st.integers(-18_000_000, 18_000_000).map(lambda n: n / 1e5),
    lat=st.integers(-8_500_000, 8_500_000).map(lambda n: n / 1e5),
    zoom=st.integers(0, 2400).map(lambda n: n / 100),
)
views = st.builds(
    View,
    place=st.none() | places,
    hidden=st.sets(st.sampled_from(LAYERS)).map(lambda s: tuple(n for n in LAYERS if n in s)),
    filters=filters,
    selection=st.none() | st.builds(Selection, noun=st.sampled_from(NOUNS), id=ids),
)


@given(views)
def test_a_link_reproduces_its_view(view: View) -> None:
    assert View.parse(view.query()) == view
    assert View.parse("?" + view.query()) == view


@given(st.text(alphabet=string.printable))
def test_whatever_a_messenger_made_of_a_link_it_opens_a_map(search: str) -> None:
    view = View.parse(search)
    assert View.parse(view.query()) == view


def test_the_usual_view_has_no_query() -> None:
    assert View().query() == ""
    assert View.parse("").hidden == HIDDEN_AT_FIRST
    assert not View().filters.any()


def test_what_cannot_be_is_left_out() -> None:
    view = View.parse("?at=99/26/108&open=dragon.1&urgency=9&sensitivity=x&channel=fax&hide=sea")
    assert view == View(hidden=())


def test_a_number_that_no_store_can_have_given_opens_nothing() -> None:
    for ref in ("2147483648", "9" * 20, "9" * 5000, "-1", "1e3", "", "x"):
        assert View.parse(f"?open=customer.{ref}").selection is None
    assert View.parse("?open=customer.2147483647").selection is not None
