from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from mykey.crypto.keyring import create_key_ring
from mykey.crypto.purposes import CorePurpose
from mykey.kernel.clock import system_clock
from mykey.services.work import Work
from mykey.web.engines import make_engine
from tests.support.databases import ENGINES, Databases
from tests.support.ground import KEYS, work_on
from town.authority.app import create_app as create_authority
from town.authority.office import CardOffice
from town.embedded.layout import PORTS
from town.fill.fill import fill
from town.fill.ground import open_ground
from town.fill.settings import FillSettings, PlatformSettings


@dataclass(frozen=True)
class Home:
    """A home with its authority running, before or after the filling."""

    settings: FillSettings
    platform: PlatformSettings

    def fill(self) -> None:
        """As `python -m town.fill` does, with keys from the tests' pool."""
        fill(self.settings, self.platform, key_source=KEYS)

    @property
    def path(self) -> Path:
        return self.settings.home

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Look into the database as a use case does."""
        engine = make_engine(self.platform.database_url)
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield work_on(open_ground(self.platform, system_clock), session)
        engine.dispose()


@contextmanager
def a_home(path: Path, database_url: str) -> Iterator[Home]:
    town = path / "town"
    core = path / "core"
    (core / "revocation").mkdir(parents=True)
    CardOffice(town, key_source=KEYS).close()
    create_key_ring(core / "keys.json", CorePurpose, os.urandom, demo=True)
    server = make_server("127.0.0.1", 0, create_authority(town), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    platform = PlatformSettings(
        database_url=database_url,
        key_ring=core / "keys.json",
        trust=town / "trust.json",
        revocation_lists=core / "revocation",
        linkage_origin=f"http://127.0.0.1:{server.server_port}",
    )
    yield Home(FillSettings(path, server.server_port - PORTS["authority"]), platform)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def home(tmp_path: Path, databases: Databases) -> Iterator[Home]:
    """An empty home, on SQLite as bin/run has it."""
    url = databases.create("core", "sqlite")
    with a_home(tmp_path, url) as made:
        yield made
    databases.drop(url)


@pytest.fixture(scope="module", params=ENGINES)
def filled(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Home]:
    """A filled home that the tests of a module only look at."""
    url = databases.create("core", request.param)
    with ExitStack() as stack:
        made = stack.enter_context(a_home(tmp_path_factory.mktemp("home"), url))
        made.fill()
        yield made
    databases.drop(url)
