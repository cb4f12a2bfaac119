from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from mykey.points.ledger.chain import NO_HEAD, chain_hash

GIVEN = {
    "before": NO_HEAD,
    "account_id": UUID(int=1),
    "posting_number": 1,
    "amount": 5,
    "act_id": UUID(int=2),
    "kind": "grant",
    "day": date(2026, 4, 6),
    "ends_on": None,
}
OTHERS = {
    "before": bytes(31) + b"\1",
    "account_id": UUID(int=3),
    "posting_number": 2,
    "amount": -5,
    "act_id": UUID(int=4),
    "kind": "spend",
    "day": date(2026, 4, 7),
    "ends_on": date(2026, 10, 6),
}


@pytest.mark.parametrize("what", GIVEN)
def test_every_part_of_a_posting_is_in_the_hash(what: str) -> None:
    assert chain_hash(**(GIVEN | {what: OTHERS[what]})) != chain_hash(**GIVEN)  # type: ignore[arg-type]  # a dict of mixed values
    assert chain_hash(**GIVEN) == chain_hash(**GIVEN)  # type: ignore[arg-type]  # as above
