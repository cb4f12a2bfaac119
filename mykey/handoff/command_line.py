"""The ticket writer's command line, `mykey-tickets`: make its keys, publish their public half, serve.

Standard error tells start, stop and the type of a fault; nothing that was asked.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from mykey.crypto.keyring import KeyRing, create_key_ring
from mykey.crypto.purposes import HandoffPurpose
from mykey.crypto.tokens import system_random_bytes
from mykey.handoff.keys import read_sealing_key, write_verifying_keys
from mykey.handoff.pace import PacedTicketWriter
from mykey.handoff.server import serving_tickets
from mykey.handoff.settings import TicketsSettings
from mykey.handoff.writer import SealingTicketWriter
from mykey.kernel.clock import system_clock
from mykey.kernel.errors import MyKeyError
from mykey.kernel.settings import load
from mykey.kernel.stop_signals import StopSignals

__all__ = ["main", "open_writer"]

REFUSED = 2


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    """Run one command. 0: done, or ended as asked; 2: refused, with the reason on standard error."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.command == "serve":
            _serve(load(TicketsSettings, environment))
        else:
            if asked.key_command == "create":
                create_key_ring(asked.ring, HandoffPurpose, system_random_bytes, demo=asked.demo)
            write_verifying_keys(asked.public, KeyRing.open(asked.ring, HandoffPurpose, demo_allowed=True))
    except FileExistsError:
        _say("There is a key ring already. A new subject key would part everybody from their points.")
    except OSError:
        _say("The files cannot be written there.")
    except MyKeyError as error:
        _say(str(error))
    else:
        return 0
    return REFUSED


def open_writer(settings: TicketsSettings) -> SealingTicketWriter:
    """The writer with its keys.

    Raises:
        KeyRingRefused, PublicKeyFileRefused, SealingKeyUnusable: the process must not start.
    """
    ring = KeyRing.open(settings.key_ring, HandoffPurpose, demo_allowed=settings.demo_keys)
    recipient = read_sealing_key(settings.points_sealing_key)
    return SealingTicketWriter(ring, recipient, system_clock, system_random_bytes)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mykey-tickets", description="Writes points tickets.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("serve", help="answer on the local socket until SIGTERM")
    keys = commands.add_parser("keys", help="the ring")
    making = keys.add_subparsers(dest="key_command", required=True, metavar="COMMAND")
    create = making.add_parser("create", help="make a ring and its public keys; refuses to replace one")
    publish = making.add_parser("publish", help="write the public keys anew, after a key was replaced")
    for command in (create, publish):
        command.add_argument("ring", type=Path, help="the ring (mode 0600)")
        command.add_argument("public", type=Path, help="the verifying keys, for the points side")
    create.add_argument("--demo", action="store_true", help="mark it as the demo's: refused in service")
    return parser


def _serve(settings: TicketsSettings) -> None:
    """Until SIGTERM or SIGINT."""
    users = settings.allowed_users()
    writer = PacedTicketWriter(open_writer(settings), settings.tickets_a_minute, time.monotonic)
    ended = StopSignals()
    with serving_tickets(settings.socket, writer, users, _fault):
        _say("ticket-writer: started")
        ended.wait()
    _say("ticket-writer: stopped")


def _fault(error: str) -> None:
    _say(f"ticket-writer: fault {error}")


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
