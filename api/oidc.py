"""OpenID Connect: authorization code with PKCE (RFC 7636), state and nonce, at one provider.

Nothing is asked but the configured issuer: what its discovery names at another host is refused.
What must outlive the way there and back travels in a cookie of the browser that began it.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from dataclasses import asdict, dataclass
from hmac import compare_digest
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from fastapi.responses import RedirectResponse
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.credentials import credential_of, is_secure
from desk.door.secrets import new_secret
from desk.door.vouched import account_of
from errors import BattlemapError

if TYPE_CHECKING:
    from fastapi import Request, Response

    from desk.desk import Desk
    from desk.door.signing import SignedIn
    from settings import Provider

COOKIE = "battlemap_provider"
MINUTES = 10
SECONDS = 10.0
LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""
SIGNED_BY = ["RS256", "PS256", "ES256", "EdDSA"]
BACK = "/signin/provider/return"


class ProviderAway(BattlemapError):
    """The provider cannot be reached, or does not answer as OpenID Connect says."""

    code = "door.provider_away"


class ProviderRefused(BattlemapError):
    """The provider did not vouch, or what came back is not an answer to what was asked."""

    code = "door.provider_refused"


@dataclass(frozen=True, slots=True)
class Pending:
    """A way to the provider that has begun: what must come back, and where it leads then."""

    state: str
    nonce: str
    verifier: str
    onward: str

    def packed(self) -> str:
        """Return it as a cookie's value."""
        return urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()

    @classmethod
    def unpacked(cls, value: str) -> Pending | None:
        """Read a cookie's value, none where it is garbage."""
        try:
            found = json.loads(urlsafe_b64decode(value.encode()))
            return cls(**{name: str(found[name]) for name in cls.__dataclass_fields__})
        except (BadBase64, ValueError, KeyError, TypeError):
            return None


class Provided:
    """Signs people in by the word of a provider."""

    def __init__(self, desk: Desk, provider: Provider) -> None:
        """Ask nobody yet."""
        self._desk, self._provider = desk, provider

    def begin(self, request: Request, onward: str) -> Response:
        """Return the way to the provider.

        Raises
        ------
        ProviderAway
            It cannot be reached, or does not answer as it must.
        """
        pending = Pending(new_secret(), new_secret(), new_secret(), onward)
        with _client() as client:
            known = self._discovered(client)
        url = prepare_grant_uri(
            known["authorization_endpoint"],
            self._provider.client_id,
            "code",
            redirect_uri=_back(request),
            scope="openid profile",
            state=pending.state,
            nonce=pending.nonce,
            code_challenge=create_s256_code_challenge(pending.verifier),
            code_challenge_method="S256",
        )
        answer = RedirectResponse(url, HTTPStatus.SEE_OTHER)
        answer.set_cookie(
            COOKIE,
            pending.packed(),
            max_age=MINUTES * 60,
            path=BACK,
            httponly=True,
            samesite="lax",
            secure=is_secure(request.scope, self._desk),
        )
        return answer

    def end(self, request: Request) -> SignedIn:
        """Sign in whom the provider sends back.

        Raises
        ------
        ProviderRefused, ProviderAway
            It does not vouch, or cannot be asked.
        desk.door.vouched.NoAccount, desk.door.signing.WrongPassword
            It vouches for somebody who has no account here, or whose account is not active.
        """
        pending = _pending(request)
        answered = request.query_params
        code, state = answered.get("code", ""), answered.get("state", "")
        if (
            pending is None
            or not code
            or not compare_digest(state.encode(), pending.state.encode())
        ):
            raise ProviderRefused
        if answered.get("iss", self._provider.issuer).rstrip("/") != self._provider.issuer:
            raise ProviderRefused  # RFC 9207: another provider's answer
        claims = self._claims(request, code, pending)
        origin = credential_of(request.scope).origin
        preferred = str(claims.get("preferred_username") or "")
        sub, store = str(claims["sub"]), self._desk.store
        person = account_of(store, self._provider.issuer, sub, preferred, origin)
        return self._desk.door.enter_as(person, origin)

    def onward(self, request: Request) -> str:
        """Return where the way leads when it has come to its end."""
        pending = _pending(request)
        return pending.onward if pending else "/"

    def forget(self, response: Response, request: Request) -> None:
        """Make the browser forget the way: its state counts once."""
        secure = is_secure(request.scope, self._desk)
        response.delete_cookie(COOKIE, path=BACK, httponly=True, samesite="lax", secure=secure)

    def _claims(self, request: Request, code: str, pending: Pending) -> dict[str, Any]:
        try:
            with _client() as client:
                known = self._discovered(client)
                token = self._token(client, known["token_endpoint"], request, code, pending)
                keys = KeySet.import_key_set(_json(client, known["jwks_uri"]))
            return self._checked(str(token["id_token"]), keys, pending)
        except httpx.HTTPStatusError as error:
            raise ProviderRefused from error
        except httpx.HTTPError as error:
            raise ProviderAway from error
        except (JoseError, KeyError, ValueError, TypeError) as error:
            raise ProviderRefused from error

    def _token(
        self, client: httpx.Client, endpoint: str, request: Request, code: str, pending: Pending
    ) -> dict[str, Any]:
        body = prepare_token_request(
            "authorization_code",
            redirect_uri=_back(request),
            code=code,
            code_verifier=pending.verifier,
        )
        # Name and secret are encoded before they are joined (RFC 6749, 2.3.1).
        own = (quote_plus(self._provider.client_id), quote_plus(self._provider.client_secret))
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = client.post(endpoint, content=body, headers=headers, auth=own)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def _checked(self, id_token: str, keys: KeySet, pending: Pending) -> dict[str, Any]:
        claims: dict[str, Any] = jwt.decode(id_token, keys, algorithms=SIGNED_BY).claims
        wanted = jwt.JWTClaimsRegistry(
            now=int(self._desk.now().timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": claims["iss"]},
            aud={"essential": True, "value": self._provider.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": pending.nonce},
        )
        wanted.validate(claims)
        if str(claims["iss"]).rstrip("/") != self._provider.issuer:
            raise ProviderRefused
        if claims.get("azp", self._provider.client_id) != self._provider.client_id:
            raise ProviderRefused
        return claims

    def _discovered(self, client: httpx.Client) -> dict[str, str]:
        issuer = self._provider.issuer
        try:
            found = _json(client, f"{issuer}/.well-known/openid-configuration")
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderAway from error
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        known = {name: str(found.get(name, "")) for name in names}
        same = str(found.get("issuer", "")).rstrip("/") == issuer
        if not same or any(_place(url) != _place(issuer) for url in known.values()):
            raise ProviderAway
        return known


def _pending(request: Request) -> Pending | None:
    return Pending.unpacked(request.cookies.get(COOKIE, ""))


def _client() -> httpx.Client:
    # No proxy of the environment, no redirects: the issuer and nobody else is asked.
    return httpx.Client(trust_env=False, timeout=SECONDS)


def _back(request: Request) -> str:
    return str(request.base_url).rstrip("/") + BACK


def _json(client: httpx.Client, url: str) -> Any:  # noqa: ANN401 - what a stranger answers
    answer = client.get(url)
    answer.raise_for_status()
    return answer.json()


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
