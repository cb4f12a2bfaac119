"""The town: its people, shops, partner and accounts, before anything happens."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from bench.town_year.book import Book, BookAccount
from mykey.crypto.purposes import PointsPurpose
from mykey.points.keys import PointsKeys
from mykey.points.models.holders import POINTS_NUMBER, HolderState
from mykey.points.models.ledger import AccountKind
from mykey.points.models.partners import BatchState, PartnerState
from mykey.points.models.shops import SHOP_CATEGORIES, ShopState
from mykey.points.points_numbers import new_points_number
from tests.support.points_ground import KAWASAKI

__all__ = ["COUPON_POINTS", "Town", "TownPerson", "TownShop", "found"]

COUPON_POINTS = 500
COUPONS_END = date(2027, 3, 31)
#: Kawasaki, in millionths of a degree
SOUTH, NORTH, WEST, EAST = 35_480_000, 35_640_000, 139_450_000, 139_800_000


@dataclass
class TownPerson:
    """One person and their two accounts."""

    holder_id: UUID
    purse: BookAccount
    reserve: BookAccount


@dataclass
class TownShop:
    """One shop, its claim and its running number."""

    shop_id: UUID
    name: str
    category: str
    claim: BookAccount
    last_receipt: int = 0

    def receipt(self) -> tuple[UUID, int]:
        """The next."""
        self.last_receipt += 1
        return self.shop_id, self.last_receipt


@dataclass
class Town:
    """Everybody and the municipality's own accounts."""

    people: Sequence[TownPerson]
    shops: Sequence[TownShop]
    issue: BookAccount
    expired: BookAccount
    vouchers: BookAccount
    clearing: BookAccount
    partner_id: UUID
    batch_id: UUID
    coupons: list[bytes] = field(repr=False)


def found(book: Book, keys: PointsKeys, people: int, shops: int, coupons: int) -> Town:
    """Write what stands there before the year begins. Rows of shops and accounts are written at its end."""
    rng = book.rng
    partner_id, batch_id = book.new_id(), book.new_id()
    book.add(
        "partners",
        (partner_id, "みほん電力", "みほん電力ポイント", PartnerState.OPEN, rng.randbytes(32), True),
    )
    batch = (batch_id, partner_id, "春の配布", COUPON_POINTS, COUPONS_END, BatchState.OPEN, max(coupons, 1))
    book.add("coupon_batches", batch)
    indexes = [rng.randbytes(32) for _ in range(coupons)]
    for number, index in enumerate(indexes, 1):
        book.add("coupons", (index, batch_id, number))
    numbers: set[str] = set()
    while len(numbers) < people:
        numbers.add(new_points_number(rng.randbytes))
    return Town(
        [_person(book, keys, number) for number in sorted(numbers)],
        [_shop(book, place) for place in range(shops)],
        book.open(AccountKind.ISSUE, code=KAWASAKI),
        book.open(AccountKind.EXPIRED, code=KAWASAKI),
        book.open(AccountKind.VOUCHERS, code=KAWASAKI),
        book.open(AccountKind.CLEARING, partner_id=partner_id),
        partner_id,
        batch_id,
        indexes,
    )


def _person(book: Book, keys: PointsKeys, number: str) -> TownPerson:
    holder_id = book.new_id()
    index = keys.index(PointsPurpose.POINTS_NUMBER_INDEX, number.encode())
    sealed = keys.seal(POINTS_NUMBER, holder_id, number)
    book.add("holders", (holder_id, HolderState.OPEN, 0, index, sealed))
    purse = book.open(AccountKind.MUNICIPAL, holder_id=holder_id, code=KAWASAKI)
    return TownPerson(holder_id, purse, book.open(AccountKind.RESERVE, holder_id=holder_id))


def _shop(book: Book, place: int) -> TownShop:
    shop_id = book.new_id()
    category = SHOP_CATEGORIES[place % len(SHOP_CATEGORIES)]
    return TownShop(
        shop_id,
        f"見本店舗{place + 1:03d}",
        category,
        book.open(AccountKind.CLAIM, code=KAWASAKI, shop_id=shop_id),
    )


def shop_rows(town: Town, rng: random.Random) -> list[tuple[object, ...]]:
    """The shops as they stand after the year."""
    return [
        (
            shop.shop_id, KAWASAKI, shop.name, shop.category, ShopState.OPEN, shop.last_receipt,
            f"川崎市見本区見本町{place + 1}", "日用品、食品", "10時から19時", rng.randint(SOUTH, NORTH),
            rng.randint(WEST, EAST),
        )
        for place, shop in enumerate(town.shops)
    ]  # fmt: skip
