"""Whether a person's registered basic information changed, as far as a signing certificate's fate tells.

Reason 3 (affiliationChanged) on the stored signing certificate is the change notice (jpki.md, "What revokes
which"). Any other end of that certificate tells nothing: the watch ends, the link stays.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from mykey.certificates import RevocationLists, RevocationReason
from mykey.kernel.ports import CertificateName
from mykey.kernel.refusals_of_cards import RevocationUnknown

__all__ = ["CHANGED", "NOT_REQUESTED", "UNCHANGED", "UNKNOWN", "basic_information"]

CHANGED = "changed"
NOT_REQUESTED = "not-requested"
UNCHANGED = "unchanged"
UNKNOWN = "unknown"


def basic_information(
    signing: dict[str, Any] | None, lists: RevocationLists, moment: datetime, grace: timedelta
) -> str:
    """The word for a link. `signing` is the opened `links.signing_sealed`; None: no notice was asked for."""
    if signing is None:
        return NOT_REQUESTED
    name = CertificateName(bytes.fromhex(signing["ca_key_id"]), int(signing["serial"]))
    try:
        reason = lists.reason(name, signing["distribution_point"], moment, grace)
    except RevocationUnknown:
        return UNKNOWN
    if reason is None:
        return UNCHANGED
    return CHANGED if reason is RevocationReason.AFFILIATION_CHANGED else UNKNOWN
