"""`mykey-points partner add`, `addresses`, `rate` and `close`: companies whose points come in."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import date
from uuid import UUID

from mykey.points.acts.partners.add_partner import LinkTyped, PartnerTyped, add_partner
from mykey.points.acts.partners.close_partner import close_partner
from mykey.points.acts.partners.edit_partner import edit_partner, read_partner
from mykey.points.acts.partners.set_rate import RateTyped, set_rate
from mykey.points.commands.workshop import Workshop
from mykey.points.ground import PointsWork

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`partner add NAME --about TEXT …`, and `addresses`, `rate`, `close` with the id that it printed."""
    partners = commands.add_parser("partner", help="companies whose points come in")
    which = partners.add_subparsers(required=True, metavar="COMMAND")
    adding = which.add_parser("add", help="prints its id; the client secret is read from standard input")
    adding.add_argument("name", help="as citizens read it")
    adding.add_argument("--about", required=True, metavar="TEXT", help="which points these are, public")
    adding.add_argument(
        "--key",
        default="",
        metavar="X",
        help="its Ed25519 key: a JWK, or its x alone; as --key=X if X begins with -",
    )
    adding.add_argument("--client", metavar="NAME", help="our client_id at the company")
    _add_address_options(adding)
    adding.add_argument("--coupons", action="store_true", help="it may upload coupons")
    _add_rate_options(adding, required=False)
    adding.set_defaults(act=_add)
    moving = which.add_parser("addresses", help="change where it is reached; what is not said stays")
    moving.add_argument("partner", type=UUID, metavar="PARTNER", help="the id that `partner add` printed")
    _add_address_options(moving)
    moving.set_defaults(act=_move)
    rating = which.add_parser("rate", help="set at which rate its points become points, from a day on")
    rating.add_argument("partner", type=UUID, metavar="PARTNER", help="the id that `partner add` printed")
    _add_rate_options(rating, required=True)
    rating.set_defaults(act=_rate)
    closing = which.add_parser("close", help="nothing new begins with it, and its coupons end; for good")
    closing.add_argument("partner", type=UUID, metavar="PARTNER", help="the id that `partner add` printed")
    closing.set_defaults(act=_close)


def _add_address_options(parser: argparse.ArgumentParser) -> None:
    for url in ("authorize", "token", "redeem"):
        parser.add_argument(f"--{url}-url", metavar="URL", help="of the ID link: all three, with --client")
    parser.add_argument("--notice-url", metavar="URL", help="where redeemed coupons are told")


def _add_rate_options(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument(
        "--rate", type=_rate_pair, required=required, metavar="UNITS:POINTS", help="1000:900, for example"
    )
    for word in ("least", "step", "most"):
        parser.add_argument(
            f"--{word}", type=int, required=required, default=0, metavar="N", help="its points, at once"
        )
    parser.add_argument(
        "--from", dest="since", type=date.fromisoformat, metavar="DAY", help="YYYY-MM-DD; today if not said"
    )


def _add(asked: argparse.Namespace, workshop: Workshop) -> None:
    link = None
    if asked.client is not None:
        secret = sys.stdin.readline().strip()
        link = LinkTyped(
            asked.authorize_url or "", asked.token_url or "", asked.redeem_url or "", asked.client, secret
        )
    typed = PartnerTyped(asked.name, asked.about, asked.key, link, asked.notice_url or "", asked.coupons)

    def act(work: PointsWork) -> UUID:
        partner_id = add_partner(work, typed)
        if asked.rate is not None:
            set_rate(work, partner_id, _typed_rate(asked, work))
        return partner_id

    workshop.put(str(workshop.do(act)))


def _move(asked: argparse.Namespace, workshop: Workshop) -> None:
    def act(work: PointsWork) -> None:
        typed = read_partner(work, asked.partner).typed
        names = ("authorize_url", "token_url", "redeem_url")
        said = {name: getattr(asked, name) for name in names if getattr(asked, name) is not None}
        link = None if typed.link is None else replace(typed.link, **said)
        notice_url = typed.notice_url if asked.notice_url is None else asked.notice_url
        edit_partner(work, asked.partner, replace(typed, link=link, notice_url=notice_url))

    workshop.do(act)
    workshop.say("partner-moved")


def _rate(asked: argparse.Namespace, workshop: Workshop) -> None:
    workshop.do(lambda work: set_rate(work, asked.partner, _typed_rate(asked, work)))
    workshop.say("rate-set")


def _close(asked: argparse.Namespace, workshop: Workshop) -> None:
    workshop.do(lambda work: close_partner(work, asked.partner))
    workshop.say("partner-ended")


def _typed_rate(asked: argparse.Namespace, work: PointsWork) -> RateTyped:
    units, points = asked.rate
    return RateTyped(asked.since or work.today, units, points, asked.least, asked.step, asked.most)


def _rate_pair(text: str) -> tuple[int, int]:
    """ValueError is argparse's to tell."""
    units, points = text.split(":")
    return int(units), int(points)
