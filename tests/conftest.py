"""What every test gets: databases on both engines, and the leak guard."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from hypothesis import settings

from tests.support import session
from tests.support.compiled_templates import keep_compiled_templates
from tests.support.databases import ENGINES, Databases
from tests.support.leak_guard import LeakGuard
from tests.support.one_town_scheduling import OneTownScheduling

# bin/test says the same twice; bin/test --long looks further each time.
settings.register_profile("short", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("short")

_GUARD = pytest.StashKey[LeakGuard]()


@pytest.hookimpl(tryfirst=True)  # before pytest itself decides where temporary files go
def pytest_configure(config: pytest.Config) -> None:
    session.begin(config)
    keep_compiled_templates()


def pytest_unconfigure(config: pytest.Config) -> None:
    session.end(config)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: no later search for garbage need go through it again.

    And the search comes seldomer: what a test leaves is an app and a database, found soon enough.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Called by xdist before a worker starts."""
    session.tell_worker(node.config, node.workerinput)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneTownScheduling | None:
    """Called by xdist in the first process."""
    return OneTownScheduling(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the guard what each phase of the test wrote to standard output and error."""
    report = yield
    guard = item.stash.get(_GUARD, None)
    if guard is not None:
        for where, content in report.sections:
            guard.look_into(where, content)
    return report


@pytest.fixture(autouse=True)
def leak_guard(request: pytest.FixtureRequest) -> Iterator[LeakGuard]:
    """In every test: what is told to `watch` must not be found in any log, output or file at its end."""
    guard = LeakGuard(logs=session.postgresql_logs(request.config))
    request.node.stash[_GUARD] = guard
    with guard.listening():
        yield guard
    guard.check()


@pytest.fixture(scope="session")
def databases(pytestconfig: pytest.Config) -> Iterator[Databases]:
    """Makes databases for whoever needs one for longer than a test; everybody else takes the URLs below."""
    made = Databases(session.directory(pytestconfig))
    yield made
    made.close()


@pytest.fixture(params=ENGINES)
def database_engine(request: pytest.FixtureRequest) -> str:
    """Each test that touches a database runs once an engine, both databases on the same."""
    engine: str = request.param
    return engine


@pytest.fixture
def database_url(databases: Databases, database_engine: str) -> Iterator[str]:
    """A core database of this test's own, at the newest migration."""
    url = databases.create("core", database_engine)
    yield url
    databases.drop(url)


@pytest.fixture
def points_database_url(databases: Databases, database_engine: str) -> Iterator[str]:
    """A points database of this test's own, at the newest migration."""
    url = databases.create("points", database_engine)
    yield url
    databases.drop(url)
