"""What the office's views work with: the ground, transactions, the limits, the sessions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, current_app, flash, session
from sqlalchemy import Table

from mykey.crypto.purposes import PointsPurpose
from mykey.points.ground import PointsGround, PointsWork
from mykey.points.keys import PointsKeys
from mykey.points.models.requests import PointsLimit
from mykey.points.models.sessions import OFFICE_SESSION, OfficeSession
from mykey.points.office.settings import OfficeSettings
from mykey.points.settling import settle
from mykey.web.database import engine
from mykey.web.rate_limits import RateLimits
from mykey.web.sessions import SessionRules, SessionsInTable

__all__ = ["Workplace", "attach_workplace", "done", "say", "workplace"]

EXTENSION = "mykey-points-office"

T = TypeVar("T")


@dataclass(frozen=True)
class Workplace:
    """One process of the office."""

    settings: OfficeSettings
    ground: PointsGround
    limits: RateLimits


class _Vault:
    """How the office's sessions are indexed and sealed (web.sessions.SessionVault)."""

    def __init__(self, keys: PointsKeys) -> None:
        self._keys = keys

    def candidates(self, token: str) -> Sequence[bytes]:
        return self._keys.candidates(PointsPurpose.OFFICE_SESSION_INDEX, token.encode())

    def seal(self, index: bytes, value: Any) -> bytes:
        return self._keys.seal(OFFICE_SESSION, index, value)

    def open(self, index: bytes, sealed: bytes) -> Any:
        return self._keys.open_sealed(OFFICE_SESSION, index, sealed)


def attach_workplace(app: Flask, settings: OfficeSettings, ground: PointsGround) -> None:
    """Give the app its sessions and its views their workplace."""
    https = settings.origin.startswith("https:")
    path = settings.path.rstrip("/") or "/"
    rules = SessionRules(
        # Browsers take a __Host- cookie only over TLS and for the whole host (RFC 6265bis, 4.1.3.2).
        cookie_name="__Host-mykey-points-office" if https and path == "/" else "mykey-points-office",
        cookie_path=path,
        https=https,
        idle=settings.idle,
        absolute=settings.absolute,
    )
    table = cast("Table", OfficeSession.__table__)
    app.session_interface = SessionsInTable(
        table, _Vault(ground.keys), rules, ground.clock, ground.random_bytes
    )
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
