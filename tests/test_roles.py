"""Who may do what, by every way into the product, is a table that somebody has read.

``tests/roles.txt`` holds it. A change of it is a change of who may do what: look at the
difference, and if it is meant, write the new table down with ``python -m tests.leaks.write``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

from rules.viewer import PEOPLE, Role
from tests.leaks.bureau import Served, served
from tests.leaks.table import table
from tests.servers.signing import COOKIE, session_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow
TABLE = Path(__file__).with_name("roles.txt")
EXAMPLES = 3
"""Of every operation in every role."""
STREAM = "/api/v1/events"
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


@pytest.mark.parametrize("role", PEOPLE)
def test_every_answer_is_as_described_and_none_is_a_failure(bureau: Served, role: Role) -> None:
    secret = session_secret(bureau.desk.store, bureau.somebody(role))
    headers = {"Cookie": f"{COOKIE}={secret}", "Origin": bureau.url}
    schema = schemathesis.openapi.from_url(f"{bureau.url}/api/openapi.json", headers=headers)
    asked = 0
    for found in schema.exclude(path=STREAM).exclude(path_regex="session").get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        asked += 1

        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def answers(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(headers=headers, checks=CHECKS)

        answers()
    assert asked > 8
