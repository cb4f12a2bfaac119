"""The company's side of OAuth 2.0: authorization codes with PKCE S256 for one client (RFC 6749, 7636).

No refresh tokens, one scope, one redirect address that must match to the letter. Codes live 60 s and serve
once; a code that comes twice takes back the token it gave (RFC 6749 4.1.2). Only digests are kept.
"""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol
from urllib.parse import unquote_plus, urlencode

from town.clock import Clock
from town.partner_company.books import Books
from town.partner_company.contract import Contract

__all__ = [
    "SCOPE",
    "Asked",
    "ClientUnknown",
    "TokenRefused",
    "give_code",
    "give_token",
    "read_authorization",
    "refusal_address",
]

SCOPE = "points"
CODE_SECONDS = 60
#: The client may ask again about an exchange for a week.
TOKEN_SECONDS = 8 * 24 * 3600
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_SECRET_BYTES = 32


class _Fields(Protocol):
    """Parameters of a request as werkzeug has them."""

    def getlist(self, key: str) -> list[str]:
        """All values of a name."""


class ClientUnknown(Exception):
    """Another client or another address: nobody is sent anywhere (RFC 6749 4.1.2.1)."""


class TokenRefused(Exception):
    """The word of RFC 6749 5.2 and the status it is answered with."""

    def __init__(self, word: str, status: int = 400) -> None:
        super().__init__(word)
        self.word = word
        self.status = status


@dataclass(frozen=True)
class Asked:
    """An authorization request. `fault`: the word of RFC 6749 4.1.2.1 that it goes back with; or None."""

    state: str
    challenge: str
    fault: str | None


def read_authorization(fields: _Fields, contract: Contract) -> Asked:
    """Read what the client asks. Raises `ClientUnknown`."""
    client, address = _one(fields, "client_id"), _one(fields, "redirect_uri")
    if client != contract.client_name or address != contract.redirect_uri:
        raise ClientUnknown
    state, challenge = _one(fields, "state") or "", _one(fields, "code_challenge") or ""
    kind, scope = _one(fields, "response_type"), _one(fields, "scope")
    fault = None
    if kind is None or scope is None or not state:
        fault = "invalid_request"
    elif kind != "code":
        fault = "unsupported_response_type"
    elif scope != SCOPE:
        fault = "invalid_scope"
    elif _one(fields, "code_challenge_method") != "S256" or _CHALLENGE.fullmatch(challenge) is None:
        fault = "invalid_request"
    return Asked(state, challenge, fault)


def refusal_address(contract: Contract, asked: Asked, word: str) -> str:
    """Where a member goes back to with a refusal."""
    return f"{contract.redirect_uri}?{urlencode({'error': word, 'state': asked.state})}"


def give_code(books: Books, contract: Contract, asked: Asked, login: str, clock: Clock) -> str:
    """The member agreed: the address to go back to, with a code."""
    code = secrets.token_urlsafe(_SECRET_BYTES)
    expires = int(clock().timestamp()) + CODE_SECONDS
    with books.transaction() as at:
        at.execute("DELETE FROM codes WHERE expires < ?", (expires - TOKEN_SECONDS,))
        at.execute(
            "INSERT INTO codes (digest, login, challenge, expires) VALUES (?, ?, ?, ?)",
            (_digest(code), login, asked.challenge, expires),
        )
    return f"{contract.redirect_uri}?{urlencode({'code': code, 'state': asked.state})}"


def give_token(
    books: Books, contract: Contract, fields: _Fields, credentials: str | None, clock: Clock
) -> Mapping[str, object]:
    """Turn a code into an access token.

    Raises:
        TokenRefused: with status 401 only where the client did not show its secret.
    """
    if not _is_our_client(contract, credentials):
        raise TokenRefused("invalid_client", 401)
    grant, code, verifier = (_one(fields, name) for name in ("grant_type", "code", "code_verifier"))
    if grant is None or code is None or verifier is None or _VERIFIER.fullmatch(verifier) is None:
        raise TokenRefused("invalid_request")
    if grant != "authorization_code":
        raise TokenRefused("unsupported_grant_type")
    if fields.getlist("client_id") not in ([], [contract.client_name]):
        raise TokenRefused("invalid_request")
    token = secrets.token_urlsafe(_SECRET_BYTES)
    now = int(clock().timestamp())
    right_address = _one(fields, "redirect_uri") == contract.redirect_uri
    if not right_address or not _use_code(books, code, verifier, token, now):
        raise TokenRefused("invalid_grant")
    return {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS, "scope": SCOPE}


def _use_code(books: Books, code: str, verifier: str, token: str, now: int) -> bool:
    """Once: the row stays, so that a second use is seen and takes the first one's token back."""
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    with books.transaction() as at:
        row = at.execute("SELECT * FROM codes WHERE digest = ?", (_digest(code),)).fetchone()
        if row is None or row["expires"] < now or not hmac.compare_digest(row["challenge"], challenge):
            return False
        if row["token"] is not None:
            at.execute("DELETE FROM tokens WHERE digest = ?", (row["token"],))
            return False
        at.execute("UPDATE codes SET token = ? WHERE digest = ?", (_digest(token), row["digest"]))
        at.execute(
            "INSERT INTO tokens (digest, login, expires) VALUES (?, ?, ?)",
            (_digest(token), row["login"], now + TOKEN_SECONDS),
        )
    return True


def _is_our_client(contract: Contract, credentials: str | None) -> bool:
    """HTTP Basic with both halves in form encoding (RFC 6749 2.3.1)."""
    scheme, _space, encoded = (credentials or "").partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        name, colon, secret = b64decode(encoded.strip(), validate=True).decode("utf-8").partition(":")
    except (Base64Error, UnicodeDecodeError):
        return False
    right_name = hmac.compare_digest(unquote_plus(name).encode(), contract.client_name.encode())
    right_secret = hmac.compare_digest(unquote_plus(secret).encode(), contract.client_secret.encode())
    return bool(colon) and right_name and right_secret


def _one(fields: _Fields, name: str) -> str | None:
    """A parameter that stands there once; twice is as good as not at all (RFC 6749 3.1)."""
    values = fields.getlist(name)
    return values[0] if len(values) == 1 and values[0] else None


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
