"""`mykey-points clerk create` and `shut-out`: who works in the points office, and who does no more."""

from __future__ import annotations

import argparse
import json

from mykey.crypto.passwords import Passwords
from mykey.points.acts.create_clerk import create_clerk
from mykey.points.acts.shut_out_clerk import shut_out_clerk
from mykey.points.commands.workshop import Workshop
from mykey.points.models.officers import OfficeRole

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`clerk create LOGIN --role ROLE [--municipality CODE]`, `clerk shut-out LOGIN`."""
    clerks = commands.add_parser("clerk", help="clerks of the points office")
    which = clerks.add_subparsers(required=True, metavar="COMMAND")
    create = which.add_parser(
        "create", help="prints JSON with password, totp_secret and uri; they are shown this once"
    )
    create.add_argument("login", help="the name to sign in with")
    create.add_argument("--role", required=True, choices=(OfficeRole.OPERATOR, OfficeRole.MUNICIPALITY))
    create.add_argument("--municipality", metavar="CODE", help="six digits; for role municipality")
    create.set_defaults(act=_create)
    shut_out = which.add_parser("shut-out", help="close sign-in for good and end every session")
    shut_out.add_argument("login", help="the name to sign in with")
    shut_out.set_defaults(act=_shut_out)


def _create(asked: argparse.Namespace, workshop: Workshop) -> None:
    made = workshop.do(
        lambda work: create_clerk(work, Passwords(), asked.login, asked.role, asked.municipality)
    )
    workshop.put(json.dumps(vars(made), ensure_ascii=False))


def _shut_out(asked: argparse.Namespace, workshop: Workshop) -> None:
    workshop.do(lambda work: shut_out_clerk(work, asked.login))
