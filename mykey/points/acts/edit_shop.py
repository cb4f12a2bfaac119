"""What is told of a shop is written anew. Its receipts, tills and points stay what they are."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mykey.points.acts.add_shop import refuse_shop
from mykey.points.acts.shop_details import ShopTyped, judge_shop, write_details
from mykey.points.ground import PointsWork
from mykey.points.models.shops import Shop, ShopState
from mykey.points.refusals_of_office import ShopNotFound, TillStateRefused

__all__ = ["edit_shop"]


def edit_shop(work: PointsWork, municipality_code: str, shop_id: UUID, typed: ShopTyped) -> None:
    """Write all of it; what is left empty is no longer told.

    A name that it has already is not asked about again, should it sound like a library's.

    Raises:
        ShopNotFound: the municipality has no such shop; TillStateRefused: it is closed.
        OfficeDetailsInvalid: as `judge_shop` tells, and `shop_name` (`name-taken`).
    """
    shop = work.session.get(Shop, shop_id, with_for_update=True)
    if shop is None or shop.municipality_code != municipality_code:
        raise ShopNotFound
    if shop.shop_state != ShopState.OPEN:
        raise TillStateRefused
    judged = judge_shop(typed)
    faults = dict(judged.faults)
    if judged.name == shop.shop_name:
        faults.pop("no_library", None)
    twin = select(Shop.shop_id).where(
        Shop.municipality_code == municipality_code,
        Shop.shop_name == judged.name,
        Shop.shop_id != shop_id,
    )
    if "shop_name" not in faults and work.session.scalar(twin) is not None:
        faults["shop_name"] = "name-taken"
    if faults:
        raise refuse_shop(faults)
    try:
        with work.session.begin_nested():
            write_details(shop, judged, work.today)
    except IntegrityError:
        raise refuse_shop({"shop_name": "name-taken"}) from None
