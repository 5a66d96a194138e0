"""A page that cannot be made says why, and leads to where the reader can go on."""

from __future__ import annotations

import json

import pytest

from desk.outages.changing import NoOutage
from screens import missing
from texts import Tongue, texts

SAY = texts(Tongue.ENGLISH)


@pytest.mark.parametrize(
    ("listed", "words", "href"),
    [("", "Back to the map", "/"), ("/outages", "Back to the list", "/outages")],
)
def test_the_way_leads_to_the_others_of_what_is_not_there(
    listed: str, words: str, href: str
) -> None:
    found = missing.failed(SAY, NoOutage(), listed)
    told = json.dumps(found.to_plotly_json(), default=lambda one: one.to_plotly_json())
    assert SAY.error(NoOutage()) in told
    assert words in told
    assert f'"href": "{href}"' in told
