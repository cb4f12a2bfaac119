"""The command line of the town: three servers and the acts on cards.

python -m town --home var/town authority --port 8630
python -m town --home var/town card issue hanako --holder "見本　花子"
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from town.authority.app import create_app as authority_app
from town.authority.office import CardOffice
from town.card_acts import add_card_acts
from town.cards.app import create_app as cards_app
from town.clock import Clock, system_clock
from town.errors import TownError
from town.loopback import end_on_sigterm, serve
from town.mail.app import create_app as mail_app
from town.mail.mailbox import Mailbox
from town.mail.sink import mail_sink

__all__ = ["main"]

LARGEST_PORT = 0xFFFF


def main(argv: Sequence[str], out: TextIO | None = None, clock: Clock = system_clock) -> int:
    """Run one command. Gives 0, 1 with the reason in one sentence on standard error, 2 for a wrong call."""
    asked = _parser().parse_args(argv)
    try:
        if asked.command == "card":
            with CardOffice(asked.home, clock=clock) as office:
                asked.act(office, asked, out or sys.stdout)
        else:
            end_on_sigterm()
            asked.run(asked, clock)
    except TownError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the command line speaks to its user
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m town", description="Stand-ins for the outside world.")
    parser.add_argument(
        "--home", type=Path, default=Path("var/town"), metavar="DIR", help="state (default: var/town)"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, run, help_text in (
        ("authority", _authority, "the card authority: trust, revocation lists, linkage"),
        ("cards", _cards, "readers with virtual cards"),
        ("mail", _mail, "SMTP sink and a page to read the mails"),
    ):
        server = commands.add_parser(name, help=help_text)
        server.add_argument("--port", type=_port, required=True, metavar="N", help="HTTP, on 127.0.0.1")
        server.set_defaults(run=run)
        if name == "mail":
            server.add_argument("--smtp-port", type=_port, required=True, metavar="N", help="SMTP, likewise")
    add_card_acts(commands.add_parser("card", help="issue, change, list and write cards"))
    return parser


def _port(written: str) -> int:
    port = int(written)
    if not 0 <= port <= LARGEST_PORT:
        raise ValueError
    return port


def _authority(asked: argparse.Namespace, clock: Clock) -> None:
    serve(authority_app(asked.home, clock), "authority", asked.port)


def _cards(asked: argparse.Namespace, clock: Clock) -> None:
    serve(cards_app(asked.home, clock), "cards", asked.port)


def _mail(asked: argparse.Namespace, clock: Clock) -> None:
    with mail_sink(Mailbox(asked.home), asked.smtp_port, clock):
        serve(mail_app(asked.home, clock), "mail", asked.port)
