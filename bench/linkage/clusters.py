"""Two PostgreSQL clusters, one a side, each with a migrated database and all of its write-ahead log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.bench_cluster import bench_cluster
from mykey.cli.migrate import upgrade as upgrade_core
from mykey.points.migrate import upgrade as upgrade_points
from mykey.web.engines import make_engine

__all__ = ["Cluster", "clusters"]

SIDES = {"core": upgrade_core, "points": upgrade_points}


@dataclass(frozen=True)
class Cluster:
    """One side's."""

    directory: Path
    url: str

    def log(self) -> Path:
        """The directory of the write-ahead log, which is written out to its end now."""
        _execute(self.url, "SELECT pg_switch_wal()")
        return self.directory / "cluster" / "data" / "pg_wal"


@contextmanager
def clusters() -> Iterator[dict[str, Cluster]]:
    """Both, by side; taken away at the end."""
    made: dict[str, Cluster] = {}
    with ExitStack() as stack:
        for side, upgrade in SIDES.items():
            directory, url = stack.enter_context(bench_cluster(f"linkage-{side}"))
            for statement in ("ALTER SYSTEM SET wal_keep_size = '100GB'", "SELECT pg_reload_conf()"):
                _execute(url, statement)
            upgrade(url)
            made[side] = Cluster(directory, url)
        yield made


def _execute(url: str, statement: str) -> None:
    engine = make_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
