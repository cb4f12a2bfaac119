"""`mykey-points keys` and `sealing-key`: this side's key ring, and its one public key."""

from __future__ import annotations

import argparse
from pathlib import Path

from mykey.crypto.keyring import KeyRing, create_key_ring
from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.tokens import system_random_bytes
from mykey.handoff.keys import write_sealing_key
from mykey.kernel.settings import load
from mykey.points.commands.settings import KeySettings
from mykey.points.commands.words import Complaint
from mykey.points.commands.workshop import Workshop

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`keys FILE [--demo] [--sealing-key PUBLIC]`, `sealing-key PUBLIC`."""
    keys = commands.add_parser("keys", help="make a key ring; refuses to replace one")
    keys.add_argument("path", type=Path, help="where the ring is written (mode 0600)")
    keys.add_argument("--demo", action="store_true", help="mark it as the demo's: loopback only")
    keys.add_argument("--sealing-key", type=Path, metavar="PUBLIC", help="write its public sealing key, too")
    keys.set_defaults(act=_create)
    sealing = commands.add_parser(
        "sealing-key", help="write the ring's public sealing key for the ticket writer (JSON; not secret)"
    )
    sealing.add_argument("path", type=Path, metavar="PUBLIC", help="replaces an older file")
    sealing.set_defaults(act=_publish)


def _create(asked: argparse.Namespace, workshop: Workshop) -> None:
    try:
        create_key_ring(asked.path, PointsPurpose, system_random_bytes, demo=asked.demo)
    except FileExistsError:
        raise Complaint("keys-exist") from None
    except OSError:
        raise Complaint("file-unwritable", path=asked.path) from None
    workshop.say("keys-created", path=asked.path)
    if asked.sealing_key is not None:
        _write(workshop, asked.path, asked.sealing_key)


def _publish(asked: argparse.Namespace, workshop: Workshop) -> None:
    _write(workshop, load(KeySettings, workshop.environment).key_ring, asked.path)


def _write(workshop: Workshop, ring: Path, public: Path) -> None:
    """The public half of a demo ring harms nobody: whoever serves with it is asked about demo keys."""
    opened = KeyRing.open(ring, [PointsPurpose.TICKET_OPENING], demo_allowed=True)
    try:
        write_sealing_key(public, opened)
    except OSError:
        raise Complaint("file-unwritable", path=public) from None
    workshop.say("sealing-key-written", path=public)
