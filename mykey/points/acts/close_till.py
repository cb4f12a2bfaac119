"""A till is closed for good: its key opens nothing more, and an enrolment code that is still out is void."""

from __future__ import annotations

from mykey.points.ground import PointsWork
from mykey.points.models.shops import Shop, Till, TillState
from mykey.points.refusals_of_office import TillNotFound

__all__ = ["close_till", "find_till", "shut"]


def close_till(work: PointsWork, municipality_code: str, till_id: str) -> None:
    """Close it; closing it again changes nothing.

    Raises:
        TillNotFound: another municipality's, too.
    """
    till, _ = find_till(work, municipality_code, till_id)
    shut(till)


def find_till(work: PointsWork, municipality_code: str, till_id: str) -> tuple[Till, Shop]:
    """The till, under lock, and its shop. Raises `TillNotFound`, for another municipality's too."""
    if not (till_id.isascii() and till_id.isdigit()):
        raise TillNotFound  # PostgreSQL would fail over a NUL
    till = work.session.get(Till, till_id, with_for_update=True)
    shop = None if till is None else work.session.get(Shop, till.shop_id)
    if till is None or shop is None or shop.municipality_code != municipality_code:
        raise TillNotFound
    return till, shop


def shut(till: Till) -> None:
    """The key stays, so that the till is told that it is closed, and not that its signature is wrong."""
    till.till_state = TillState.CLOSED
    till.code_index = None
    till.code_until = None
