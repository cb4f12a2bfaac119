"""`mykey-points verify` and `heads`: prove the ledger, and keep what proves it tomorrow."""

from __future__ import annotations

import argparse
from pathlib import Path

from mykey.points.commands.words import Complaint
from mykey.points.commands.workshop import Workshop
from mykey.points.ledger.heads import export_heads, open_heads
from mykey.points.ledger.streams import snapshot
from mykey.points.ledger.verify import verify_ledger

__all__ = ["FOUND", "add_commands"]

#: The exit code of `verify` where something is wrong. Where it cannot tell it is 2, as of every refusal.
FOUND = 1


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`verify [--heads FILE]`, `heads FILE [--after FILE]`."""
    verify = commands.add_parser(
        "verify", help="prove the whole ledger; 0: whole, 1: the findings are listed, 2: cannot tell"
    )
    verify.add_argument("--heads", type=Path, metavar="FILE", help="heads that were exported before")
    verify.set_defaults(act=_verify)
    heads = commands.add_parser("heads", help="export the heads of all accounts' chains")
    heads.add_argument("file", type=Path, help="a new file (mode 0600), to be kept away from the database")
    heads.add_argument("--after", type=Path, metavar="FILE", help="the export before, to which it is chained")
    heads.set_defaults(act=_export)


def _verify(asked: argparse.Namespace, workshop: Workshop) -> int:
    heads = None if asked.heads is None else open_heads(asked.heads)
    count = 0
    with workshop.engine() as engine, snapshot(engine) as connection:
        for finding in verify_ledger(connection, heads):
            workshop.put(finding.line())
            count += 1
    if count:
        workshop.say("findings", count=count)
        return FOUND
    workshop.say("verified-without-heads" if heads is None else "verified")
    return 0


def _export(asked: argparse.Namespace, workshop: Workshop) -> None:
    before = None if asked.after is None else open_heads(asked.after)
    try:
        with workshop.engine() as engine, snapshot(engine) as connection:
            made = export_heads(connection, asked.file, before)
    except FileExistsError:
        raise Complaint("file-exists", path=asked.file) from None
    except OSError:
        raise Complaint("file-unwritable", path=asked.file) from None
    workshop.say("heads-written", count=made.accounts, path=asked.file)
