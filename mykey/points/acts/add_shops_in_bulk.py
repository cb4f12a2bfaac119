"""Shops by one file: new ones are added, those of a known name written anew. All rows, or none."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mykey.points.acts.add_shop import keep_new_shop
from mykey.points.acts.read_csv_lines import RowFault
from mykey.points.acts.read_shop_file import ShopFile, ShopRow, refuse_file
from mykey.points.acts.shop_details import position_of, write_details
from mykey.points.ground import PointsWork
from mykey.points.models.programmes import Programme
from mykey.points.models.shops import Shop, ShopState
from mykey.points.refusals import ProgrammeNotFound

__all__ = ["ShopsInBulk", "add_shops_in_bulk", "propose_shops"]


@dataclass(frozen=True)
class ShopsInBulk:
    """What a file does, or has done: names of shops that are new or changed; how many stay as they are."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: int


def propose_shops(work: PointsWork, municipality_code: str, file: ShopFile) -> ShopsInBulk:
    """Look at a file before it is done. Nothing is written.

    Raises:
        As `add_shops_in_bulk`.
    """
    known = _judge(work, municipality_code, file)
    return _sorted_out(file, known)


def add_shops_in_bulk(work: PointsWork, municipality_code: str, file: ShopFile) -> ShopsInBulk:
    """Do it. The same file sent again finds everything as it is and changes nothing.

    Shops that are not in the file stay as they are.

    Raises:
        ProgrammeNotFound.
        ShopFileRefused: the faults of the file's rows, and `shop-is-closed` (a closed shop has the name),
            `shop-sounds-like-a-library` (a new shop; the page for one shop asks about it), and for the whole
            file `shops-changed` (another clerk added one of them meanwhile).
    """
    known = _judge(work, municipality_code, file)
    done = _sorted_out(file, known)
    try:
        with work.session.begin_nested():
            for row in file.rows:
                shop = known.get(row.judged.name)
                if shop is None:
                    shop = keep_new_shop(work, municipality_code)
                    write_details(shop, row.judged, work.today)
                    work.session.add(shop)
                elif _differs(shop, row):
                    write_details(shop, row.judged, work.today)
    except IntegrityError:
        raise refuse_file([RowFault(0, "shops-changed")]) from None
    return done


def _judge(work: PointsWork, municipality_code: str, file: ShopFile) -> dict[str, Shop]:
    """The municipality's shops by name, if the whole file can be done."""
    if work.session.get(Programme, municipality_code) is None:
        raise ProgrammeNotFound
    rows = work.session.scalars(select(Shop).where(Shop.municipality_code == municipality_code))
    known = {shop.shop_name: shop for shop in rows}
    faults = list(file.faults)
    for row in file.rows:
        shop = known.get(row.judged.name)
        if shop is None and row.sounds_like_a_library:
            faults.append(RowFault(row.row, "shop-sounds-like-a-library"))
        elif shop is not None and shop.shop_state != ShopState.OPEN:
            faults.append(RowFault(row.row, "shop-is-closed"))
    if faults:
        raise refuse_file(faults)
    return known


def _sorted_out(file: ShopFile, known: dict[str, Shop]) -> ShopsInBulk:
    names = {row.judged.name: known.get(row.judged.name) for row in file.rows}
    new = tuple(name for name, shop in names.items() if shop is None)
    changed = tuple(
        row.judged.name
        for row in file.rows
        if (shop := names[row.judged.name]) is not None and _differs(shop, row)
    )
    return ShopsInBulk(new, changed, len(names) - len(new) - len(changed))


def _differs(shop: Shop, row: ShopRow) -> bool:
    kept = (
        shop.shop_category, shop.shop_address, shop.goods_sold, shop.opening_hours, position_of(shop),
    )  # fmt: skip
    judged = row.judged
    wanted = (
        judged.category, judged.address or None, judged.goods or None, judged.hours or None, judged.position,
    )  # fmt: skip
    return kept != wanted
