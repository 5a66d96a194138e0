"""The line about the age of the data: its words come along, its facts are those of the page."""

from screens import freshness
from texts import Tongue, texts

MOMENT = freshness.Moment(17, 1779249600.5, "Asia/Shanghai")


def test_the_line_tells_the_script_of_when_the_page_is_and_what_to_say() -> None:
    for tongue in Tongue:
        told = freshness.line(texts(tongue), "now", MOMENT).to_plotly_json()["props"]
        assert (told["data-version"], told["data-judged"]) == ("17", "1779249600.5")
        assert told["data-zone"] == "Asia/Shanghai"
        assert "{time}" in told["data-live"]
        assert "{age}" in told["data-late"]
        assert "{age}" in told["data-away"]
        assert all("{n}" in told[f"data-{unit}"] for unit in freshness.UNITS)


def test_a_page_without_data_names_no_version() -> None:
    told = freshness.line(texts(Tongue.CHINESE), "", None).to_plotly_json()["props"]
    assert "data-version" not in told


def test_the_banner_is_empty_and_knows_what_it_may_have_to_say() -> None:
    told = freshness.banner(texts(Tongue.CHINESE)).to_plotly_json()["props"]
    assert told.get("children") is None
    assert "数据库" in told["data-store"]
    assert "服务器" in told["data-link"]
