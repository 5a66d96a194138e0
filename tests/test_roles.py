"""Who may do what, by every way into the product, is a table that somebody has read.

``tests/roles.txt`` holds it. A change of it is a change of who may do what: look at the
difference, and if it is meant, write the new table down with ``python -m tests.leaks.write``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

from desk.door import people
from rules.viewer import PEOPLE, SYSTEM, Role
from tests.leaks.bureau import Served, served
from tests.leaks.table import table
from tests.servers.signing import header, session_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemathesis.schemas import APIOperation, BaseSchema

    Case = schemathesis.Case[Any]
    Operation = APIOperation[Any, Any, Any, Any]

pytestmark = pytest.mark.slow
TABLE = Path(__file__).with_name("roles.txt")
EXAMPLES = 8
"""Of every operation in every role."""
STREAM = "/api/v1/events"
SESSION, OWN_PASSWORD = "/api/v1/session", "/api/v1/password"
OPEN = {f"POST {SESSION}"}
"""Answers 401 to whoever gives a wrong password, signed in or not."""
FIRST_EVENTS = 1
"""Read of a stream: the greeting, behind the pause before a browser comes back."""
HEAD = re.compile(rb'retry: \d+\n\n(id: \d+\n)?event: hello\ndata: \{"version":')
SECONDS = 60
PASSWORD = "twelve signs"  # noqa: S105 - of a test
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve one bureau for the module."""
    with served(tmp_path_factory.mktemp("roles")) as running:
        yield running


def test_who_may_do_what_is_as_written_down(bureau: Served) -> None:
    assert table(bureau) == TABLE.read_text("utf-8")


@pytest.fixture(scope="module")
def described(bureau: Served) -> BaseSchema:
    """Give the description of the API, as a stranger could not read it."""
    headers = header(session_secret(bureau.desk.store, bureau.somebody(Role.DISPATCHER)))
    schema = schemathesis.openapi.from_url(f"{bureau.url}/api/openapi.json", headers=headers)
    schema.config.max_stream_events = FIRST_EVENTS
    return schema


@pytest.fixture(scope="module")
def passwords(bureau: Served) -> None:
    """Give everybody a password, so that one's own can be changed and guessed at."""
    for role in PEOPLE:
        session_secret(bureau.desk.store, bureau.somebody(role))
        people.set_password(bureau.desk.store, SYSTEM, bureau.somebody(role).name, PASSWORD)


def operations_of(described: BaseSchema) -> list[Operation]:
    found = []
    for one in described.get_all_operations():
        assert isinstance(one, Ok)
        found.append(one.ok())
    return found


def asked(case: Case, headers: dict[str, str]) -> schemathesis.Response:
    """Ask, and see that the answer is as described; of a stream its head is looked at."""
    answer = case.call(headers=headers, timeout=SECONDS)
    if case.path == STREAM and answer.status_code == HTTPStatus.OK:
        # What is described is the whole stream as a text, and the check takes it for one event.
        assert answer.headers["content-type"][0].startswith("text/event-stream")
        assert HEAD.match(answer.content), answer.content
        case.validate_response(answer, checks=CHECKS[:-1])
    else:
        case.validate_response(answer, checks=CHECKS)
    return answer


@pytest.mark.usefixtures("passwords")
@pytest.mark.parametrize("role", PEOPLE)
def test_every_answer_is_as_described_and_none_is_a_failure(
    bureau: Served, described: BaseSchema, role: Role
) -> None:
    seen: dict[str, set[int]] = defaultdict(set)
    for operation in operations_of(described):

        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def answers(case: Case) -> None:
            # Each question in a session of its own: some of them end the session they come in.
            secret = session_secret(bureau.desk.store, bureau.somebody(role))
            headers = {**header(secret), "Origin": bureau.url}
            case.cookies.clear()  # made up by the description's ways to sign in, and nobody's
            case.headers.pop("Authorization", None)
            answer = asked(case, headers)
            seen[f"{case.method} {case.path}"].add(answer.status_code)

        answers()
    assert set(seen) == {f"{one.method.upper()} {one.path}" for one in operations_of(described)}
    assert {STREAM, SESSION, f"{SESSION}/all", OWN_PASSWORD} <= {way.split()[1] for way in seen}
    assert HTTPStatus.OK in seen[f"GET {STREAM}"]
    for way, statuses in seen.items():
        if way not in OPEN:
            assert HTTPStatus.UNAUTHORIZED not in statuses, (way, "the tester was signed out")


def test_strangers_get_as_described_too(bureau: Served, described: BaseSchema) -> None:
    for operation in operations_of(described):

        @settings(max_examples=1, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def answers(case: Case) -> None:
            asked(case, {"Origin": bureau.url})

        answers()
