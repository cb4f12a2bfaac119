"""What every test gets: databases on both engines, and the leak guard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import session
from tests.support.databases import ENGINES, Databases


def pytest_configure(config: pytest.Config) -> None:
    session.begin(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    session.end(config)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Called by xdist before a worker starts."""
    session.tell_worker(node.config, node.workerinput)


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
