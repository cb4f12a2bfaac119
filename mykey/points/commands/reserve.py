"""`mykey-points reserve put`: points into one person's reserve, until partner companies are connected."""

from __future__ import annotations

import argparse
import sys

from mykey.points.acts.find_holder_by_number import find_holder_by_number
from mykey.points.acts.put_into_reserve import MOST_TERM_DAYS, TERM_DAYS, put_into_reserve
from mykey.points.amounts import read_amount
from mykey.points.commands.workshop import Workshop
from mykey.points.ground import PointsWork

__all__ = ["add_commands"]

#: "read it from standard input": a number in the list of processes names a person to all users of the machine
FROM_INPUT = "-"


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`reserve put NUMBER AMOUNT [--term-days N]`."""
    reserve = commands.add_parser("reserve", help="people's reserves")
    putting = reserve.add_subparsers(required=True, metavar="COMMAND").add_parser("put", help="put points in")
    putting.add_argument("number", metavar="NUMBER", help="the points number; - reads it from standard input")
    putting.add_argument("amount", metavar="AMOUNT", help="points, as people write them")
    putting.add_argument(
        "--term-days",
        type=int,
        default=TERM_DAYS,
        choices=range(1, MOST_TERM_DAYS + 1),
        metavar="N",
        help=f"days until they go to the base account ({TERM_DAYS})",
    )
    putting.set_defaults(act=_put)


def _put(asked: argparse.Namespace, workshop: Workshop) -> None:
    number = sys.stdin.readline().strip() if asked.number == FROM_INPUT else asked.number
    amount = read_amount(asked.amount)

    def act(work: PointsWork) -> None:
        put_into_reserve(work, find_holder_by_number(work, number), amount, asked.term_days)

    workshop.do(act)
    workshop.say("reserve-put", amount=amount)
