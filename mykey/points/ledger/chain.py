"""The chain of an account's postings.

Each hash covers the one before, so that none can be altered, left out or put in without every later one
changing. The last is the account's head; heads are exported outside the
database (`mykey-points heads`), and `mykey-points verify` holds the chains against them.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from mykey.crypto.tokens import sha256

__all__ = ["NO_HEAD", "chain_hash"]

#: The head of an account without a posting.
NO_HEAD = bytes(32)


def chain_hash(
    before: bytes,
    account_id: UUID,
    posting_number: int,
    amount: int,
    act_id: UUID,
    kind: str,
    day: date,
    ends_on: date | None = None,
) -> bytes:
    """SHA-256 over one posting and the hash before it.

    Hash before (32) · account (16) · number (8) · amount (8, signed) · act (16) · day as its number since
    0001-01-01 (4) · the same of the last day of the lot that the posting brings, 0 where it brings none (4) ·
    the act's kind.
    """
    return sha256(
        before
        + account_id.bytes
        + posting_number.to_bytes(8, "big")
        + amount.to_bytes(8, "big", signed=True)
        + act_id.bytes
        + day.toordinal().to_bytes(4, "big")
        + (0 if ends_on is None else ends_on.toordinal()).to_bytes(4, "big")
        + kind.encode("ascii")
    )
