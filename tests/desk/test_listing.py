"""The URL of the list: the same filters as the map's, and nothing is refused."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desk.faults import Fault
from desk.listing import Listing, Tab
from desk.view import Filters, Place, Selection, View

FILTERS = st.builds(
    Filters,
    station=st.lists(st.text("甲所&=?<", min_size=1), unique=True, max_size=2).map(tuple),
    cell=st.lists(st.integers(0, 999), unique=True, max_size=2).map(tuple),
    sensitivity=st.lists(st.integers(0, 3), unique=True, max_size=2).map(tuple),
    channel=st.lists(st.sampled_from(["12345", "visit"]), unique=True).map(tuple),
)
LISTINGS = st.builds(
    Listing, tab=st.sampled_from(Tab), filters=FILTERS, language=st.sampled_from(["", "en"])
)


@given(LISTINGS)
def test_a_link_reproduces_the_list(listing: Listing) -> None:
    assert Listing.parse(listing.href.partition("?")[2]) == listing


@given(LISTINGS)
def test_the_map_shows_the_same(listing: Listing) -> None:
    path, _, query = listing.map_href().partition("?")
    assert path == "/"
    assert View.parse(query) == View(filters=listing.filters)


def test_a_row_leads_to_its_card_on_the_map() -> None:
    listing = Listing(filters=Filters(sensitivity=(3,)), language="en")
    href = listing.map_href("customer", 7, (108.123456, 26.5))
    assert href == "/?at=16.00/26.50000/108.12346&open=customer.7&lang=en&sensitivity=3"
    view = View.parse(href.partition("?")[2])
    assert view.selection == Selection("customer", 7)
    cell = View.parse(listing.map_href("cell", 2, (108.0, 26.5)).partition("?")[2])
    assert cell.place == Place(108.0, 26.5, 12.5)


def test_the_query_of_the_map_is_understood() -> None:
    listing = Listing.parse("?at=12/26/108&open=customer.1&hide=relays&urgency=5")
    assert listing == Listing(filters=Filters(urgency=(5,)))


def test_nonsense_is_left_out() -> None:
    listing = Listing.parse("?tab=everything&fault=none&sensitivity=9&urgency=x")
    assert (listing.tab, listing.fault, listing.filters) == (Tab.CUSTOMERS, None, Filters())


def test_a_kind_of_fault_stands_in_the_link_of_faults_only() -> None:
    listing = Listing(tab=Tab.FAULTS, fault=Fault.CELL_WITHOUT_MANAGER)
    assert listing.href == "/list?tab=faults&fault=cell_without_manager"
    assert Listing(fault=Fault.CELL_WITHOUT_MANAGER).href == "/list"


def test_a_value_is_added_and_taken_away() -> None:
    one = Listing().toggled("urgency", 5)
    assert one.filters.urgency == (5,)
    assert one.toggled("urgency", 4).filters.urgency == (5, 4)
    assert one.toggled("urgency", 5) == Listing()
    assert one.without("urgency") == Filters()
    assert one.chosen() == [("urgency", 5)]
