"""The points side's own command line, `mykey-points`: its keys, its database, nothing of the core's.

Settings come from the environment (MYKEY_POINTS_…): DATABASE_URL, KEY_RING, DEMO_KEYS (yes or no), LANGUAGE.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from sqlalchemy.exc import DBAPIError

from mykey.kernel.errors import MyKeyError
from mykey.kernel.settings import load
from mykey.points.commands import clerks, keys, ledger, partners, programmes, reserve, shops, subjects
from mykey.points.commands.settings import DatabaseSettings
from mykey.points.commands.words import Complaint, sentence, sentence_of
from mykey.points.commands.workshop import Workshop
from mykey.points.migrate import upgrade

__all__ = ["main"]

REFUSED = 2


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    """Run one command. 0: done; 2: refused, with the reason on standard error and nothing changed.

    `verify` alone has a third answer, 1: something is wrong with the ledger.
    """
    asked = _parser().parse_args(arguments)
    workshop = Workshop(environment)
    try:
        return asked.act(asked, workshop) or 0
    except MyKeyError as refusal:
        said = sentence_of(workshop.language, refusal)
    except Complaint as complaint:
        said = sentence(workshop.language, complaint.word, **complaint.facts)
    except DBAPIError:
        # Its text would show the statement and the address of the database.
        said = sentence(workshop.language, "database-unreachable")
    sys.stderr.write(f"{said}\n")
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mykey-points", description="The points side without a browser.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    migrate = commands.add_parser("migrate", help="bring the database to the head of its line of history")
    migrate.set_defaults(act=_migrate)
    for family in (keys, programmes, partners, shops, clerks, reserve, ledger, subjects):
        family.add_commands(commands)
    return parser


def _migrate(_asked: argparse.Namespace, workshop: Workshop) -> None:
    upgrade(load(DatabaseSettings, workshop.environment).database_url)
    workshop.say("migrated")


if __name__ == "__main__":
    sys.exit(main())
