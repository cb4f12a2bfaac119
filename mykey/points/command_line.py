"""The points side's own command line, `mykey-points`: its keys, its database, nothing of the core's."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from mykey.crypto.keyring import create_key_ring
from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.tokens import system_random_bytes
from mykey.kernel.errors import MyKeyError
from mykey.kernel.settings import Settings, load
from mykey.points.migrate import upgrade

__all__ = ["main"]


@dataclass(frozen=True)
class PointsCommandSettings(Settings):
    """What `migrate` needs to know."""

    PREFIX: ClassVar[str] = "MYKEY_POINTS_"

    database_url: str = field(repr=False)


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run one command. 0: done; 2: refused, with the reason on standard error and nothing changed."""
    parser = argparse.ArgumentParser(prog="mykey-points")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring the database to the head of its line of history")
    keys = commands.add_parser("keys", help="make a new key ring")
    keys.add_argument("path", type=Path)
    keys.add_argument("--demo", action="store_true", help="mark the keys as demo keys: loopback only")
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "keys":
            create_key_ring(asked.path, PointsPurpose, system_random_bytes, demo=asked.demo)
        else:
            upgrade(load(PointsCommandSettings, environment).database_url)
    except FileExistsError:
        sys.stderr.write("There is a key ring already. Replacing it would make all it sealed unreadable.\n")
        return 2
    except MyKeyError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
