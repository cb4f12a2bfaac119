"""A shop or facility joins a municipality's programme. A library never does.

A library can be neither source nor place of points for library use (privacy.md, "Deliberately non-joinable",
8). What a clerk types is only a name, so a name that sounds like a library's needs a word that it is none.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from mykey.kernel.randomness import random_id
from mykey.points.ground import PointsWork
from mykey.points.models.programmes import Programme
from mykey.points.models.shops import SHOP_CATEGORIES, Shop, ShopState, Till, TillState
from mykey.points.names import clean_name, name_fault
from mykey.points.refusals import ProgrammeNotFound
from mykey.points.refusals_of_office import OfficeDetailsInvalid, ShopNotFound

__all__ = ["LIBRARY", "ShopLine", "add_shop", "list_shops", "see_shop"]

#: what a clerk may choose besides the categories; it is refused with its reason
LIBRARY = "library"
LONGEST_NAME = 60
_SOUNDS_LIKE_A_LIBRARY = ("図書", "圖書", "としょ", "トショ", "ライブラリ", "library")


@dataclass(frozen=True)
class ShopLine:
    """One shop. `tills`: how many are not closed."""

    shop_id: UUID
    name: str
    category: str
    is_open: bool
    tills: int


def add_shop(
    work: PointsWork, municipality_code: str, name: str, category: str, *, no_library: bool = False
) -> UUID:
    """Keep the shop, open.

    Raises:
        ProgrammeNotFound; OfficeDetailsInvalid: `shop_name` (text-…, `name-taken`), `shop_category`
            (`library`, `unknown`), `no_library` (`looks-like-a-library`: not confirmed to be none).
    """
    if work.session.get(Programme, municipality_code) is None:
        raise ProgrammeNotFound
    name = clean_name(name)
    faults = {"shop_name": name_fault(name, LONGEST_NAME), "shop_category": _category_fault(category)}
    if _sounds_like_a_library(name) and not no_library:
        faults["no_library"] = "looks-like-a-library"
    twin = select(Shop.shop_id).where(Shop.municipality_code == municipality_code, Shop.shop_name == name)
    if faults["shop_name"] is None and work.session.scalar(twin) is not None:
        faults["shop_name"] = "name-taken"
    errors = [{"member": member, "reason": reason} for member, reason in faults.items() if reason]
    if errors:
        raise OfficeDetailsInvalid(errors=errors)
    shop = Shop(
        shop_id=random_id(work.random_bytes),
        municipality_code=municipality_code,
        shop_name=name,
        shop_category=category,
        shop_state=ShopState.OPEN,
        last_receipt=0,
    )
    shop_id = shop.shop_id
    try:
        with work.session.begin_nested():
            work.session.add(shop)
    except IntegrityError:
        raise OfficeDetailsInvalid(errors=[{"member": "shop_name", "reason": "name-taken"}]) from None
    return shop_id


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
        shop.shop_id, shop.shop_name, shop.shop_category, shop.shop_state == ShopState.OPEN, tills
    )


def _category_fault(category: str) -> str | None:
    if category == LIBRARY:
        return "library"
    return None if category in SHOP_CATEGORIES else "unknown"


def _sounds_like_a_library(name: str) -> bool:
    said = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    return any(word in said for word in _SOUNDS_LIKE_A_LIBRARY)
