"""`mykey officer add`: an officer of a municipality, or of the operator."""

from __future__ import annotations

import argparse
import getpass
import sys

import qrcode

from mykey.cli.words import Complaint, say, sentence
from mykey.cli.workshop import open_work
from mykey.crypto.one_time_codes import provisioning_uri
from mykey.crypto.passwords import Passwords
from mykey.models.officers import OfficerRole
from mykey.services.create_officer import create_officer

__all__ = ["add_commands"]

ISSUER = "MyKey"


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`officer add LOGIN (--operator | --municipality CODE) [--password-stdin]`."""
    officers = commands.add_parser("officer", help="officers of the console")
    add = officers.add_subparsers(required=True, metavar="COMMAND").add_parser("add", help="add an officer")
    add.add_argument("login", help="the name to sign in with")
    whose = add.add_mutually_exclusive_group(required=True)
    whose.add_argument("--operator", action="store_true", help="an officer of the platform's operator")
    whose.add_argument("--municipality", metavar="CODE", help="an officer of this municipality (6 digits)")
    add.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input, one line"
    )
    add.set_defaults(act=_add)


def _add(asked: argparse.Namespace) -> None:
    password = _password(from_stdin=asked.password_stdin)
    role = OfficerRole.OPERATOR if asked.operator else OfficerRole.MUNICIPALITY
    with open_work() as work:
        made = create_officer(work, Passwords(), asked.login, role, asked.municipality, password)
    say("officer-created", login=made.login)
    uri = provisioning_uri(made.totp_secret, made.login, ISSUER)
    say("totp", secret=made.totp_secret, uri=uri)
    if sys.stdout.isatty():
        _show_code(uri)


def _show_code(uri: str) -> None:
    """The URI as a QR code of characters, for the authenticator program on a telephone; on a screen alone."""
    code = qrcode.QRCode(border=2)
    code.add_data(uri)
    code.print_ascii(out=sys.stdout, invert=True)


def _password(*, from_stdin: bool) -> str:
    """Never an argument: those stand in the list of processes and in the shell's history."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass(sentence("password-ask"))
    if getpass.getpass(sentence("password-ask-again")) != password:
        raise Complaint("password-again")
    return password
