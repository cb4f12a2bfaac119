"""A citizen signs in at a company and comes back: OAuth 2.0, code with PKCE and state (RFC 6749, 7636, 9700).

One return address a company, so that no company's answer is taken for another's (RFC 9700, section 4.4).
Of what the company's token endpoint gives the access token alone is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import requests
import urllib3
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session

from mykey.crypto.tokens import new_token
from mykey.kernel.randomness import RandomBytes
from mykey.points.ground import PointsWork
from mykey.points.models.partners import CLIENT_SECRET, Partner, PartnerState
from mykey.points.partner_calls.calls import PATIENCE_SECONDS, BoundedAdapter
from mykey.points.refusals_of_partners import (
    PartnerClosed,
    PartnerNotFound,
    PartnerRefused,
    PartnerUnreachable,
)

__all__ = ["PartnerLink", "SignInAtPartner", "read_link"]

SCOPE = "points"
LONGEST_CODE = 1000
#: RFC 6750, section 2.1; `exchanges.access_sealed` has room for it.
TOKEN_FORM = re.compile(r"[A-Za-z0-9._~+/-]{1,1900}=*")
LONGEST_TOKEN = 2000
#: No answer, or one that is no token, down to nested lists and a life of `Infinity` seconds.
_STRANGE = (
    requests.RequestException, urllib3.exceptions.HTTPError, ValueError, TypeError, OSError, OverflowError,
    RecursionError,
)  # fmt: skip


@dataclass(frozen=True)
class PartnerLink:
    """Where and as whom citizens are sent."""

    partner_id: UUID
    name: str
    authorize_url: str
    token_url: str
    client_name: str
    client_secret: str = field(repr=False)


def read_link(work: PointsWork, partner_id: UUID) -> PartnerLink:
    """Raises PartnerNotFound; PartnerClosed: it takes part no more, or has no ID link."""
    partner = work.session.get(Partner, partner_id)
    if partner is None:
        raise PartnerNotFound
    if (
        partner.partner_state != PartnerState.OPEN
        or partner.authorize_url is None
        or partner.token_url is None
        or partner.client_name is None
        or partner.client_secret_sealed is None
    ):
        raise PartnerClosed
    return PartnerLink(
        partner_id,
        partner.partner_name,
        partner.authorize_url,
        partner.token_url,
        partner.client_name,
        work.keys.open_sealed(CLIENT_SECRET, partner_id, partner.client_secret_sealed),
    )


class SignInAtPartner:
    """The client. `face_url` is the citizens' face as browsers reach it: origin and path."""

    def __init__(self, face_url: str, random_bytes: RandomBytes, patience: float = PATIENCE_SECONDS) -> None:
        self._face_url = face_url.rstrip("/")
        self._random_bytes = random_bytes
        self._patience = patience

    def begin(self, link: PartnerLink) -> tuple[str, str, str]:
        """Where to send the browser, and the state and PKCE verifier to keep in its session meanwhile."""
        state, verifier = new_token(self._random_bytes), new_token(self._random_bytes)
        with self._client(link) as client:
            address, _state = client.create_authorization_url(
                link.authorize_url, state=state, code_verifier=verifier
            )
        return str(address), state, verifier

    def finish(self, link: PartnerLink, code: str, verifier: str) -> str:
        """The access token for a code that came back with the right state.

        Raises:
            PartnerUnreachable: no answer, or none that can be understood; PartnerRefused: it refuses.
        """
        if not 1 <= len(code) <= LONGEST_CODE:
            raise PartnerRefused
        with self._client(link) as client:
            try:
                told: Any = client.fetch_token(
                    link.token_url,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=verifier,
                    allow_redirects=False,
                )
            except AuthlibBaseError:
                raise PartnerRefused from None
            except _STRANGE:
                # Without what went wrong: it may hold the code.
                raise PartnerUnreachable from None
        if not isinstance(told, dict):
            raise PartnerUnreachable
        token = told.get("access_token")
        kind = told.get("token_type")
        if not isinstance(kind, str) or kind.lower() != "bearer" or not isinstance(token, str):
            raise PartnerUnreachable
        if len(token) > LONGEST_TOKEN or not TOKEN_FORM.fullmatch(token):
            raise PartnerUnreachable
        return token

    def return_address(self, partner_id: UUID) -> str:
        """Where this company sends citizens back; what is registered there as our redirect URI."""
        return f"{self._face_url}/partners/{partner_id}/back"

    def _client(self, link: PartnerLink) -> OAuth2Session:
        client = OAuth2Session(
            link.client_name,
            link.client_secret,
            token_endpoint_auth_method="client_secret_basic",  # noqa: S106 - the name of a method
            scope=SCOPE,
            redirect_uri=self.return_address(link.partner_id),
            code_challenge_method="S256",
            trust_env=False,
        )
        client.headers["Accept-Encoding"] = "identity"  # the adapter unpacks nothing
        adapter = BoundedAdapter(self._patience)
        client.mount("https://", adapter)
        client.mount("http://", adapter)
        return client
