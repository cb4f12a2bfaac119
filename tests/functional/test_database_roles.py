"""The SQL and the configuration that we ship for PostgreSQL, tried on two clusters (privacy.md, proof b)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from mykey.cli.migrate import upgrade as upgrade_core
from mykey.jobs.rewrite_citizens_tables import rewrite_citizens_tables
from mykey.kernel.clock import system_clock
from mykey.points.migrate import upgrade as upgrade_points
from mykey.points.models.all_tables import POINTS_METADATA
from mykey.points.navi import NaviSettings, create_points_navi
from mykey.web.database import engine
from mykey.web.engines import make_engine
from tests.support import session
from tests.support.leak_guard import LeakGuard
from tests.support.navi_reader import NAVI_ORIGIN
from tests.support.points_ground import PointsTown
from tests.support.postgres_server import (
    PATIENCE_SECONDS,
    SHIPPED_LOG_SETTINGS,
    binaries,
    initialise,
    is_ready,
    server_user,
    stop,
)

DOCS = Path(__file__).parents[2] / "docs"
ROLES_SQL = DOCS / "postgresql" / "roles.sql"
NAVI_SQL = DOCS / "postgresql" / "navi.sql"
SHIPPED_CONF = DOCS / "postgresql" / "postgresql.conf"
OTHER = {"core": "points", "points": "core"}
SECRET = "a password of these tests"
SIDE = pytest.mark.parametrize("side", OTHER)


@dataclass(frozen=True)
class Cluster:
    """One side's server, reached by its socket."""

    home: Path

    @property
    def log(self) -> Path:
        return self.home.with_suffix(".log")

    def connect(self, user: str, database: str) -> psycopg.Connection:
        return psycopg.connect(host=str(self.home), user=user, dbname=database, autocommit=True)

    def url(self, role: str) -> str:
        return f"postgresql+psycopg://{role}@/{role}?host={self.home}"

    def run_sql(
        self,
        file: Path,
        *settings: str,
        database: str = "postgres",
        password: str | None = SECRET,
    ) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        if password is not None:
            environment["MYKEY_DATABASE_PASSWORD"] = password
        options = [
            "--no-psqlrc",
            "--quiet",
            f"--host={self.home}",
            "--username=postgres",
            f"--dbname={database}",
        ]
        return subprocess.run(  # noqa: S603 - PostgreSQL's own program with our file
            [binaries() / "psql", *options, *settings, f"--file={file}"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture(scope="module")
def clusters(pytestconfig: pytest.Config) -> Iterator[dict[str, Cluster]]:
    """Two servers, with our configuration behind PostgreSQL's own, and our roles."""
    base = session.directory(pytestconfig) / f"roles-{uuid.uuid4().hex[:8]}"
    base.mkdir()
    base.chmod(0o711)
    made = {side: Cluster(base / side) for side in OTHER}
    servers = []
    try:
        beginnings = [initialise(cluster.home) for cluster in made.values()]
        assert [beginning.wait(PATIENCE_SECONDS) for beginning in beginnings] == [0, 0]
        for cluster in made.values():
            with (cluster.home / "data" / "postgresql.conf").open("a") as conf:
                conf.write(SHIPPED_CONF.read_text())
            servers.append(_launch(cluster))
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not all(is_ready(cluster.home) for cluster in made.values()):
            assert time.monotonic() < deadline, [cluster.log.read_text() for cluster in made.values()]
            time.sleep(0.05)
        for side, cluster in made.items():
            done = cluster.run_sql(ROLES_SQL, f"--set=side={side}")
            assert (done.returncode, done.stderr) == (0, ""), done.stderr
        yield made
    finally:
        for server in servers:
            stop(server)
        shutil.rmtree(base, ignore_errors=True)


def _launch(cluster: Cluster) -> subprocess.Popen[bytes]:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(cluster.home),
        "fsync": "off",
        "shared_buffers": "16MB",
    }
    arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with cluster.log.open("wb") as output:
        return subprocess.Popen(  # noqa: S603 - PostgreSQL's own program with our arguments
            [binaries() / "postgres", "-D", cluster.home / "data", *arguments],
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            **server_user(),
        )


@SIDE
def test_each_side_reaches_its_own_database(clusters: dict[str, Cluster], side: str) -> None:
    role = f"mykey_{side}"
    {"core": upgrade_core, "points": upgrade_points}[side](clusters[side].url(role))
    with clusters[side].connect(role, role) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM alembic_version").fetchone() == (True,)


def test_the_role_may_write_its_tables_anew(clusters: dict[str, Cluster]) -> None:
    url = clusters["core"].url("mykey_core")
    upgrade_core(url)
    engine = make_engine(url)
    rewrite_citizens_tables(engine, os.urandom)
    engine.dispose()


@SIDE
def test_each_role_is_refused_by_the_other_cluster(clusters: dict[str, Cluster], side: str) -> None:
    for database in (f"mykey_{OTHER[side]}", f"mykey_{side}", "postgres", "template1"):
        with pytest.raises(psycopg.OperationalError):
            clusters[OTHER[side]].connect(f"mykey_{side}", database)


@SIDE
def test_a_stranger_with_a_login_is_refused_by_the_database(clusters: dict[str, Cluster], side: str) -> None:
    """Even one who bears the other side's name: CONNECT is nobody's but the owner's."""
    stranger = f"mykey_{OTHER[side]}"
    with clusters[side].connect("postgres", "postgres") as superuser:
        superuser.execute(f"CREATE ROLE {stranger} LOGIN")
        try:
            for database in (f"mykey_{side}", "postgres", "template1"):
                with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                    clusters[side].connect(stranger, database)
            refused = clusters[side].run_sql(ROLES_SQL, f"--set=side={side}")
            assert refused.returncode != 0
            assert "cluster of its own" in refused.stderr
        finally:
            superuser.execute(f"DROP ROLE {stranger}")


@SIDE
def test_a_role_may_no_more_than_its_own_database(clusters: dict[str, Cluster], side: str) -> None:
    role = f"mykey_{side}"
    with clusters[side].connect(role, role) as connection:
        for forbidden in (
            "CREATE DATABASE another",
            "CREATE ROLE another",
            "COPY (SELECT 1) TO '/tmp/x'",
            "SELECT pg_read_file('postgresql.conf')",
            "SET log_statement = 'all'",
            "SET session_replication_role = replica",
            "ALTER ROLE CURRENT_USER SUPERUSER",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)


@SIDE
def test_the_password_is_kept_as_scram(clusters: dict[str, Cluster], side: str) -> None:
    with clusters[side].connect("postgres", "postgres") as superuser:
        kept = superuser.execute("SELECT rolpassword FROM pg_authid WHERE rolname LIKE 'mykey%'").fetchone()
    assert kept is not None
    assert kept[0].startswith("SCRAM-SHA-256$")


@pytest.mark.parametrize(
    ("settings", "password", "said"),
    [
        ((), SECRET, "Say which side"),
        (("--set=side=other",), SECRET, "Say which side"),
        (("--set=side=core",), None, "Put the password"),
        (("--set=side=points",), SECRET, "cluster of its own"),
        (("--set=side=core",), SECRET, "already exists"),
    ],
)
def test_what_is_missing_or_there_already_is_said_and_nothing_changes(
    clusters: dict[str, Cluster], settings: tuple[str, ...], password: str | None, said: str
) -> None:
    with clusters["core"].connect("postgres", "postgres") as superuser:
        before = superuser.execute("SELECT rolname, rolpassword FROM pg_authid ORDER BY 1").fetchall()
        refused = clusters["core"].run_sql(ROLES_SQL, *settings, password=password)
        after = superuser.execute("SELECT rolname, rolpassword FROM pg_authid ORDER BY 1").fetchall()
    assert refused.returncode != 0
    assert said in refused.stderr
    assert SECRET not in refused.stderr
    assert after == before


def test_points_navi_reads_what_everybody_may_know_and_nothing_else(clusters: dict[str, Cluster]) -> None:
    cluster = clusters["points"]
    upgrade_points(cluster.url("mykey_points"))
    town = PointsTown.on(cluster.url("mykey_points"), system_clock)
    town.shop("見本商店")
    town.engine.dispose()
    done = cluster.run_sql(NAVI_SQL, database="mykey_points")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr

    own_url = cluster.url("mykey_points").replace("mykey_points@", "mykey_points_navi@")
    app = create_points_navi(NaviSettings(origin=NAVI_ORIGIN, path="/", database_url=own_url), system_clock)
    public = [rule.rule for rule in app.url_map.iter_rules() if not rule.arguments]
    client = app.test_client()
    answers = {path: client.get(path, base_url=NAVI_ORIGIN) for path in public}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(public, 200)
    assert any("見本商店" in answer.text for answer in answers.values())
    with app.app_context():
        engine().dispose()

    with cluster.connect("mykey_points_navi", "mykey_points") as connection:
        connection.execute("SELECT shop_name FROM shops")
        for table in set(POINTS_METADATA.tables) - {"programmes", "shops", "partner_rates"}:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
        for change in ("UPDATE shops SET shop_name = 'x'", "DELETE FROM shops", "CREATE TABLE another ()"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(change)


def test_the_role_of_points_navi_is_made_once(clusters: dict[str, Cluster]) -> None:
    again = clusters["points"].run_sql(NAVI_SQL, database="mykey_points")
    assert again.returncode != 0
    assert "already exists" in again.stderr
    nameless = clusters["points"].run_sql(NAVI_SQL, database="mykey_points", password=None)
    assert "Put the password" in nameless.stderr


def test_the_servers_of_the_tests_log_as_the_shipped_ones() -> None:
    shipped = dict(re.findall(r"^(\w+) = '?(.*?)'?$", SHIPPED_CONF.read_text(), re.MULTILINE))
    assert {name: shipped.get(name) for name in SHIPPED_LOG_SETTINGS} == SHIPPED_LOG_SETTINGS


@SIDE
def test_the_shipped_configuration_is_what_the_server_runs_with(
    clusters: dict[str, Cluster], side: str
) -> None:
    shipped = dict(re.findall(r"^(\w+) = '?(.*?)'?$", SHIPPED_CONF.read_text(), re.MULTILINE))
    with clusters[side].connect("postgres", "postgres") as superuser:
        wrong = superuser.execute("SELECT name FROM pg_file_settings WHERE error IS NOT NULL").fetchall()
        running = dict(
            superuser.execute(
                "SELECT name, setting FROM pg_settings WHERE lower(name) = ANY(%s)", [list(shipped)]
            )
        )
    assert not {name for (name,) in wrong} & set(shipped)
    assert {name.lower(): value for name, value in running.items()} == shipped


def test_the_log_holds_no_value_and_no_statement(clusters: dict[str, Cluster], leak_guard: LeakGuard) -> None:
    cluster = clusters["core"]
    with cluster.connect("mykey_core", "mykey_core") as connection:
        connection.execute("CREATE TABLE of_this_test (number text PRIMARY KEY)")
        connection.execute("INSERT INTO of_this_test VALUES (%s)", ["180000000011"])
        with pytest.raises(psycopg.errors.UniqueViolation, match="180000000011"):
            connection.execute("INSERT INTO of_this_test VALUES (%s)", ["180000000011"])
        with pytest.raises(psycopg.errors.UndefinedTable):
            connection.execute("SELECT '180000000022' FROM nowhere_at_all")
        connection.execute("DROP TABLE of_this_test")
    text = cluster.log.read_text()
    assert "duplicate key value" in text, "the log is read from the right file"
    for value in ("180000000011", "180000000022", SECRET):
        leak_guard.watch(value, "a value")
    leak_guard.look_into("the server's log", text)
    assert not re.search(r"STATEMENT|DETAIL|INSERT|SELECT|CREATE|host=|\[local\]", text)
