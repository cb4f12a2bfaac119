"""What this room refuses besides the cards themselves (`mykey.kernel.refusals_of_cards`)."""

from __future__ import annotations

from mykey.kernel.errors import Broken, Refused

__all__ = ["RevocationListRefused", "TrustUnusable"]


class RevocationListRefused(Refused):
    """A list that must not be used. The fact `reason` is a word for the operator, never a serial.

    Words: `malformed`, `authority-not-trusted`, `authority-not-valid`, `algorithm`, `signature`,
    `other-authority`, `other-distribution-point`, `partial-scope`, `delta`, `unknown-critical-extension`,
    `not-yet-published`, `next-update-missing`, `entry-malformed`, `entry-reason`, `duplicate-serial`,
    `older-than-present`.
    """

    code = "revocation-list-refused"
    status = 422

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)


class TrustUnusable(Broken):
    """The trust file or one of its authorities is no basis for trust. The fact `reason` is a word.

    Words: `file-malformed`, `policy`, `no-user-authority`, `certificate-malformed`, `key-id-differs`,
    `key-used-twice`, `not-an-authority`, `weak-key`, `algorithm`, `signature`.
    """

    code = "trust-unusable"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)
