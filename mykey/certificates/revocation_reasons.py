"""Why a certificate was revoked (RFC 5280, 5.3.1), as far as a full list can say."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["RevocationReason"]


class RevocationReason(IntEnum):
    """CRLReason. `AFFILIATION_CHANGED` on a signing certificate is the change notice (jpki.md)."""

    UNSPECIFIED = 0
    KEY_COMPROMISE = 1
    CA_COMPROMISE = 2
    AFFILIATION_CHANGED = 3
    SUPERSEDED = 4
    CESSATION_OF_OPERATION = 5
    CERTIFICATE_HOLD = 6
    PRIVILEGE_WITHDRAWN = 9
    AA_COMPROMISE = 10
