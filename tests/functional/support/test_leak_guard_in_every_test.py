"""The guard stands in every test without being asked for: a run of pytest with planted leaks must fail."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]

PLANTED = """
    import logging
    import subprocess
    import sys

    import psycopg
    import pytest

    MAIL = "planted@example.jp"


    @pytest.fixture(autouse=True)
    def watched(leak_guard):
        leak_guard.watch(MAIL, "a mail address")


    @pytest.fixture
    def talking():
        print(MAIL)


    def test_output_of_a_fixture(talking):
        pass


    def test_output():
        print(MAIL)


    def test_error_output():
        print(MAIL, file=sys.stderr)


    def test_output_of_another_process():
        subprocess.run(["echo", MAIL], check=True)


    def test_log():
        logging.getLogger("planted").warning("to %s", MAIL)


    def test_postgresql(databases):
        url = databases.create_empty("core", "postgresql").replace("+psycopg", "")
        with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute(f"SELECT '{MAIL}'::int")
        databases.drop(url.replace("postgresql:", "postgresql+psycopg:"))


    def test_clean(databases):
        url = databases.create_empty("core", "postgresql").replace("+psycopg", "")
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE t (mail text UNIQUE)")
            connection.execute("INSERT INTO t VALUES (%s)", [MAIL])
            with pytest.raises(psycopg.errors.UniqueViolation):
                connection.execute("INSERT INTO t VALUES (%s)", [MAIL])
        databases.drop(url.replace("postgresql:", "postgresql+psycopg:"))
"""

LEAKS = {
    "test_output_of_a_fixture": "Captured stdout setup",
    "test_output": "Captured stdout call",
    "test_error_output": "Captured stderr call",
    "test_output_of_another_process": "Captured stdout call",
    "test_log": "the log planted",
    "test_postgresql": "PostgreSQL's log core.log",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("planted") / "test_planted.py"
    file.write_text(textwrap.dedent(PLANTED))
    run = subprocess.run(  # noqa: S603 -- our own Python
        [
            *(sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"),
            *("-c", REPOSITORY / "pyproject.toml", "-q", "--tb=line", "-rEP", file),
        ],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "7 passed, 6 errors" in run.stdout, run.stdout + run.stderr
    return run.stdout


@pytest.mark.parametrize(("test", "where"), LEAKS.items())
def test_a_planted_leak_fails_its_test(report: str, test: str, where: str) -> None:
    (line,) = [
        line
        for line in report.splitlines()
        if line.startswith("ERROR ") and line.split(" ")[1].endswith(f"::{test}")
    ]
    assert "LeakFound" in line
    assert f"a mail address in {where}" in report


def test_the_settings_we_ship_keep_a_broken_constraint_silent(report: str) -> None:
    assert not [line for line in report.splitlines() if line.startswith("ERROR ") and "test_clean" in line]
