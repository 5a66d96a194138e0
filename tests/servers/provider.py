"""A small provider of OpenID Connect: discovery, authorize, token and keys, on loopback.

It lets in whoever ``who`` names, without asking; ``forged`` breaks the tokens it gives out in one
way at a time, as a provider gone wrong or somebody in between would.
"""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Thread
from time import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote_plus, urlencode

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.servers.ports import LOOPBACK, spare_port
from tests.servers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT_ID, CLIENT_SECRET = "battlemap", "a secret of both"
BASIC = "Basic " + b64encode(f"{CLIENT_ID}:{quote_plus(CLIENT_SECRET)}".encode()).decode()
SECONDS = 60.0


@dataclass
class OpenId:
    """The provider's state: who comes, which codes are out, what is broken."""

    issuer: str
    who: dict[str, str] = field(default_factory=lambda: {"sub": "s-1"})
    forged: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))

    def settings(self) -> dict[str, str]:
        """Return the environment of a product that trusts this provider."""
        return {
            "BATTLEMAP_OIDC_ISSUER": self.issuer,
            "BATTLEMAP_OIDC_CLIENT_ID": CLIENT_ID,
            "BATTLEMAP_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        }

    def discovery(self) -> dict[str, Any]:
        """Answer where everything is."""
        places = {"authorization": "authorize", "token": "token"}
        found = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in places.items()}
        return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", **found, **self.found()}

    def found(self) -> dict[str, Any]:
        """Return what is broken in the discovery."""
        known = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
        return {name: self.forged[name] for name in known if name in self.forged}

    def authorize(self, request: Request) -> RedirectResponse:
        """Send who comes straight back with a code."""
        asked = dict(request.query_params)
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        answer = {"code": code, "state": self.forged.get("state", asked["state"])}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer)}", 303)

    def token(self, form: dict[str, str], authorization: str) -> JSONResponse:
        """Give a token for a code, once, to who has its verifier."""
        asked = self.codes.pop(form.get("code", ""), None)
        digest = sha256(form.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
        known = authorization == BASIC
        if asked is None or not known or asked["code_challenge"] != challenge:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if asked["redirect_uri"] != form["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse(
            {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token(asked)}
        )

    def id_token(self, asked: dict[str, str]) -> str:
        """Return who comes, signed."""
        now = int(time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.who,
            **self.forged.get("claims", {}),
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.forged.get("key", self.key)
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)


@contextmanager
def provider() -> Iterator[OpenId]:
    """Run a provider until the block ends."""
    port = spare_port()
    state = OpenId(f"http://{LOOPBACK}:{port}")
    application = FastAPI()
    application.add_api_route("/.well-known/openid-configuration", state.discovery)
    application.add_api_route("/authorize", state.authorize, response_model=None)
    application.add_api_route("/keys", lambda: {"keys": [state.key.as_dict(private=False)]})

    async def token(request: Request) -> JSONResponse:
        form = {k: v[0] for k, v in parse_qs((await request.body()).decode()).items()}
        return state.token(form, request.headers.get("authorization", ""))

    application.add_api_route("/token", token, methods=["POST"], response_model=None)
    config = uvicorn.Config(application, host=LOOPBACK, port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started, "the provider answers", SECONDS)
        yield state
    finally:
        server.should_exit = True
        thread.join()
