"""What a command works with: the environment, the database, the keys, and where it speaks to."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Engine

from mykey.crypto.passwords import Passwords
from mykey.crypto.tokens import system_random_bytes
from mykey.kernel.clock import system_clock
from mykey.kernel.settings import load
from mykey.points.commands.settings import CommandSettings, DatabaseSettings
from mykey.points.commands.words import sentence
from mykey.points.ground import PointsGround, PointsWork
from mykey.points.keys import PointsKeys
from mykey.points.settling import settle
from mykey.web.engines import make_engine

__all__ = ["Workshop"]

T = TypeVar("T")


@dataclass(frozen=True)
class Workshop:
    """Made of the environment alone; a command opens what it needs."""

    environment: Mapping[str, str]

    @property
    def language(self) -> str:
        """Japanese unless MYKEY_POINTS_LANGUAGE says "en"."""
        return "en" if self.environment.get("MYKEY_POINTS_LANGUAGE") == "en" else "ja"

    def say(self, word: str, **facts: object) -> None:
        """Tell what was done."""
        self.put(sentence(self.language, word, **facts))

    def put(self, text: str) -> None:
        """Give a value that was asked for, a line of it; secrets are given so, once."""
        sys.stdout.write(f"{text}\n")

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """The database alone. Raises `SettingMissing`."""
        engine = make_engine(load(DatabaseSettings, self.environment).database_url)
        try:
            yield engine
        finally:
            engine.dispose()

    def do(self, act: Callable[[PointsWork], T]) -> T:
        """One transaction: committed at the end, rolled back when anything is raised.

        Raises:
            SettingMissing, SettingMalformed, KeyRingRefused: nothing has been touched.
        """
        settings = load(CommandSettings, self.environment)
        keys = PointsKeys.open(settings.key_ring, system_random_bytes, demo_allowed=settings.demo_keys)
        ground = PointsGround(keys, system_clock, system_random_bytes, Passwords())
        with self.engine() as engine:
            return settle(engine, ground, act)
