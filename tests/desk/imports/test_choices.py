from __future__ import annotations

import pytest

from data.importing.errors import FieldTwice
from data.importing.options import ImportOptions
from desk.imports.choices import LEFT_OUT, Choices, remapped
from desk.imports.place import Place
from rules.codes import Kind
from texts import Tongue

HEADERS = ("编号", "户名", "电话")


def test_nothing_chosen_means_as_detected() -> None:
    options = Choices().options("a.csv", Tongue.CHINESE)
    assert options == ImportOptions(tongue=Tongue.CHINESE)


def test_a_form_and_the_options_it_leads_to_are_one() -> None:
    form = Choices("customers", "epsg", "EPSG:4545", "gb18030", "表1", {"编号": "account"})
    options = form.options("a.csv", Tongue.ENGLISH, dry_run=True)
    assert options.kind is Kind.CUSTOMERS
    assert options.crs == "EPSG:4545"
    assert options.dry_run
    assert Choices.of(options) == form


def test_an_epsg_number_counts_only_where_it_is_asked_for() -> None:
    assert Choices(crs="gcj02", epsg="4545").options("a", Tongue.CHINESE).crs == "gcj02"
    assert Choices(crs="epsg", epsg=" ").options("a", Tongue.CHINESE).crs is None


def test_fields_of_another_kind_are_passed_over() -> None:
    form = Choices(kind="issues", mapping={"编号": "number", "户名": "equipment"})
    assert dict(form.options("a.csv", Tongue.CHINESE).mapping) == {"编号": "number"}


def test_any_number_of_columns_can_be_left_out() -> None:
    form = Choices(kind="issues", mapping={"编号": LEFT_OUT, "户名": LEFT_OUT, "电话": "number"})
    assert dict(form.options("a.csv", Tongue.CHINESE).mapping) == dict(form.mapping)
    shown = ("account", "name", LEFT_OUT)
    new = remapped({"电话": LEFT_OUT}, HEADERS, shown, [LEFT_OUT, "name", LEFT_OUT])
    assert new == {"电话": LEFT_OUT, "编号": LEFT_OUT}
    assert remapped(new, HEADERS, (LEFT_OUT, "name", LEFT_OUT), [None, "name", LEFT_OUT]) == {
        "电话": LEFT_OUT
    }


def test_single_kinds_have_their_datum() -> None:
    form = Choices(crs="gcj02", crs_of={"cells": "wgs84", "customers": ""})
    options = form.options("a.zip", Tongue.CHINESE)
    assert (options.crs, dict(options.crs_of)) == ("gcj02", {"cells": "wgs84"})
    assert dict(Choices.of(options).crs_of) == {"cells": "wgs84"}


def test_two_columns_for_one_field_are_refused() -> None:
    with pytest.raises(FieldTwice):
        Choices(mapping={"编号": "account", "户名": "account"}).options("a.csv", Tongue.CHINESE)


def test_a_form_that_was_only_drawn_changes_nothing() -> None:
    shown = (None, "name", "phone")
    assert remapped({"电话": "phone"}, HEADERS, shown, list(shown)) == {"电话": "phone"}


def test_a_chosen_field_is_taken_from_the_column_that_had_it() -> None:
    shown = ("account", "name", None)
    new = remapped({"编号": "account"}, HEADERS, shown, ["account", "name", "account"])
    assert new == {"电话": "account"}


def test_a_cleared_field_is_recognised_by_itself_again() -> None:
    shown = ("account", "name", None)
    assert remapped({"编号": "account"}, HEADERS, shown, [None, "name", None]) == {}


@pytest.mark.parametrize(
    ("search", "place"),
    [
        ("", Place()),
        ("?upload=abc&lang=en", Place(upload="abc", lang="en")),
        ("?run=12", Place(run=12)),
        ("?run=1e9", Place()),
        ("?run=-1", Place()),
        ("?run=\uff19", Place()),
        (f"?run={'9' * 40}", Place()),
    ],
)
def test_the_url_is_the_state(search: str, place: Place) -> None:
    assert Place.parse(search) == place


def test_a_language_in_the_url_stays() -> None:
    place = Place.parse("?upload=abc&lang=en")
    assert place.at_run(3) == "/import?run=3&lang=en"
    assert place.at_upload("x y") == "/import?upload=x+y&lang=en"
    assert Place().at_start() == "/import"
