"""`mykey-points programme` and `event`: what the operator sets up for a municipality."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from uuid import UUID

from mykey.points.acts.add_event import EventDetails, add_event
from mykey.points.acts.create_programme import create_programme
from mykey.points.acts.edit_programme import ProgrammeDetails
from mykey.points.acts.granted_this_year import fiscal_year_of
from mykey.points.acts.settlement.set_budget import set_budget
from mykey.points.acts.vouchers.set_voucher_rules import set_voucher_rules
from mykey.points.commands.workshop import Workshop
from mykey.points.ground import PointsWork
from mykey.points.models.programmes import ExpiryRule

__all__ = ["add_commands"]

MONTHS = 6
MOST_A_GRANT = 100_000
MOST_A_PERSON = 500_000
#: has a 29 February
LEAP_YEAR = "2028"


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`programme open CODE --name NAME …`, `programme vouchers`, `programme budget`, `event add`."""
    programmes = commands.add_parser("programme", help="municipalities' points programmes")
    which = programmes.add_subparsers(required=True, metavar="COMMAND")
    _add_open(which)
    vouchers = which.add_parser("vouchers", help="set for how long vouchers are good, and their face values")
    vouchers.add_argument("code", help="the municipality's six digits")
    _add_voucher_options(vouchers)
    vouchers.set_defaults(act=_vouchers)
    budget = which.add_parser("budget", help="set what may be granted in a fiscal year")
    budget.add_argument("code", help="the municipality's six digits")
    budget.add_argument("points", type=int, metavar="POINTS")
    budget.add_argument("--year", type=int, metavar="YYYY", help="in which it begins; the present one if not")
    budget.set_defaults(act=_budget)
    events = commands.add_parser("event", help="support events")
    adding = events.add_subparsers(required=True, metavar="COMMAND").add_parser("add", help="prints its id")
    adding.add_argument("code", help="the municipality's six digits")
    adding.add_argument("--name", required=True, help="as citizens read it")
    adding.add_argument("--opens", type=date.fromisoformat, metavar="DAY", required=True, help="YYYY-MM-DD")
    adding.add_argument("--closes", type=date.fromisoformat, metavar="DAY", required=True, help="YYYY-MM-DD")
    adding.set_defaults(act=_add)


def _add_open(which: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    opening = which.add_parser("open", help="set one up")
    opening.add_argument("code", help="the municipality's six digits")
    opening.add_argument("--name", required=True, help="as citizens read it")
    opening.add_argument(
        "--opens", type=date.fromisoformat, metavar="DAY", help="YYYY-MM-DD; today if not said"
    )
    opening.add_argument(
        "--closes", type=date.fromisoformat, metavar="DAY", help="the last day; open end if not"
    )
    expiry = opening.add_mutually_exclusive_group()
    expiry.add_argument(
        "--months", type=int, default=MONTHS, metavar="N", help=f"points end N months after ({MONTHS})"
    )
    expiry.add_argument("--yearly", type=_day_of_the_year, metavar="MM-DD", help="points end on this day")
    opening.add_argument("--most-a-grant", type=int, default=MOST_A_GRANT, metavar="N", help="points a grant")
    opening.add_argument(
        "--most-a-person", type=int, default=MOST_A_PERSON, metavar="N", help="points a fiscal year"
    )
    opening.add_argument("--budget", type=int, metavar="POINTS", help="for the present fiscal year")
    _add_voucher_options(opening)
    opening.set_defaults(act=_open)


def _add_voucher_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--voucher-days",
        type=int,
        metavar="N",
        help="days a voucher is good for; none are issued if not said",
    )
    parser.add_argument(
        "--face", type=int, action="append", default=[], metavar="POINTS", help="a face value; may come often"
    )


def _open(asked: argparse.Namespace, workshop: Workshop) -> None:
    month, day = asked.yearly or (None, None)

    def act(work: PointsWork) -> None:
        details = ProgrammeDetails(
            programme_name=asked.name,
            opens_on=asked.opens or work.today,
            closes_on=asked.closes,
            expiry_rule=ExpiryRule.MONTHS if asked.yearly is None else ExpiryRule.YEARLY_DAY,
            expiry_months=asked.months,
            expiry_month=month,
            expiry_day=day,
            most_a_grant=asked.most_a_grant,
            most_a_person=asked.most_a_person,
        )
        code = create_programme(work, asked.code, details)
        if asked.voucher_days is not None or asked.face:
            set_voucher_rules(work, code, asked.voucher_days, asked.face)
        if asked.budget is not None:
            set_budget(work, code, fiscal_year_of(work.today), asked.budget)

    workshop.do(act)
    workshop.say("programme-opened", code=asked.code, name=asked.name)


def _vouchers(asked: argparse.Namespace, workshop: Workshop) -> None:
    workshop.do(lambda work: set_voucher_rules(work, asked.code, asked.voucher_days, asked.face))
    workshop.say("voucher-rules-set")


def _budget(asked: argparse.Namespace, workshop: Workshop) -> None:
    def act(work: PointsWork) -> int:
        year = fiscal_year_of(work.today) if asked.year is None else asked.year
        set_budget(work, asked.code, year, asked.points)
        return year

    workshop.say("budget-set", year=workshop.do(act), points=asked.points)


def _add(asked: argparse.Namespace, workshop: Workshop) -> None:
    def act(work: PointsWork) -> UUID:
        return add_event(work, asked.code, EventDetails(asked.name, asked.opens, asked.closes))

    workshop.put(str(workshop.do(act)))


def _day_of_the_year(text: str) -> tuple[int, int]:
    """Month and day. ValueError is argparse's to tell."""
    found = datetime.strptime(f"{LEAP_YEAR}-{text}", "%Y-%m-%d").date()  # noqa: DTZ007 - a day of no year has no zone
    return found.month, found.day
