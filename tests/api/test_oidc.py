"""Signing in by a provider of OpenID Connect that really runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey

from desk.door import people
from desk.door.people import Post
from desk.door.vouched import subject_of
from rules.viewer import SYSTEM, Role
from settings import BadIssuer, Settings
from tests.api.guarded import strangers
from tests.desk.door.doors import acts
from tests.servers.provider import provider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient
    from httpx2 import Response

    from desk.desk import Desk
    from tests.servers.provider import OpenId

START = "/signin/provider"


@pytest.fixture(scope="module")
def running() -> Iterator[OpenId]:
    with provider() as state:
        yield state


@pytest.fixture
def openid(running: OpenId) -> OpenId:
    running.forged.clear()
    running.who = {"sub": "s-1", "preferred_username": "vera"}
    return running


@pytest.fixture
def trusting(desk: Desk, openid: OpenId) -> Desk:
    settings = Settings.from_environment(openid.settings())
    own = replace(desk.settings, provider=settings.provider)
    return replace(desk, settings=own, now=lambda: datetime.now(UTC))


@pytest.fixture
def client(trusting: Desk) -> Iterator[TestClient]:
    people.add(trusting.store, SYSTEM, "vera", Post(Role.COORDINATOR), "", datetime.now(UTC))
    with strangers(trusting) as opened:
        yield opened


def there_and_back(client: TestClient, onward: str = "/list") -> Response:
    out = client.get(START, params={"next": onward})
    assert out.status_code == 303, out.text
    answer = httpx.get(out.headers["location"], trust_env=False)
    parts = urlsplit(answer.headers["location"])
    assert parts.path == START + "/return"
    return client.get(f"{parts.path}?{parts.query}")


def refused(answer: Response, status: int = 401) -> None:
    assert answer.status_code == status, answer.text
    assert 'role="alert"' in answer.text
    assert "battlemap_session" not in answer.cookies


def test_whom_the_provider_vouches_for_comes_in_as_the_account_says(client: TestClient) -> None:
    answer = there_and_back(client)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/list"
    me = client.get("/api/v1/session").json()
    assert (me["name"], me["role"]) == ("vera", "coordinator")


def test_the_subject_stays_bound_whatever_names_come_later(
    client: TestClient, openid: OpenId, trusting: Desk
) -> None:
    there_and_back(client)
    openid.who = {"sub": "s-1", "preferred_username": "somebody else"}
    assert there_and_back(client).status_code == 303
    openid.who = {"sub": "s-2", "preferred_username": "vera"}
    refused(there_and_back(client), 403)
    assert acts(trusting.store) == ["add_account", "bind_account", "sign_in", "sign_in"]


def test_who_has_no_account_is_told_so_and_gets_none(
    client: TestClient, openid: OpenId, trusting: Desk
) -> None:
    openid.who = {"sub": "s-9", "preferred_username": "<b>stranger</b>"}
    answer = there_and_back(client)
    refused(answer, 403)
    assert "&lt;b&gt;stranger" in answer.text
    assert len(people.everyone(trusting.store, SYSTEM)) == 1


def test_an_administrator_is_bound_by_hand_only(
    client: TestClient, openid: OpenId, trusting: Desk
) -> None:
    store = trusting.store
    people.add(store, SYSTEM, "ada", Post(Role.ADMINISTRATOR), "", datetime.now(UTC))
    openid.who = {"sub": "s-7", "preferred_username": "ada"}
    refused(there_and_back(client), 403)
    people.bind(store, SYSTEM, "ada", subject_of(openid.issuer, "s-7"))
    assert there_and_back(client).status_code == 303


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"},
        {"aud": "another client"},
        {"azp": "another client"},
        {"nonce": "another nonce"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"iat": 9_999_999_999},
        {"sub": None},
        {"sub": ""},
    ],
)
def test_tokens_that_were_not_made_for_this_are_refused(
    client: TestClient, openid: OpenId, claims: dict[str, Any]
) -> None:
    openid.forged["claims"] = claims
    answer = there_and_back(client)
    assert answer.status_code in {401, 403}
    assert client.get("/api/v1/session").status_code == 401


def test_a_token_that_somebody_else_signed_is_refused(client: TestClient, openid: OpenId) -> None:
    openid.forged["key"] = RSAKey.generate_key(2048, {"kid": "one"})
    refused(there_and_back(client))


def test_an_answer_to_another_question_is_refused(client: TestClient, openid: OpenId) -> None:
    openid.forged["state"] = "another state"
    refused(there_and_back(client))


def test_an_answer_counts_once_and_only_where_it_was_asked(client: TestClient) -> None:
    out = client.get(START)
    back = urlsplit(httpx.get(out.headers["location"], trust_env=False).headers["location"])
    way = f"{back.path}?{back.query}"
    kept = dict(client.cookies)
    client.cookies.clear()
    refused(client.get(way))
    client.cookies.update(kept)
    assert client.get(way).status_code == 303
    client.cookies.clear()
    client.cookies.update(kept)
    refused(client.get(way))


@pytest.mark.parametrize("query", ["", "?code=x", "?state=y", "?error=access_denied&state=x"])
def test_an_answer_without_a_question_is_refused(client: TestClient, query: str) -> None:
    refused(client.get(START + "/return" + query))
    client.cookies["battlemap_provider"] = "garbage"
    refused(client.get(START + "/return" + query))


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri", "issuer"])
def test_nobody_but_the_issuer_is_asked(client: TestClient, openid: OpenId, name: str) -> None:
    openid.forged[name] = "https://elsewhere.example/x"
    refused(client.get(START), 503)


def test_the_question_is_asked_with_proof_and_without_secrets(client: TestClient) -> None:
    asked = parse_qs(urlsplit(client.get(START).headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid profile"]
    assert {"state", "nonce", "code_challenge", "redirect_uri"} <= set(asked)
    assert "client_secret" not in asked
    assert "code_verifier" not in asked


def test_a_provider_that_is_away_leaves_the_password(trusting: Desk) -> None:
    gone = Settings.from_environment(
        {
            "BATTLEMAP_OIDC_ISSUER": "http://127.0.0.1:1",
            "BATTLEMAP_OIDC_CLIENT_ID": "x",
            "BATTLEMAP_OIDC_CLIENT_SECRET": "y",
        }
    )
    lost = replace(trusting, settings=replace(trusting.settings, provider=gone.provider))
    with strangers(lost) as client:
        answer = client.get(START)
        refused(answer, 503)
        assert 'name="password"' in answer.text


def test_the_button_is_there_where_a_provider_is_and_only_there(
    client: TestClient, desk: Desk
) -> None:
    assert START in client.get("/signin?next=/list%3Fa").text
    with strangers(desk) as plain:
        assert START not in plain.get("/signin").text
        assert plain.get(START).status_code in {303, 404}


@pytest.mark.parametrize(
    "environment",
    [
        {"BATTLEMAP_OIDC_ISSUER": "http://id.bureau.example", "BATTLEMAP_OIDC_CLIENT_ID": "x"},
        {"BATTLEMAP_OIDC_ISSUER": "https://id.bureau.example", "BATTLEMAP_OIDC_CLIENT_ID": "x"},
        {"BATTLEMAP_OIDC_ISSUER": "id.bureau.example"},
    ],
)
def test_half_a_provider_is_a_bad_setting(environment: dict[str, str]) -> None:
    with pytest.raises(BadIssuer):
        Settings.from_environment(environment)
