"""`mykey-points shop add`, `details` and `file`, and `till invite`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from uuid import UUID

from mykey.points.acts.add_shop import add_shop, list_shops
from mykey.points.acts.add_shops_in_bulk import add_shops_in_bulk
from mykey.points.acts.edit_shop import edit_shop
from mykey.points.acts.invite_till import Invitation, invite_till
from mykey.points.acts.read_shop_file import ShopFile
from mykey.points.acts.shop_details import ShopTyped, position_of
from mykey.points.commands.words import Complaint
from mykey.points.commands.workshop import Workshop
from mykey.points.ground import PointsWork
from mykey.points.models.shops import SHOP_CATEGORIES, Shop, TillKind
from mykey.points.refusals_of_office import ShopNotFound

__all__ = ["add_commands"]

FROM_INPUT = "-"
_TOLD = ("address", "goods", "hours", "latitude", "longitude")


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`shop add CODE …`, `shop details SHOP …`, `shop file CODE FILE`, `till invite SHOP …`."""
    shops = commands.add_parser("shop", help="shops and facilities")
    which = shops.add_subparsers(required=True, metavar="COMMAND")
    adding = which.add_parser("add", help="prints its id")
    adding.add_argument("code", help="the municipality's six digits")
    _add_shop_options(adding, required=True)
    adding.set_defaults(act=_add)
    telling = which.add_parser("details", help="change what is told of a shop; what is not said stays")
    telling.add_argument("shop", type=UUID, metavar="SHOP", help="the id that `shop add` printed")
    _add_shop_options(telling, required=False)
    telling.set_defaults(act=_details)
    filing = which.add_parser("file", help="add and change shops by a csv file; prints JSON: name to id")
    filing.add_argument("code", help="the municipality's six digits")
    filing.add_argument("path", metavar="FILE", help="UTF-8 or cp932; - reads it from standard input")
    filing.set_defaults(act=_file)
    tills = commands.add_parser("till", help="tills of shops")
    inviting = tills.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "invite", help="prints the one-time code with which the till enrols; it is shown this once"
    )
    inviting.add_argument("shop", type=UUID, metavar="SHOP", help="the id that `shop add` printed")
    inviting.add_argument("--kind", required=True, choices=(TillKind.SPEND, TillKind.GRANT, TillKind.VOUCHER))
    inviting.add_argument("--name", required=True, help="as the shop calls it")
    inviting.set_defaults(act=_invite)


def _add_shop_options(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--name", required=required, help="as receipts and histories show it")
    parser.add_argument("--category", required=required, choices=SHOP_CATEGORIES, help="never a library")
    for option in _TOLD:
        parser.add_argument(f"--{option}", metavar="TEXT", help="public; not told if empty")
    parser.add_argument(
        "--no-library", action="store_true", help="you have made sure that what sounds like one is none"
    )


def _add(asked: argparse.Namespace, workshop: Workshop) -> None:
    told = {option: getattr(asked, option) or "" for option in _TOLD}

    def act(work: PointsWork) -> UUID:
        return add_shop(work, asked.code, asked.name, asked.category, **told, no_library=asked.no_library)

    workshop.put(str(workshop.do(act)))


def _details(asked: argparse.Namespace, workshop: Workshop) -> None:
    def act(work: PointsWork) -> None:
        shop = work.session.get(Shop, asked.shop)
        if shop is None:
            raise ShopNotFound
        position = position_of(shop)
        kept = {
            "name": shop.shop_name,
            "category": shop.shop_category,
            "address": shop.shop_address or "",
            "goods": shop.goods_sold or "",
            "hours": shop.opening_hours or "",
            "latitude": "" if position is None else position.latitude,
            "longitude": "" if position is None else position.longitude,
        }
        said = {option: getattr(asked, option) for option in kept if getattr(asked, option) is not None}
        typed = ShopTyped(**(kept | said), no_library=asked.no_library)
        edit_shop(work, shop.municipality_code, asked.shop, typed)

    workshop.do(act)
    workshop.say("shop-told")


def _file(asked: argparse.Namespace, workshop: Workshop) -> None:
    try:
        data = sys.stdin.buffer.read() if asked.path == FROM_INPUT else Path(asked.path).read_bytes()
    except OSError:
        raise Complaint("file-unreadable", path=asked.path) from None
    file = ShopFile.read(data, asked.code)

    def act(work: PointsWork) -> dict[str, str]:
        add_shops_in_bulk(work, asked.code, file)
        work.session.flush()
        named = {row.judged.name for row in file.rows}
        return {shop.name: str(shop.shop_id) for shop in list_shops(work, asked.code) if shop.name in named}

    workshop.put(json.dumps(workshop.do(act), ensure_ascii=False))


def _invite(asked: argparse.Namespace, workshop: Workshop) -> None:
    def act(work: PointsWork) -> Invitation:
        shop = work.session.get(Shop, asked.shop)
        if shop is None:
            raise ShopNotFound
        return invite_till(work, shop.municipality_code, asked.shop, asked.name, asked.kind)

    workshop.put(workshop.do(act).code)
