"""`mykey keys create`: a new key ring, in a file that only its owner can read."""

from __future__ import annotations

import argparse
from pathlib import Path

from mykey.cli.words import Complaint, say
from mykey.crypto.keyring import create_key_ring
from mykey.crypto.purposes import CorePurpose
from mykey.crypto.tokens import system_random_bytes

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`keys create FILE [--demo]`: the core's. The points side makes its own with `mykey-points`."""
    keys = commands.add_parser("keys", help="key rings").add_subparsers(required=True, metavar="COMMAND")
    create = keys.add_parser("create", help="make a key ring; refuses to replace one")
    create.add_argument("file", type=Path, help="where the ring is written (mode 0600)")
    create.add_argument("--demo", action="store_true", help="mark it as the demo's: services refuse it")
    create.set_defaults(act=_create)


def _create(asked: argparse.Namespace) -> None:
    try:
        create_key_ring(asked.file, CorePurpose, system_random_bytes, demo=asked.demo)
    except FileExistsError:
        raise Complaint("file-exists", path=asked.file) from None
    except OSError:
        raise Complaint("file-unreadable", path=asked.file) from None
    say("keys-created", path=asked.file)
