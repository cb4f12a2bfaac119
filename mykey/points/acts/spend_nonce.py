"""A nonce of a signed request serves once.

It is kept as keyed index with its hour's third turn, for an hour at least; it must be known for 240 seconds,
which is as long as its signature can be believed.
"""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite

from mykey.crypto.purposes import PointsPurpose
from mykey.kernel.refusals_of_terminals import SignatureReplayed
from mykey.points.ground import PointsWork
from mykey.points.models.requests import SeenNonce

__all__ = ["hour_third", "spend_nonce"]

HOUR_SECONDS = 3600

_NONCES = cast("Table", SeenNonce.__table__)


def hour_third(timestamp: float) -> int:
    """An hour's turn of three: rows of the hour before the last are dropped; a row lives 1 to 3 hours."""
    return int(timestamp // HOUR_SECONDS) % 3


def spend_nonce(work: PointsWork, caller: str, nonce: str) -> None:
    """`caller` is a till's or a company's id. Raises `SignatureReplayed`: it was seen."""
    index, *older = work.keys.candidates(PointsPurpose.SEEN_NONCE_INDEX, caller.encode(), nonce.encode())
    insert = postgresql.insert if work.connection.dialect.name == "postgresql" else sqlite.insert
    spent = work.connection.execute(
        insert(_NONCES)
        .values(seen_index=index, seen_third=hour_third(work.clock().timestamp()))
        .on_conflict_do_nothing()
        .returning(_NONCES.c.seen_index)
    ).first()
    if spent is None:
        raise SignatureReplayed
    if (
        older
        and work.connection.execute(
            select(_NONCES.c.seen_index).where(_NONCES.c.seen_index.in_(older))
        ).first()
    ):
        raise SignatureReplayed
