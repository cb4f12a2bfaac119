"""Where points can be used, for everybody: open shops of programmes that run, by place, category, words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import Session

from mykey.kernel.municipalities import municipality
from mykey.points.acts.read_position import Position
from mykey.points.acts.shop_details import position_of
from mykey.points.models.programmes import Programme
from mykey.points.models.shops import SHOP_CATEGORIES, Shop, ShopState
from mykey.points.names import as_searched

__all__ = ["SHOPS_A_PAGE", "FoundShops", "ShopShown", "ShopsWanted", "every_shop", "search_shops"]

SHOPS_A_PAGE = 50
SHOPS_A_TURN = 1_000
LONGEST_TYPED = 100
MOST_WORDS = 8


@dataclass(frozen=True)
class ShopsWanted:
    """What is looked for. None or empty: anything."""

    municipality_code: str | None = None
    category: str | None = None
    words: str = ""


@dataclass(frozen=True)
class ShopShown:
    """A shop as everybody may read it. What is not told is ""."""

    municipality_code: str
    name: str
    category: str
    address: str
    goods: str
    hours: str
    position: Position | None
    details_on: date | None

    @property
    def municipality_name(self) -> str:
        """With its prefecture: there are two 府中市."""
        return municipality(self.municipality_code).full_name


@dataclass(frozen=True)
class FoundShops:
    """One page of those found. `page` counts from 1; `total` is of all pages."""

    shops: list[ShopShown]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many there are; at least one."""
        return max(1, -(-self.total // SHOPS_A_PAGE))

    @property
    def first(self) -> int:
        """The number in the list of the page's first shop."""
        return (self.page - 1) * SHOPS_A_PAGE + 1


def search_shops(session: Session, today: date, wanted: ShopsWanted, page: int = 1) -> FoundShops:
    """A page of the shops that fit, by municipality and name. Beyond the last page comes the last.

    Each word must occur in a shop's name, goods or address (`names.as_searched`).
    """
    conditions = _conditions(today, wanted)
    total = session.scalar(select(func.count()).select_from(Shop).where(*conditions)) or 0
    found = FoundShops([], total, max(1, page))
    found = FoundShops([], total, min(found.page, found.pages))
    rows = session.scalars(
        select(Shop)
        .where(*conditions)
        .order_by(Shop.municipality_code, Shop.shop_name)
        .offset(found.first - 1)
        .limit(SHOPS_A_PAGE)
    )
    return FoundShops([_shown(shop) for shop in rows], total, found.page)


def every_shop(
    read: Callable[[Callable[[Session], list[ShopShown]]], list[ShopShown]],
    today: date,
    municipality_code: str | None,
) -> Iterator[ShopShown]:
    """All open shops, one after the other, of one municipality or of all.

    `read` runs one short transaction a turn: whoever takes the file slowly keeps none open.
    """
    conditions = _conditions(today, ShopsWanted(municipality_code))
    turn = read(partial(_turn, conditions=conditions, after=None))
    yield from turn
    while len(turn) == SHOPS_A_TURN:
        last = (turn[-1].municipality_code, turn[-1].name)
        turn = read(partial(_turn, conditions=conditions, after=last))
        yield from turn


def _turn(
    session: Session, conditions: list[ColumnElement[bool]], after: tuple[str, str] | None
) -> list[ShopShown]:
    key = tuple_(Shop.municipality_code, Shop.shop_name)
    statement = select(Shop).where(*conditions).order_by(Shop.municipality_code, Shop.shop_name)
    if after is not None:
        statement = statement.where(key > after)
    return [_shown(shop) for shop in session.scalars(statement.limit(SHOPS_A_TURN))]


def _conditions(today: date, wanted: ShopsWanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Programme.municipality_code == Shop.municipality_code,
        Shop.shop_state == ShopState.OPEN,
        Programme.opens_on <= today,
        or_(Programme.closes_on.is_(None), Programme.closes_on >= today),
    ]
    if wanted.municipality_code is not None:
        conditions.append(Shop.municipality_code == wanted.municipality_code)
    if wanted.category in SHOP_CATEGORIES:
        conditions.append(Shop.shop_category == wanted.category)
    # Shops from before there were details have no words yet; their name is what they have.
    told = func.coalesce(Shop.shop_words, Shop.shop_name)
    words = as_searched(wanted.words[:LONGEST_TYPED].replace("\0", " ")).split()[:MOST_WORDS]
    return conditions + [told.contains(word, autoescape=True) for word in words]


def _shown(shop: Shop) -> ShopShown:
    return ShopShown(
        shop.municipality_code,
        shop.shop_name,
        shop.shop_category,
        shop.shop_address or "",
        shop.goods_sold or "",
        shop.opening_hours or "",
        position_of(shop),
        shop.details_on,
    )
