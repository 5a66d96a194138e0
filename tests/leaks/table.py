"""Which role gets which status by which way, as a table to be read and compared."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import httpx

from rules.viewer import PEOPLE
from tests.leaks.clicks import UPDATE, bodies, callbacks_of
from tests.leaks.routes import questions, refs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.leaks.bureau import Served

STRANGER = "stranger"
DENIED = "您的角色（"
"""How the sentence begins by which a callback refuses; its status is that of any answer."""


def table(served: Served) -> str:
    """Return the table: a way a line, a role a column; ``!`` marks answers that refuse."""
    columns = [STRANGER, *(role.value for role in PEOPLE)]
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for column, client in zip(columns, _clients(served), strict=True):
        with client:
            for way, answer in _answers(served, client):
                found[way][column].add(_cell(answer))
    width = max(len(way) for way in found)
    lines = [[way, *("/".join(sorted(found[way][c])) for c in columns)] for way in sorted(found)]
    return "".join(_line([width, *map(len, columns)], row) for row in [["", *columns], *lines])


def _clients(served: Served) -> Iterator[httpx.Client]:
    yield httpx.Client(base_url=served.url, headers={"Origin": served.url}, trust_env=False)
    for role in PEOPLE:
        yield served.client(role)


def _answers(served: Served, client: httpx.Client) -> Iterator[tuple[str, httpx.Response]]:
    refs = refs_of(served)
    for name in sorted(callbacks_of(served.app)):
        for body in bodies(served.app, name, refs, "none"):
            yield f"CALL {_short(name)}", client.post(UPDATE, json=body)
    with client.stream("GET", "/api/v1/events") as answer:
        yield "GET /api/v1/events", httpx.Response(answer.status_code)
    asked = [(way, ask) for way, some in questions(served, refs).items() for ask in some]
    for way, ask in sorted(asked, key=lambda one: one[1].apart):
        if "/signin" in way or "/session" in way:
            continue  # the door has tests of its own: throttling makes its answers change
        method = way.partition(" ")[0]
        yield (
            way,
            client.request(method, ask.path, params=ask.params, json=ask.json, content=ask.content),
        )


def _cell(answer: httpx.Response) -> str:
    content = answer.content.decode("utf-8", "replace")
    escaped = DENIED.encode("unicode_escape").decode()
    refused = answer.status_code == 200 and (DENIED in content or escaped in content)
    return f"{answer.status_code}{'!' if refused else ''}"


def _short(name: str) -> str:
    return name.removeprefix("..").removesuffix("..").split("...")[0]


def _line(widths: list[int], row: list[str]) -> str:
    cells = (cell.ljust(max(width, 8)) for width, cell in zip(widths, row, strict=True))
    return "  ".join(cells).rstrip() + "\n"
