"""What the office's views work with: the ground, transactions, the limits, the sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from flask import Flask, current_app, flash, session
from sqlalchemy import Table

from mykey.crypto.purposes import PointsPurpose
from mykey.points.ground import PointsGround, PointsWork
from mykey.points.models.requests import PointsLimit
from mykey.points.models.sessions import OFFICE_SESSION, OfficeSession
from mykey.points.office.settings import OfficeSettings
from mykey.points.settling import settle
from mykey.web.database import engine
from mykey.web.rate_limits import RateLimits
from mykey.web.session_vaults import KeyedVault, session_rules
from mykey.web.sessions import SessionsInTable

__all__ = ["Workplace", "attach_workplace", "done", "say", "workplace"]

EXTENSION = "mykey-points-office"

T = TypeVar("T")


@dataclass(frozen=True)
class Workplace:
    """One process of the office."""

    settings: OfficeSettings
    ground: PointsGround
    limits: RateLimits


def attach_workplace(app: Flask, settings: OfficeSettings, ground: PointsGround) -> None:
    """Give the app its sessions and its views their workplace."""
    rules = session_rules(
        "mykey-points-office", settings.origin, settings.path, settings.idle, settings.absolute
    )
    vault = KeyedVault(ground.keys, PointsPurpose.OFFICE_SESSION_INDEX, OFFICE_SESSION)
    table = cast("Table", OfficeSession.__table__)
    app.session_interface = SessionsInTable(table, vault, rules, ground.clock, ground.random_bytes)
    limits = RateLimits(
        cast("Table", PointsLimit.__table__),
        lambda key: ground.keys.index(PointsPurpose.POINTS_LIMIT_INDEX, key),
        engine,
        ground.clock,
    )
    app.extensions[EXTENSION] = Workplace(settings, ground, limits)


def workplace() -> Workplace:
    """The process's workplace."""
    return cast("Workplace", current_app.extensions[EXTENSION])


def done(act: Callable[[PointsWork], T], *, apart_first: bool = False) -> T:
    """Run an act in a transaction of its own and commit it (`points.settling`).

    The office never uses the request's transaction: on SQLite it would stand in the way of the acts.
    """
    return settle(engine(), workplace().ground, act, apart_first=apart_first)


def say(sentence: str) -> None:
    """Tell on the next page what was done. Only the last such sentence is kept: a session's room is small."""
    session.pop("_flashes", None)
    flash(sentence, "success")
