"""Heads of all chains, exported to a file that is kept outside the database.

Whoever can write to the database could compute a whole chain anew after altering it, or drop its end; then
nothing in the database tells. A head that was exported before does: it must be found in today's chain.

The file, readable by its owner alone, one item a line: `mykey-points-heads 1` · `before HASH`, the end of
the export before, or zeros · `account ID NUMBER HEAD` for each account in the order of ids ·
`totals ACCOUNTS ACTS POSTINGS` · `end HASH`, the chain of SHA-256 over `before` and all lines. Exports are so
chained to each other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast
from uuid import UUID

from sqlalchemy import Connection, Table, func, select

from mykey.crypto.tokens import sha256
from mykey.kernel.errors import Broken
from mykey.points.ledger.chain import NO_HEAD
from mykey.points.ledger.streams import stream
from mykey.points.ledger.verify_accounts import ExportedHead
from mykey.points.models.ledger import Account, Act, Posting

__all__ = ["HeadsFile", "HeadsFileRefused", "export_heads", "open_heads"]

FIRST_LINE = "mykey-points-heads 1"
#: No line of ours comes near it.
LONGEST_LINE = 200


class HeadsFileRefused(Broken):
    """A file of heads is not there, not whole, or altered. Nothing can be told by it."""

    code = "heads-file-refused"


@dataclass(frozen=True)
class HeadsFile:
    """An export whose own chain is whole."""

    path: Path
    accounts: int
    acts: int
    end: bytes

    def heads(self) -> Iterator[ExportedHead]:
        """The heads in the order of the accounts' ids."""
        with self.path.open(encoding="ascii") as file:
            for line in file:
                if line.startswith("account "):
                    _, account_id, number, head = line.split()
                    yield UUID(account_id), int(number), bytes.fromhex(head)


def export_heads(connection: Connection, path: Path, before: HeadsFile | None = None) -> HeadsFile:
    """Write the heads of a snapshot to a new file (mode 0600). `before`: the export it follows.

    Raises:
        FileExistsError: an export is never replaced. OSError: it cannot be written.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            made = _write(connection, file, path, NO_HEAD if before is None else before.end)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink()
        raise
    return made


def open_heads(path: Path) -> HeadsFile:
    """Read an export through and judge its own chain.

    Raises:
        HeadsFileRefused.
    """
    try:
        with path.open(encoding="ascii") as file:
            return _judge(file, path)
    except (OSError, ValueError):
        raise HeadsFileRefused from None


def _write(connection: Connection, file: IO[str], path: Path, before: bytes) -> HeadsFile:
    chain = before

    def put(line: str) -> None:
        nonlocal chain
        chain = sha256(chain + line.encode("ascii"))
        file.write(f"{line}\n")

    put(FIRST_LINE)
    put(f"before {before.hex()}")
    table = cast("Table", Account.__table__).c
    heads = select(table.account_id, table.last_number, table.head).order_by(table.account_id)
    accounts = postings = 0
    for account_id, number, head in stream(connection, heads):
        put(f"account {account_id} {number} {head.hex()}")
        accounts += 1
    acts = int(connection.scalar(select(func.count()).select_from(Act)) or 0)
    postings = int(connection.scalar(select(func.count()).select_from(Posting)) or 0)
    put(f"totals {accounts} {acts} {postings}")
    file.write(f"end {chain.hex()}\n")
    return HeadsFile(path, accounts, acts, chain)


def _judge(file: IO[str], path: Path) -> HeadsFile:
    """Raises ValueError where the file is not as `_write` makes it."""
    lines = _lines(file)
    first, second = next(lines, ""), next(lines, "")
    if first != FIRST_LINE:
        raise ValueError
    chain = sha256(sha256(_hash_after("before ", second) + first.encode()) + second.encode())
    accounts, last_account = 0, UUID(int=0)
    line = ""
    for line in lines:
        chain = sha256(chain + line.encode())
        if not line.startswith("account "):
            break
        account_id, _, head = line.removeprefix("account ").split(" ")
        if UUID(account_id) <= last_account or len(bytes.fromhex(head)) != len(NO_HEAD):
            raise ValueError
        accounts, last_account = accounts + 1, UUID(account_id)
    word, told, acts, _ = line.split(" ")
    whole = word == "totals" and int(told) == accounts
    if not whole or _hash_after("end ", next(lines, "")) != chain or next(lines, None) is not None:
        raise ValueError
    return HeadsFile(path, accounts, int(acts), chain)


def _hash_after(word: str, line: str) -> bytes:
    found = bytes.fromhex(line.removeprefix(word))
    if not line.startswith(word) or len(found) != len(NO_HEAD):
        raise ValueError
    return found


def _lines(file: IO[str]) -> Iterator[str]:
    """Raises ValueError for a line that is too long or does not end."""
    while line := file.readline(LONGEST_LINE):
        if not line.endswith("\n"):
            raise ValueError
        yield line[:-1]
