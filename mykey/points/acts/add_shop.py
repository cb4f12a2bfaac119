"""A shop or facility joins a municipality's programme. A library never does (`shop_details`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from mykey.kernel.randomness import random_id
from mykey.points.acts.read_position import Position
from mykey.points.acts.shop_details import (
    LIBRARY,
    ShopTyped,
    judge_shop,
    position_of,
    write_details,
)
from mykey.points.ground import PointsWork
from mykey.points.models.programmes import Programme
from mykey.points.models.shops import Shop, ShopState, Till, TillState
from mykey.points.refusals import ProgrammeNotFound
from mykey.points.refusals_of_office import OfficeDetailsInvalid, ShopNotFound

__all__ = ["LIBRARY", "ShopLine", "add_shop", "keep_new_shop", "list_shops", "refuse_shop", "see_shop"]


@dataclass(frozen=True)
class ShopLine:
    """One shop. `tills`: how many are not closed. What is not told of it is ""."""

    shop_id: UUID
    name: str
    category: str
    is_open: bool
    tills: int
    address: str = ""
    goods: str = ""
    hours: str = ""
    position: Position | None = None
    details_on: date | None = None


def add_shop(
    work: PointsWork,
    municipality_code: str,
    name: str,
    category: str,
    *,
    address: str = "",
    goods: str = "",
    hours: str = "",
    latitude: str = "",
    longitude: str = "",
    no_library: bool = False,
) -> UUID:
    """Keep the shop, open. What is left empty is not told.

    Raises:
        ProgrammeNotFound; OfficeDetailsInvalid: as `judge_shop` tells, and `shop_name` (`name-taken`).
    """
    if work.session.get(Programme, municipality_code) is None:
        raise ProgrammeNotFound
    judged = judge_shop(
        ShopTyped(name, category, address, goods, hours, latitude, longitude, no_library=no_library)
    )
    faults = dict(judged.faults)
    twin = select(Shop.shop_id).where(
        Shop.municipality_code == municipality_code, Shop.shop_name == judged.name
    )
    if "shop_name" not in faults and work.session.scalar(twin) is not None:
        faults["shop_name"] = "name-taken"
    if faults:
        raise refuse_shop(faults)
    shop = keep_new_shop(work, municipality_code)
    write_details(shop, judged, work.today)
    shop_id = shop.shop_id
    try:
        with work.session.begin_nested():
            work.session.add(shop)
    except IntegrityError:
        raise refuse_shop({"shop_name": "name-taken"}) from None
    return shop_id


def keep_new_shop(work: PointsWork, municipality_code: str) -> Shop:
    """A new, open shop without a name, not yet in the session."""
    return Shop(
        shop_id=random_id(work.random_bytes),
        municipality_code=municipality_code,
        shop_state=ShopState.OPEN,
        last_receipt=0,
    )


def refuse_shop(faults: dict[str, str]) -> OfficeDetailsInvalid:
    """The refusal with all faults: member → reason."""
    return OfficeDetailsInvalid(
        errors=[{"member": member, "reason": reason} for member, reason in faults.items()]
    )


def list_shops(work: PointsWork, municipality_code: str) -> list[ShopLine]:
    """The municipality's shops, open ones first."""
    tills = (
        select(Till.shop_id, func.count().label("number"))
        .where(Till.till_state != TillState.CLOSED)
        .group_by(Till.shop_id)
        .subquery()
    )
    rows = work.session.execute(
        select(Shop, func.coalesce(tills.c.number, 0))
        .outerjoin(tills, tills.c.shop_id == Shop.shop_id)
        .where(Shop.municipality_code == municipality_code)
        .order_by(Shop.shop_state.desc(), Shop.shop_name)
    )
    return [_line(shop, number) for shop, number in rows]


def see_shop(work: PointsWork, municipality_code: str, shop_id: UUID) -> ShopLine:
    """One shop. Raises `ShopNotFound`, for another municipality's too."""
    shop = work.session.get(Shop, shop_id)
    if shop is None or shop.municipality_code != municipality_code:
        raise ShopNotFound
    number = work.session.scalar(
        select(func.count())
        .select_from(Till)
        .where(Till.shop_id == shop_id, Till.till_state != TillState.CLOSED)
    )
    return _line(shop, number or 0)


def _line(shop: Shop, tills: int) -> ShopLine:
    return ShopLine(
        shop.shop_id,
        shop.shop_name,
        shop.shop_category,
        shop.shop_state == ShopState.OPEN,
        tills,
        shop.shop_address or "",
        shop.goods_sold or "",
        shop.opening_hours or "",
        position_of(shop),
        shop.details_on,
    )
