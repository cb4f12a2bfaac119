"""The log's words are read right, savepoints included: else the attacker with the log would be a tame one."""

from __future__ import annotations

from datetime import UTC, datetime

from bench.linkage.dump import PLACE, WRITER, Dump, Table
from bench.linkage.write_ahead_log import times_in, with_commit_times

TOLD = (
    "rmgr: Transaction len (rec/tot):     34/    34, tx:        745, lsn: 0/01511820, prev 0/015117A8, "
    "desc: COMMIT 2026-11-21 05:13:42.500000 UTC\n"
    "rmgr: Transaction len (rec/tot):     66/    66, tx:        746, lsn: 0/01511A40, prev 0/015119A0, "
    "desc: COMMIT 2026-11-21 05:13:44.500000 UTC; subxacts: 747 748\n"
    "rmgr: Transaction len (rec/tot):     66/    66, tx:        750, lsn: 0/01511A40, prev 0/015119A0, "
    "desc: ABORT 2026-11-21 05:13:45.000000 UTC\n"
)
FIRST = datetime(2026, 11, 21, 5, 13, 42, 500_000, tzinfo=UTC).timestamp()


def test_commits_and_what_lay_behind_savepoints() -> None:
    assert times_in(TOLD) == {745: FIRST, 746: FIRST + 2, 747: FIRST + 2, 748: FIRST + 2}


def test_a_row_gets_its_commit_s_time_on_the_world_s_clock() -> None:
    table = Table("rows", {PLACE: [1, 2], WRITER: [745, 748]}, ())
    clock = [(FIRST - 1, 0.0), (FIRST + 3, 4000.0)]
    logged = with_commit_times(Dump(("rows", PLACE), {"rows": table}), times_in(TOLD), clock)
    assert logged.tables["rows"].columns["(committed)"] == [1000.0, 3000.0]
