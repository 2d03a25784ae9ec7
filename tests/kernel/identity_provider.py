"""An identity provider of our own: a real HTTP server on this machine with real signed tokens."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm


@dataclass
class IdentityProvider:
    """What it believes, and what it does wrong on purpose."""

    issuer: str = ""
    client_id: str = "yaoan"
    client_secret: str = "a secret: with a colon"
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "u-1", "preferred_username": "keeper"})
    algorithm: str = "RS256"
    description: dict[str, Any] = field(default_factory=dict)
    """Laid over its description of itself."""
    claims: dict[str, Any] = field(default_factory=dict)
    """Laid over the claims of the next tokens."""
    signs_with: Any = None
    """A key that is not the published one."""
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rsa = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())

    def answers(self, address: str, *, tamper: dict[str, str] | None = None) -> str:
        """What a browser does there: it asks at the address, the person agrees, and it is sent back with a code."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code" and asked["client_id"] == self.client_id
        assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
        code = token_urlsafe(12)
        self.asked[code] = asked
        answer = {"code": code, "state": asked["state"], "iss": self.issuer, **(tamper or {})}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def tokens(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        kind, _space, pair = authorization.partition(" ")
        client, secret = base64.b64decode(pair).decode().split(":", 1) if kind == "Basic" else ("", "")
        asked = self.asked.pop(form.get("code", ""), None)
        if (client, unquote(secret)) != (self.client_id, self.client_secret) or asked is None:
            return 401, {"error": "invalid_client"}
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        if challenge.decode() != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": self.client_id, "iat": now, "exp": now + 300, "nonce": asked["nonce"],
            **self.person, **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        return 200, {"access_token": token_urlsafe(8), "token_type": "Bearer", "id_token": self.signed(claims)}

    def signed(self, claims: dict[str, Any]) -> str:
        published = self.ec if self.algorithm.startswith("ES") else self.rsa
        key = self.signs_with or (None if self.algorithm == "none" else published)
        kid = "ec" if self.algorithm.startswith("ES") else "rsa"
        return jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": kid})

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            **self.description,
        }

    def keys(self) -> dict[str, Any]:
        one = {**json.loads(RSAAlgorithm.to_jwk(self.rsa.public_key())), "kid": "rsa", "use": "sig", "alg": "RS256"}
        other = {**json.loads(ECAlgorithm.to_jwk(self.ec.public_key())), "kid": "ec", "use": "sig", "alg": "ES256"}
        return {"keys": [one, other]}


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """The provider, answering on 127.0.0.1 while the block runs."""
    made = IdentityProvider()

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.calls.append(self.path)
            known = {"/.well-known/openid-configuration": made.described, "/keys": made.keys}
            path = urlsplit(self.path).path
            self._answer(200, known[path]()) if path in known else self._answer(404, {})

        def do_POST(self) -> None:
            made.calls.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(*made.tokens(form, self.headers.get("Authorization", "")))

        def _answer(self, status: int, found: dict[str, Any]) -> None:
            body = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    made.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
