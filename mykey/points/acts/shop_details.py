"""What is told of a shop: its name and category, and what the public reads to find it. How it is judged.

A library can be neither source nor place of points for library use (privacy.md, "Deliberately non-joinable",
8). What a clerk types is only a name, so a name that sounds like a library's needs a word that it is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mykey.points.acts.read_position import Position, PositionFault, read_position
from mykey.points.models.shops import SHOP_CATEGORIES, Shop
from mykey.points.names import as_searched, clean_name, name_fault

__all__ = [
    "LIBRARY",
    "LONGEST_ADDRESS",
    "LONGEST_GOODS",
    "LONGEST_HOURS",
    "LONGEST_NAME",
    "JudgedShop",
    "ShopTyped",
    "judge_shop",
    "position_of",
    "write_details",
]

#: what a clerk may choose besides the categories; it is refused with its reason
LIBRARY = "library"
LONGEST_NAME = 60
LONGEST_ADDRESS = 100
LONGEST_GOODS = 200
LONGEST_HOURS = 100
LONGEST_WORDS = 500
_SOUNDS_LIKE_A_LIBRARY = ("図書", "圖書", "としょ", "らいぶらり", "library")


@dataclass(frozen=True)
class ShopTyped:
    """A shop as it is typed. What is empty beside name and category is not told.

    `latitude` may hold both numbers of a position, as maps copy them: "35.5308, 139.7029".
    """

    name: str
    category: str
    address: str = ""
    goods: str = ""
    hours: str = ""
    latitude: str = ""
    longitude: str = ""
    no_library: bool = False
    """Somebody has made sure that what sounds like a library is none."""


@dataclass(frozen=True)
class JudgedShop:
    """A shop as it is kept, and what is wrong with it: member → reason."""

    name: str
    category: str
    address: str
    goods: str
    hours: str
    position: Position | None
    faults: dict[str, str]


def judge_shop(typed: ShopTyped) -> JudgedShop:
    """Everything that can be judged without looking at other shops.

    Faults: `shop_name` (text-…), `shop_category` (`library`, `unknown`), `no_library`
    (`looks-like-a-library`), `shop_address`, `goods_sold`, `opening_hours` (`line-…`), `latitude`
    (`position-…`).
    """
    name = clean_name(typed.name)
    lines = {
        "shop_address": (clean_name(typed.address), LONGEST_ADDRESS),
        "goods_sold": (clean_name(typed.goods), LONGEST_GOODS),
        "opening_hours": (clean_name(typed.hours), LONGEST_HOURS),
    }
    position, position_fault = _position(typed)
    faults: dict[str, str | None] = {
        "shop_name": name_fault(name, LONGEST_NAME),
        "shop_category": _category_fault(typed.category),
        "no_library": _library_fault(name, no_library=typed.no_library),
        **{member: _line_fault(line, most) for member, (line, most) in lines.items()},
        "latitude": position_fault,
    }
    address, goods, hours = (line for line, _ in lines.values())
    told = {member: reason for member, reason in faults.items() if reason is not None}
    return JudgedShop(name, typed.category, address, goods, hours, position, told)


def write_details(shop: Shop, judged: JudgedShop, today: date) -> None:
    """Put what was judged into the row, with the words by which it is found."""
    shop.shop_name = judged.name
    shop.shop_category = judged.category
    shop.shop_address = judged.address or None
    shop.goods_sold = judged.goods or None
    shop.opening_hours = judged.hours or None
    position = judged.position
    shop.latitude_micro = None if position is None else position.latitude_micro
    shop.longitude_micro = None if position is None else position.longitude_micro
    words = as_searched(f"{judged.name} {judged.goods} {judged.address}")
    shop.shop_words = words[:LONGEST_WORDS]
    shop.details_on = today


def position_of(shop: Shop) -> Position | None:
    """Where a shop is, if that is told."""
    if shop.latitude_micro is None or shop.longitude_micro is None:
        return None
    return Position(shop.latitude_micro, shop.longitude_micro)


def _position(typed: ShopTyped) -> tuple[Position | None, str | None]:
    try:
        return read_position(typed.latitude, typed.longitude), None
    except PositionFault as fault:
        return None, fault.reason


def _category_fault(category: str) -> str | None:
    if category == LIBRARY:
        return "library"
    return None if category in SHOP_CATEGORIES else "unknown"


def _line_fault(line: str, most: int) -> str | None:
    fault = name_fault(line, most) if line else None
    return fault and fault.replace("text-", "line-")


def _library_fault(name: str, *, no_library: bool) -> str | None:
    said = "".join(as_searched(name).split())
    sounds_like_one = any(word in said for word in _SOUNDS_LIKE_A_LIBRARY)
    return "looks-like-a-library" if sounds_like_one and not no_library else None
