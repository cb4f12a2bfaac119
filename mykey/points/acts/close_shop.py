"""A shop leaves the programme: it and its tills take no points any more. What it took stays its claim."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from mykey.points.acts.close_till import shut
from mykey.points.ground import PointsWork
from mykey.points.models.shops import Shop, ShopState, Till
from mykey.points.refusals_of_office import ShopNotFound

__all__ = ["close_shop"]


def close_shop(work: PointsWork, municipality_code: str, shop_id: UUID) -> str:
    """Close it for good and give its name; closing it again changes nothing.

    Raises:
        ShopNotFound: another municipality's, too.
    """
    shop = work.session.get(Shop, shop_id, with_for_update=True)
    if shop is None or shop.municipality_code != municipality_code:
        raise ShopNotFound
    shop.shop_state = ShopState.CLOSED
    for till in work.session.scalars(
        select(Till).where(Till.shop_id == shop_id).order_by(Till.till_id).with_for_update()
    ):
        shut(till)
    return shop.shop_name
