"""What the write-ahead log adds to a dump: when the transaction that wrote a row was committed.

Read from the real log by PostgreSQL's own `pg_waldump`. Whoever has the log from a base backup on has every
dump there ever was, too: so the attacker gets the dump from before the rewriting, and the times.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np

from bench.linkage.dump import WRITER, Dump
from tests.support.postgres_server import binaries

__all__ = ["commit_times", "times_in", "with_commit_times"]

COMMIT = re.compile(
    r"tx:\s+(\d+), .*desc: COMMIT (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+) UTC(?:.*?; subxacts:((?: \d+)+))?"
)
SEGMENT_DIGITS = 24
COMMITTED = "(committed)"


def commit_times(log: Path) -> dict[int, float]:
    """Transaction number → when it was committed (Unix seconds of the server's clock).

    What is written behind a savepoint bears a number of its own; the log says to whose commit it belongs.
    """
    segments = sorted(path.name for path in log.iterdir() if len(path.name) == SEGMENT_DIGITS)
    # It ends with an error where the log ends: in the middle of a segment.
    told = subprocess.run(  # noqa: S603 - PostgreSQL's own program on our own cluster
        [binaries() / "pg_waldump", "--path", log, "--rmgr", "Transaction", segments[0], segments[-1]],
        env={"TZ": "UTC", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return times_in(told)


def times_in(told: str) -> dict[int, float]:
    """The same from the words of `pg_waldump`."""
    return {
        int(number): datetime.fromisoformat(f"{moment}+00:00").timestamp()
        for top, moment, inner in COMMIT.findall(told)
        for number in [top, *inner.split()]
    }


def with_commit_times(dump: Dump, times: dict[int, float], clock: Sequence[tuple[float, float]]) -> Dump:
    """Each row with its commit's time. `clock`: the server's moments and the world's, in order.

    A world of weeks is written in minutes; the times are given as that world's clocks would have shown them.
    """
    servers, worlds = np.array(clock).T
    for table in dump.tables.values():
        moments = np.interp([times.get(number, np.nan) for number in table.columns[WRITER]], servers, worlds)
        dump = dump.with_table(table.with_column(COMMITTED, moments.tolist()))
    return dump
