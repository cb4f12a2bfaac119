"""The command `mykey`. A refusal is told in plain sentences on standard error, with exit code 2.

Settings come from the environment (MYKEY_CLI_…): DATABASE_URL, KEY_RING, DEMO_KEYS (yes or no), LANGUAGE.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from sqlalchemy.exc import DBAPIError

from mykey.cli import keys, officers, providers, terminals
from mykey.cli.migrate import upgrade
from mykey.cli.settings import DatabaseSettings
from mykey.cli.words import Complaint, complain, say, sentence, sentences_of
from mykey.kernel.errors import MyKeyError
from mykey.kernel.settings import load

__all__ = ["main"]

REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give the exit code: 0 done, 2 refused."""
    asked = _parser().parse_args(arguments)
    try:
        asked.act(asked)
    except MyKeyError as refusal:
        complain(sentences_of(refusal))
    except Complaint as complaint:
        complain(sentence(complaint.word, **complaint.facts))
    except DBAPIError:
        # Its text would show the statement and the address of the database.
        complain(sentence("database-unreachable"))
    else:
        return 0
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mykey", description="The MyKey platform without a browser.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    migrate = commands.add_parser("migrate", help="bring the core's database to the newest version")
    migrate.set_defaults(act=_migrate)
    for group in (keys, officers, providers, terminals):
        group.add_commands(commands)
    return parser


def _migrate(_asked: argparse.Namespace) -> None:
    upgrade(load(DatabaseSettings, os.environ).database_url)
    say("migrated")


if __name__ == "__main__":
    sys.exit(main())
