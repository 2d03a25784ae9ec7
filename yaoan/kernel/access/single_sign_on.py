"""Signing in at the unit's own identity provider (OpenID Connect, authorisation code with PKCE).

The provider says only who somebody is. It makes no account and gives no right: a name that has no account here stays
outside. The identity token's signature, issuer, audience, time and nonce are always checked, also where the token came
over a direct connection, for within offices that connection is not always encrypted.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from django.contrib.sessions.backends.base import SessionBase

from yaoan.kernel import clock
from yaoan.kernel.words import _

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures by a key of the provider. Never `none`, and never a secret that we know ourselves."""

SECONDS = 5
"""How long the provider may take for one answer."""

LEEWAY = 60
"""By how many seconds its clock may differ from ours."""

BEGUN, KEPT_FOR = "single_sign_on", 600
LARGEST = 1_000_000


class NotProven(Exception):
    """The provider did not prove who somebody is; the text is for the person who waits."""


@dataclass(frozen=True, slots=True)
class Provider:
    """The identity provider of this installation."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str
    label: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Who somebody is, by the provider, and where on our site that person wanted to go."""

    name: str
    target: str


def provider() -> Provider | None:
    """The provider that the environment names, or None."""
    given = {
        name: os.environ.get(f"YAOAN_OIDC_{name}", "").strip() for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
    }
    if not given["ISSUER"]:
        return None
    return Provider(
        issuer=given["ISSUER"],
        client_id=given["CLIENT_ID"],
        client_secret=given["CLIENT_SECRET"],
        claim=os.environ.get("YAOAN_OIDC_CLAIM", "").strip() or "preferred_username",
        label=os.environ.get("YAOAN_OIDC_LABEL", "").strip() or str(_("单位统一身份认证")),
    )


def begin(session: SessionBase, chosen: Provider, *, back: str, target: str, again: bool = False) -> str:
    """Remember in the session what the answer must fit to, and return the provider's address. Raises NotProven."""
    verifier, state, nonce = token_urlsafe(48), token_urlsafe(24), token_urlsafe(24)
    address = _described(chosen)["authorization_endpoint"]
    session[BEGUN] = {
        "state": state, "nonce": nonce, "verifier": verifier, "target": target, "at": clock.now().timestamp(),
    }  # fmt: skip
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code", "client_id": chosen.client_id, "redirect_uri": back, "scope": "openid profile",
        "state": state, "nonce": nonce, "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    if again:
        asked |= {"prompt": "login", "max_age": "0"}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def finish(session: SessionBase, chosen: Provider, answer: Mapping[str, str], *, back: str) -> Proof:
    """Who came back, from the provider's answer. An answer is good once. Raises NotProven."""
    begun = session.pop(BEGUN, None)
    is_ours = begun and hmac.compare_digest(str(begun["state"]), answer.get("state", ""))
    if not is_ours or clock.now().timestamp() - begun["at"] > KEPT_FOR:
        raise NotProven(_("这次登录已经过期，或者不是从本系统发起的。请重新登录。"))
    if answer.get("iss", chosen.issuer) != chosen.issuer:
        raise NotProven(_("回答来自另一个身份认证系统，没有接受。"))
    if "code" not in answer:
        raise NotProven(
            _("身份认证系统没有确认您的身份（{reason}）。").format(reason=answer.get("error", "")[:60] or "—")
        )
    described = _described(chosen)
    tokens = _exchanged(chosen, described, code=answer["code"], verifier=begun["verifier"], back=back)
    claims = _verified(chosen, described, str(tokens.get("id_token", "")))
    if not hmac.compare_digest(str(claims.get("nonce", "")), begun["nonce"]):
        raise NotProven(_("身份认证系统的回答不属于这次登录，没有接受。"))
    name = claims.get(chosen.claim)
    if not isinstance(name, str) or not name:
        raise NotProven(_("身份认证系统没有给出用户名（{claim}），请联系系统管理员。").format(claim=chosen.claim))
    return Proof(name, begun["target"])


def _described(chosen: Provider) -> dict[str, Any]:
    """The provider's description of itself."""
    described = _asked("GET", f"{chosen.issuer.rstrip('/')}/.well-known/openid-configuration")
    if described.get("issuer") != chosen.issuer:
        raise _unusable("issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        address = urlsplit(str(described.get(name, "")))
        if not address.netloc or (address.scheme != "https" and address.scheme != urlsplit(chosen.issuer).scheme):
            raise _unusable(name)
    return described


def _exchanged(
    chosen: Provider, described: Mapping[str, Any], *, code: str, verifier: str, back: str
) -> dict[str, Any]:
    """The tokens for a code. The secret goes the way the provider prefers."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    ways = described.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in ways:
        return _asked("POST", described["token_endpoint"], data=form, auth=(chosen.client_id, chosen.client_secret))
    form |= {"client_id": chosen.client_id, "client_secret": chosen.client_secret}
    return _asked("POST", described["token_endpoint"], data=form)


def _verified(chosen: Provider, described: Mapping[str, Any], token: str) -> dict[str, Any]:
    """What an identity token claims, once everything about it is right."""
    try:
        header = jwt.get_unverified_header(token)
        keys = jwt.PyJWKSet.from_dict(_asked("GET", described["jwks_uri"])).keys
        fitting = [key for key in keys if key.public_key_use in (None, "sig")]
        fitting = [key for key in fitting if key.key_id == header.get("kid")] or fitting[: len(fitting) == 1]
        if header.get("alg") not in ALGORITHMS or len(fitting) != 1:
            raise _unusable("signature")
        claims: dict[str, Any] = jwt.decode(
            token, fitting[0].key, algorithms=[header["alg"]], audience=chosen.client_id, issuer=chosen.issuer,
            leeway=LEEWAY, options={"require": ["iss", "aud", "exp", "iat", "sub"]},
        )  # fmt: skip
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise _unusable(type(error).__name__) from error
    if claims.get("azp", chosen.client_id) != chosen.client_id:
        raise _unusable("azp")
    return claims


def _asked(method: str, address: str, **given: Any) -> dict[str, Any]:
    """The JSON object at an address of the provider. Raises NotProven."""
    try:
        with requests.request(method, address, timeout=SECONDS, allow_redirects=False, stream=True, **given) as answer:
            body = answer.raw.read(LARGEST, decode_content=True)
            if answer.status_code != 200:
                raise _unusable(str(answer.status_code))
        found = json.loads(body)
    except (requests.RequestException, ValueError, OSError) as error:
        raise NotProven(_("现在联系不上身份认证系统，请稍后再试，或者用密码登录。")) from error
    if not isinstance(found, dict):
        raise _unusable("json")
    return found


def _unusable(what: str) -> NotProven:
    return NotProven(_("身份认证系统的回答不能核实（{what}），没有接受。请联系系统管理员。").format(what=what))
