"""`mykey-points keys` and `sealing-key`: this side's key ring, and its one public key."""

from __future__ import annotations

import argparse
from pathlib import Path

from mykey.crypto.keyring import KeyRing, complete_key_ring, create_key_ring
from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.tokens import system_random_bytes
from mykey.handoff.keys import write_sealing_key
from mykey.kernel.settings import load
from mykey.points.commands.settings import KeySettings
from mykey.points.commands.words import Complaint
from mykey.points.commands.workshop import Workshop

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`keys FILE [--demo|--complete] [--sealing-key PUBLIC]`, `sealing-key PUBLIC`."""
    keys = commands.add_parser("keys", help="make a key ring; refuses to replace one")
    keys.add_argument("path", type=Path, help="where the ring is written (mode 0600)")
    kind = keys.add_mutually_exclusive_group()
    kind.add_argument("--demo", action="store_true", help="mark it as the demo's: loopback only")
    kind.add_argument("--complete", action="store_true", help="give an older ring the keys that came since")
    keys.add_argument("--sealing-key", type=Path, metavar="PUBLIC", help="write its public sealing key, too")
    keys.set_defaults(act=_create)
    sealing = commands.add_parser(
        "sealing-key", help="write the ring's public sealing key for the ticket writer (JSON; not secret)"
    )
    sealing.add_argument("path", type=Path, metavar="PUBLIC", help="replaces an older file")
    sealing.set_defaults(act=_publish)


def _create(asked: argparse.Namespace, workshop: Workshop) -> None:
    if asked.complete:
        _complete(asked.path, workshop)
    else:
        _make(asked.path, workshop, demo=asked.demo)
    if asked.sealing_key is not None:
        _write(workshop, asked.path, asked.sealing_key)


def _complete(path: Path, workshop: Workshop) -> None:
    try:
        added = complete_key_ring(path, PointsPurpose, system_random_bytes)
    except OSError:
        raise Complaint("file-unwritable", path=path) from None
    workshop.say("keys-completed", path=path, count=len(added))


def _make(path: Path, workshop: Workshop, *, demo: bool) -> None:
    try:
        create_key_ring(path, PointsPurpose, system_random_bytes, demo=demo)
    except FileExistsError:
        raise Complaint("keys-exist") from None
    except OSError:
        raise Complaint("file-unwritable", path=path) from None
    workshop.say("keys-created", path=path)


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
