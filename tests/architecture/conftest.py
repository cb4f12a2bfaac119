"""The six faces, each made by `wsgi.py` from an environment of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask import Flask

import wsgi
from tests.support.every_face import FACES, FaceHome, opened
from tests.support.ground import make_office
from tests.support.moving_clock import MovingClock
from tests.support.watched_logs import logs_of


@pytest.fixture(scope="session")
def face_home(tmp_path_factory: pytest.TempPathFactory) -> FaceHome:
    """Rings and trust, readable by us alone."""
    home = FaceHome(tmp_path_factory.mktemp("faces")).lay()
    with make_office(MovingClock()) as office:
        return home.trust(office.trust())


@pytest.fixture(scope="session")
def faces(face_home: FaceHome) -> Iterator[dict[str, Flask]]:
    """Each face, made once; nothing here calls one."""
    made = {}
    with ExitStack() as stack:
        with logs_of("tests"), pytest.MonkeyPatch.context() as patch:
            for face in FACES:
                for name, value in face_home.environment(face).items():
                    patch.setenv(name, value)
                made[face] = stack.enter_context(opened(getattr(wsgi, face)()))
        yield made
