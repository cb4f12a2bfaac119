"""Prove the whole ledger: read once, row by row, in one state of the database (`mykey-points verify`).

Sums, chains, lots and receipts are judged from what stands in the tables. That nothing was computed anew or
dropped at the end can be told only by heads that were exported before (`heads`).
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from mykey.points.ledger.findings import Finding
from mykey.points.ledger.heads import HeadsFile
from mykey.points.ledger.verify_accounts import verify_accounts
from mykey.points.ledger.verify_acts import verify_acts, verify_cancels, verify_owners, verify_receipts
from mykey.points.ledger.verify_programme import (
    verify_corrections,
    verify_partners,
    verify_settlements,
    verify_vouchers,
)

__all__ = ["verify_ledger"]


def verify_ledger(connection: Connection, heads: HeadsFile | None = None) -> Iterator[Finding]:
    """Everything that is not as it must be, as it is found. The connection is a `streams.snapshot`."""
    yield from verify_accounts(connection, iter(()) if heads is None else heads.heads())
    yield from verify_acts(connection, 0 if heads is None else heads.acts)
    yield from verify_cancels(connection)
    yield from verify_receipts(connection)
    yield from verify_owners(connection)
    yield from verify_vouchers(connection)
    yield from verify_partners(connection)
    yield from verify_corrections(connection)
    yield from verify_settlements(connection)
