"""What the public pages work with: settings, the clock, the database to read from. No key, no session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

from flask import Flask, current_app
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mykey.kernel.clock import Clock, japan_day
from mykey.points.navi.settings import NaviSettings
from mykey.web.database import engine

__all__ = ["Workplace", "attach_workplace", "read", "reader", "today", "workplace"]

EXTENSION = "mykey-points-navi"

T = TypeVar("T")


@dataclass(frozen=True)
class Workplace:
    """One process of the public pages."""

    settings: NaviSettings
    clock: Clock


def attach_workplace(app: Flask, settings: NaviSettings, clock: Clock) -> None:
    """Give the views their workplace."""
    app.extensions[EXTENSION] = Workplace(settings, clock)


def workplace() -> Workplace:
    """The process's workplace."""
    return cast("Workplace", current_app.extensions[EXTENSION])


def today() -> date:
    """The day in Japan."""
    return japan_day(workplace().clock())


def read(act: Callable[[Session], T]) -> T:
    """Run one reading act in a transaction of its own."""
    return _read(engine(), act)


def reader() -> Callable[[Callable[[Session], T]], T]:
    """The same for a file that is written after the request's own context is gone."""
    own_engine = engine()
    return lambda act: _read(own_engine, act)


def _read(own_engine: Engine, act: Callable[[Session], T]) -> T:
    with Session(own_engine) as session:
        return act(session)
