"""What a command works with: the database, the keys, one transaction that is whole or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.orm import Session

from mykey.cli.settings import CliSettings
from mykey.crypto.tokens import system_random_bytes
from mykey.kernel.clock import system_clock
from mykey.kernel.settings import load
from mykey.models.keys import CoreKeys
from mykey.services.work import Work
from mykey.web.engines import make_engine

__all__ = ["open_work"]

T = TypeVar("T")


@contextmanager
def open_work() -> Iterator[Work]:
    """One transaction: committed at the end, rolled back when anything is raised.

    Raises:
        SettingMissing, SettingMalformed, KeyRingRefused: nothing has been touched.
    """
    settings = load(CliSettings, os.environ)
    keys = CoreKeys.open(settings.key_ring, system_random_bytes, demo_allowed=settings.demo_keys)
    engine = make_engine(settings.database_url)

    def apart(act: Callable[[Session], T]) -> T:
        with Session(engine) as own, own.begin():
            return act(own)

    try:
        with Session(engine) as session, session.begin():
            yield Work(session, apart, keys, system_clock, system_random_bytes)
    finally:
        engine.dispose()
