"""`mykey-points shop add` and `till invite`."""

from __future__ import annotations

import argparse
from uuid import UUID

from mykey.points.acts.add_shop import add_shop
from mykey.points.acts.invite_till import Invitation, invite_till
from mykey.points.commands.workshop import Workshop
from mykey.points.ground import PointsWork
from mykey.points.models.shops import SHOP_CATEGORIES, Shop, TillKind
from mykey.points.refusals_of_office import ShopNotFound

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`shop add CODE --name NAME --category CATEGORY`, `till invite SHOP --kind KIND --name NAME`."""
    shops = commands.add_parser("shop", help="shops and facilities")
    adding = shops.add_subparsers(required=True, metavar="COMMAND").add_parser("add", help="prints its id")
    adding.add_argument("code", help="the municipality's six digits")
    adding.add_argument("--name", required=True, help="as receipts and histories show it")
    adding.add_argument("--category", required=True, choices=SHOP_CATEGORIES, help="never a library")
    adding.add_argument(
        "--no-library", action="store_true", help="you have made sure that what sounds like one is none"
    )
    adding.set_defaults(act=_add)
    tills = commands.add_parser("till", help="tills of shops")
    inviting = tills.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "invite", help="prints the one-time code with which the till enrols; it is shown this once"
    )
    inviting.add_argument("shop", type=UUID, metavar="SHOP", help="the id that `shop add` printed")
    inviting.add_argument("--kind", required=True, choices=(TillKind.SPEND, TillKind.GRANT))
    inviting.add_argument("--name", required=True, help="as the shop calls it")
    inviting.set_defaults(act=_invite)


def _add(asked: argparse.Namespace, workshop: Workshop) -> None:
    def act(work: PointsWork) -> UUID:
        return add_shop(work, asked.code, asked.name, asked.category, no_library=asked.no_library)

    workshop.put(str(workshop.do(act)))


def _invite(asked: argparse.Namespace, workshop: Workshop) -> None:
    def act(work: PointsWork) -> Invitation:
        shop = work.session.get(Shop, asked.shop)
        if shop is None:
            raise ShopNotFound
        return invite_till(work, shop.municipality_code, asked.shop, asked.name, asked.kind)

    workshop.put(workshop.do(act).code)
