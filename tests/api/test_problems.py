"""Problems speak one language, and malformed requests of Dash's own routes are problems too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pytest
from dash import Dash, Input, Output, State, dcc, html
from fastapi import FastAPI, Query
from fastapi.testclient import TestClient

from api import problems
from api.expecting import KINDS
from api.server import server
from layers.palette import Theme
from texts import Tongue, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.desk import Desk

CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
LATIN_WORDS = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{2,})+")
"""Two Latin words after each other: a sentence of some library."""
UPDATE = "/_dash-update-component"
PART = {"id": "field", "property": "value", "value": "5"}
RESULT = {"id": "result", "property": "children"}
ASKED: dict[str, Any] = {
    "output": "result.children",
    "outputs": RESULT,
    "inputs": [PART],
    "state": [PART | {"id": "other"}],
    "changedPropIds": ["field.value"],
}


@pytest.fixture(scope="module")
def picky() -> Iterator[TestClient]:
    """Give an application that wants values of every kind that can be wrong."""
    application = FastAPI()
    problems.register(application)

    @application.get("/")
    def wanting(
        whole: int = 0,
        number: Annotated[float, Query(ge=1, lt=9, allow_inf_nan=False)] = 1,
        above: Annotated[float, Query(gt=0, le=9)] = 1,
        flag: bool = False,  # noqa: FBT001, FBT002 - a query has names only
        text: Annotated[str, Query(min_length=2, max_length=4)] = "abc",
        theme: Theme = Theme.LIGHT,
        word: Literal["yes", "no"] = "yes",
    ) -> str:
        return f"{whole}{number}{above}{flag}{text}{theme}{word}"

    @application.get("/needed")
    def needed(code: str) -> str:
        return code

    @application.post("/body")
    def body(data: dict[str, str]) -> int:
        return len(data)

    @application.get("/pattern")
    def pattern(code: Annotated[str, Query(pattern="^x$")]) -> str:
        return code

    with TestClient(application) as opened:
        yield opened


WRONG = [
    ("/?whole=x", "整数"),
    ("/?whole=1.5", "整数"),
    ("/?number=x", "数字"),
    ("/?number=nan", "数字"),
    ("/?number=0", "不小于 1"),
    ("/?number=9", "小于 9"),
    ("/?above=0", "大于 0"),
    ("/?above=10", "不大于 9"),
    ("/?flag=x", "true 或 false"),
    ("/?text=a", "至少 2 个字符"),
    ("/?text=abcde", "不超过 4 个字符"),
    ("/?theme=red", "light / dark 之一"),
    ("/?word=maybe", "yes / no 之一"),
    ("/needed", "缺少参数 code"),
    ("/pattern?code=y", "code 不能是“y”。"),
    ("/nowhere", "没有这个地址"),
]


@pytest.mark.parametrize(("path", "said"), WRONG)
def test_a_problem_is_in_one_language(picky: TestClient, path: str, said: str) -> None:
    chinese = picky.get(path, headers={"Accept-Language": "zh"})
    assert said in chinese.json()["detail"]
    assert not LATIN_WORDS.search(chinese.json()["detail"] + chinese.json()["title"])
    assert chinese.headers["content-language"] == "zh-CN"
    english = picky.get(path, headers={"Accept-Language": "en"}).json()
    assert not CHINESE.search(english["detail"] + english["title"])


def test_what_is_no_json_is_said_so(picky: TestClient) -> None:
    answer = picky.post("/body", content=b"{", headers={"Content-Type": "application/json"})
    assert "JSON" in answer.json()["detail"]
    assert not LATIN_WORDS.search(answer.json()["detail"])


def test_a_monstrous_value_is_not_echoed_in_full(picky: TestClient) -> None:
    assert len(picky.get("/?whole=" + "x" * 5000).json()["detail"]) < 200


def test_the_language_that_a_reader_chose_beats_that_of_the_browser(picky: TestClient) -> None:
    headers = {"Accept-Language": "zh", "Cookie": "lang=en"}
    assert not CHINESE.search(picky.get("/needed", headers=headers).json()["detail"])


def test_every_kind_has_its_sentence() -> None:
    for tongue in Tongue:
        assert all(texts(tongue).has(f"api.expects.{kind}") for kind in KINDS.values())


@pytest.fixture
def dashed(desk: Desk) -> TestClient:
    """Give the HTTP side with a small Dash application on it."""
    app = Dash(__name__, server=server(desk), backend="fastapi")  # type: ignore[arg-type]
    app.layout = html.Div([dcc.Input(id="field"), dcc.Input(id="other"), html.P(id="result")])
    app.callback(Output("result", "children"), Input("field", "value"), State("other", "value"))(
        divided
    )
    app.clientside_callback("() => 1", Output("other", "value"), Input("result", "children"))
    app.server.state.callbacks = app.callback_map
    app._setup_server()  # noqa: SLF001 - as app.py does
    return TestClient(app.server)


def divided(value: str, _other: str) -> float:
    """Answer, or fail as code fails."""
    return 10 / int(value)


def test_what_a_page_asks_is_let_through(dashed: TestClient) -> None:
    answer = dashed.post(UPDATE, json=ASKED)
    assert answer.status_code == 200
    assert answer.json()["response"]["result"]["children"] == 2.0


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"\xff\xfe", "JSON"),
        (b"[]", "JSON"),
        (b"null", "JSON"),
        (b"[" * 100_000, "JSON"),
    ],
)
def test_what_is_no_request_at_all_is_refused(
    dashed: TestClient, content: bytes, what: str
) -> None:
    answer = dashed.post(UPDATE, content=content, headers={"Content-Type": "application/json"})
    refused(answer, what)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"output": None}, "output"),
        ({"output": "nothing.children"}, "output"),
        ({"output": "other.value"}, "output"),
        ({"output": ["result.children"]}, "output"),
        ({"outputs": None}, "outputs"),
        ({"outputs": [1]}, "outputs"),
        ({"inputs": None}, "inputs"),
        ({"inputs": []}, "inputs"),
        ({"inputs": ["field"]}, "inputs"),
        ({"inputs": [{"id": 7, "property": "value"}]}, "inputs"),
        ({"inputs": [{"id": "field"}]}, "inputs"),
        ({"state": {}}, "state"),
        ({"state": [PART, PART]}, "state"),
        ({"changedPropIds": 5}, "changedPropIds"),
        ({"changedPropIds": [5]}, "changedPropIds"),
    ],
)
def test_a_request_that_no_page_makes_is_refused_by_its_part(
    dashed: TestClient, changed: dict[str, Any], what: str
) -> None:
    refused(dashed.post(UPDATE, json=ASKED | changed), what)


def test_a_fault_inside_a_callback_stays_a_fault_of_ours(dashed: TestClient) -> None:
    zero = ASKED | {"inputs": [PART | {"value": "0"}]}
    answer = dashed.post(UPDATE, json=zero)
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text


@pytest.mark.parametrize("path", ["nothing/x.js", "dash_renderer/../../etc/passwd", "dash/none.js"])
def test_a_file_of_dash_that_is_not_there_is_not_found(dashed: TestClient, path: str) -> None:
    answer = dashed.get(f"/_dash-component-suites/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_wrong_method_is_a_problem(dashed: TestClient) -> None:
    answer = dashed.put(UPDATE)
    assert (answer.status_code, answer.json()["type"]) == (405, "urn:battlemap:http")


def refused(answer: Any, what: str) -> None:
    """Check that an answer is a problem which names the part, and no trace."""
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert f"（{what}）" in answer.json()["detail"]
    assert "Traceback" not in answer.text
