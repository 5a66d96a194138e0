"""Which role gets which status by which way, as a table to be read and compared."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import httpx

from rules.viewer import PEOPLE
from tests.leaks.clicks import UPDATE, bodies, callbacks_of
from tests.leaks.routes import hops, questions, refs_of
from tests.servers.ports import NO_TLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.viewer import Role
    from tests.leaks.bureau import Served

STRANGER = "stranger"
DENIED = "您的角色（"
"""How the sentence begins by which a callback refuses; its status is that of any answer."""


def table(served: Served) -> str:
    """Return the table: a way a line, a role a column; ``!`` marks answers that refuse."""
    columns = [STRANGER, *(role.value for role in PEOPLE)]
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for column, role in zip(columns, (None, *PEOPLE), strict=True):
        for way, answer in _answers(served, role):
            found[way][column].add(_cell(answer))
    width = max(len(way) for way in found)
    lines = [[way, *("/".join(sorted(found[way][c])) for c in columns)] for way in sorted(found)]
    return "".join(_line([width, *map(len, columns)], row) for row in [["", *columns], *lines])


def _client(served: Served, role: Role | None) -> httpx.Client:
    if role is not None:
        return served.client(role)
    headers = {"Origin": served.url}
    return httpx.Client(base_url=served.url, headers=headers, trust_env=False, verify=NO_TLS)


def _answers(served: Served, role: Role | None) -> Iterator[tuple[str, httpx.Response]]:
    refs = refs_of(served)
    served.vouch(role)
    with _client(served, role) as client:
        for name in sorted(callbacks_of(served.app)):
            for body in bodies(served.app, name, refs, "none"):
                yield f"CALL {_short(name)}", client.post(UPDATE, json=body)
        with client.stream("GET", "/api/v1/events") as answer:
            yield "GET /api/v1/events", httpx.Response(answer.status_code)
    for way, some in questions(served, refs).items():
        for ask in some:
            with _client(served, role) as client:
                yield from hops(way, ask.answer(client, way))


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
